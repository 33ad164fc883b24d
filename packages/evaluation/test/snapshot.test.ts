import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { createReport, formatSnapshot, parseSnapshot, takeSnapshot } from '../src/index.ts';
import { columns, runOf } from './runs.ts';

const { snapshot } = runOf();

describe('takeSnapshot', () => {
  it('keeps the figures of the data set with their intervals', () => {
    expect(snapshot.figures.coverage).toEqual({ value: 0.77, low: 0.678456, high: 0.841567 });
    expect(snapshot.figures.conflict.value).toBe(0.05);
    expect(snapshot.figures.patterns).toEqual({ value: 6 });
  });

  it('keeps the figures of each function', () => {
    const [link, , short] = snapshot.functions;
    expect(link.figures.precision.value).toBe(1);
    expect(short.figures.precision.value).toBe(0.5);
    expect(short.figures.conflict.value).toBe(0.5);
    expect(link.figures.learnt).toMatchObject({ value: 0.8 });
    expect(link.votesFor).toEqual(['spam']);
  });

  it('keeps how good the labels are, and expect themselves to be', () => {
    const [model] = snapshot.models;
    expect(model.figures.accuracy.value).toBe(0.967532);
    // 72 records are certain, 5 are even.
    expect(model.figures['expected accuracy'].value).toBe(0.967532);
    expect(model.figures.labelled.value).toBe(0.72);
  });

  it('keeps the patterns of the most records with their labels', () => {
    expect(snapshot.patterns[0]).toEqual({
      votes: { link: 'spam' },
      records: 45,
      label: 'spam',
      probability: 1,
    });
    expect(snapshot.patterns.map(({ records }) => records)).toEqual([45, 23, 22, 5, 3, 2]);
  });

  it('hashes votes whatever the order of the records', () => {
    const { votes } = runOf();
    const reversed = votes.take(Array.from({ length: votes.rows }, (_, i) => votes.rows - 1 - i));
    const again = takeSnapshot({ report: createReport({ votes: reversed }), votes: reversed });
    expect(again.records).toEqual(snapshot.records);
    expect(again.functions.map(({ hash }) => hash)).toEqual(snapshot.functions.map(({ hash }) => hash));
  });

  it('tells votes apart that differ on one record', () => {
    const changed = runOf({ ...columns, link: (i) => (i === 1 ? 'spam' : columns.link(i)) }).snapshot;
    expect(changed.functions[0].hash).not.toBe(snapshot.functions[0].hash);
    expect(changed.functions[1].hash).toBe(snapshot.functions[1].hash);
  });

  it('tells confidences apart, and only those', () => {
    const plain = LabelMatrix.fromColumns(['a', 'b'], { f: ['a', 'b'], g: ['a', 'b'] });
    const half = new LabelMatrix({ ...plain, confidences: Float32Array.of(0.5, 1, 1, 1) });
    const hashes = [plain, half].map((votes) =>
      takeSnapshot({ report: createReport({ votes }), votes }).functions.map(({ hash }) => hash),
    );
    expect(hashes[0][0]).not.toBe(hashes[1][0]);
    expect(hashes[0][1]).toBe(hashes[1][1]);
  });

  it('has no figures where there is nothing to measure', () => {
    const votes = LabelMatrix.fromColumns(['a', 'b'], { f: [undefined] });
    const empty = takeSnapshot({ report: createReport({ votes }), votes });
    expect(empty.functions[0].figures).toEqual({
      coverage: { value: 0, low: 0, high: 0.793451 },
      alone: { value: 0, low: 0, high: 0.793451 },
    });
  });
});

describe('formatSnapshot', () => {
  it('gives JSON that is the snapshot again', () => {
    expect(parseSnapshot(JSON.parse(formatSnapshot(snapshot)))).toEqual(snapshot);
  });

  it('gives each function a line', () => {
    const lines = formatSnapshot(snapshot).split('\n');
    expect(lines.filter((line) => line.includes('"hash"') && line.includes('"votesFor"'))).toHaveLength(3);
  });
});

describe('parseSnapshot', () => {
  it.each([
    [null, 'expected a snapshot'],
    [{ ...snapshot, version: 2 }, 'has version 2; expected 1'],
    [{ ...snapshot, records: {} }, "no 'records'"],
    [{ ...snapshot, figures: { coverage: { value: 'high' } } }, 'the data set has the coverage'],
    [{ ...snapshot, functions: [{ name: 'f', figures: {} }] }, "'f' has no hash"],
    [{ ...snapshot, functions: [{ name: 'f', figures: {}, hash: '', votesFor: [1] }] }, "'f' votes for [1]"],
    [{ ...snapshot, records: { count: -1, hash: '' } }, "no 'records'"],
    [{ ...snapshot, figures: [] }, 'the data set has no figures'],
    [{ ...snapshot, title: 3 }, 'the title 3'],
    [{ ...snapshot, estimator: { name: 'auto', balance: { spam: '1' } } }, 'the estimator {"name":"auto"'],
    [{ ...snapshot, patterns: undefined }, "no 'patterns'"],
    [{ ...snapshot, patterns: [null] }, 'the pattern null'],
    [{ ...snapshot, findings: [null] }, 'the finding null'],
  ])('refuses what is none: %#', (value, message) => {
    expect(() => parseSnapshot(value)).toThrow(message);
  });
});
