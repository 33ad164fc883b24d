import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { createReport, leaveOneOut, slicesByValue, slicesWhere } from '../src/index.ts';

const names = ['ham', 'spam'] as const;
const [h, s, _] = ['ham', 'spam', undefined] as const;

const votes = LabelMatrix.fromColumns(names, {
  link: [s, s, s, _, s, _],
  copy: [s, s, s, _, s, _],
  song: [_, h, _, h, h, _],
  part: [_, h, _, _, h, _],
});
const gold = [s, s, h, h, h, _];
const labels = ProbabilisticLabels.fromRows(names, [
  [0.1, 0.9],
  [0.4, 0.6],
  [0.2, 0.8],
  [0.9, 0.1],
  [0.4, 0.6],
  [0, 0],
]);
const models = [{ name: 'mine', labels, accuracies: { link: 0.8, song: 0.9 } }];

describe('createReport', () => {
  it('tells the functions two by two', () => {
    const { pairs } = createReport({ votes, gold, models });
    expect(pairs?.overlaps[0]).toEqual([4, 4, 2, 2]);
    expect(pairs?.agreements[2]).toEqual([0, 0, 3, 2]);
    expect(pairs?.conflicts[0]).toEqual([0, 0, 2, 2]);
    expect(pairs?.relations.map(({ kind, first, second }) => `${first} ${kind} ${second}`)).toEqual([
      'link duplicate copy',
      'part subset song',
    ]);
    expect(pairs?.correlations?.[0][1]).toBeCloseTo(1, 3);
    expect(pairs?.clusters).toEqual([]); // Four records may be chance.
    expect(pairs?.order.toSorted()).toEqual(['copy', 'link', 'part', 'song']);
  });

  it('clusters functions that say the same on five records or more', () => {
    const [many, known] = [LabelMatrix.concat([votes, votes]), [...gold, ...gold]];
    expect(createReport({ votes: many, gold: known }).pairs?.clusters).toContainEqual(['link', 'copy']);
  });

  it('names the mistakes, the surest first, and the conflicts that decide labels', () => {
    const { errors, conflicts } = createReport({ votes, gold, models });
    expect(errors?.records).toBe(2);
    expect(errors?.kinds).toEqual([{ label: s, gold: h, records: 2, examples: ['2', '4'] }]);
    expect(errors?.confident.map(({ row, probability }) => [row, probability])).toEqual([
      [2, 0.8],
      [4, 0.6],
    ]);
    expect(conflicts[0]).toEqual({
      winner: 'link',
      label: s,
      loser: 'song',
      against: h,
      records: 2,
      judged: 2,
      right: 1,
    });
  });

  it('slices by a field and by functions, with and without gold', () => {
    const slices = {
      author: slicesByValue(['ann', 'ann', 'bob', 'bob', undefined, undefined]),
      'slicing functions': slicesWhere(names, { none: () => false }),
    };
    const [author, own] = createReport({ votes, gold, models, slices }).slices;
    expect(author.slices[0]).toMatchObject({ name: 'ann', records: 2, coverage: 1, conflict: 0.5 });
    expect(author.slices[0].confidence).toBeCloseTo(0.75, 12);
    expect(author.slices.map(({ scores }) => scores?.accuracy)).toEqual([1, 0.5]);
    expect(own.slices).toEqual([{ name: 'none', records: 0, coverage: 0, conflict: 0 }]);
    expect(createReport({ votes, models, slices }).slices[0].slices[0].scores).toBeUndefined();
  });

  it('describes the most frequent patterns', () => {
    const [first] = createReport({ votes, gold, models }).patterns;
    expect(first).toMatchObject({ records: 2, judged: 2 });
    expect(createReport({ votes }).patterns[0].label).toBeUndefined();
  });

  it('gives the ceilings, the interval of what was learnt, the time and the effect of a function', () => {
    const effects = leaveOneOut(votes, {
      relabel: (some) =>
        ProbabilisticLabels.fromRows(
          names,
          Array.from({ length: some.rows }, (_row, i) => (some.votesOn(i).length > 0 ? [0, 1] : [0, 0])),
        ),
    });
    const { functions } = createReport({
      votes,
      gold,
      models,
      seconds: { link: 2 },
      leaveOneOut: effects,
    }).summary;
    // Two records of five have gold spam: 2.4 of the six, and link votes spam on four.
    expect(functions[0].ceiling?.precision).toBeCloseTo(0.6, 12);
    expect(functions[0].ceiling?.recall).toBe(1);
    expect(functions[0].learntInterval?.low).toBeGreaterThan(0);
    expect(functions[0].seconds).toBe(2);
    expect(functions[1].seconds).toBeUndefined();
    expect(functions[2].effect).toEqual({ labels: 1, coverage: 1 / 6, accuracy: undefined });
  });

  it('compares the last model with the others, and takes custom metrics', () => {
    const other = {
      name: 'other',
      labels: ProbabilisticLabels.fromRows(
        names,
        gold.map(() => [0.9, 0.1]),
      ),
    };
    const report = createReport({ votes, gold, models: [other, ...models], metrics: { always: () => 42 } });
    expect(report.comparisons).toMatchObject([{ first: 'mine', second: 'other', records: 5 }]);
    expect(report.comparisons[0].difference).toBeCloseTo(0, 12);
    expect(report.models[1].scores?.custom).toEqual({ always: 42 });
  });

  it('has curves with gold, and what the probabilities promise without', () => {
    const [model] = createReport({ votes, gold, models }).models;
    expect(model.kept?.at(-1)).toMatchObject({ kept: 1, records: 5 });
    expect(model.thresholds?.spam.at(-1)?.recall).toBe(1);
    const [plain] = createReport({ votes, models }).models;
    expect(plain.expectedAccuracy?.value).toBeCloseTo(0.76, 12);
    expect(plain.kept).toBeUndefined();
    expect(createReport({ votes, models }).consistency).toBeCloseTo(6 / 14, 12);
  });

  it('is the same after JSON', () => {
    const report = createReport({ votes, gold, models });
    const plain = JSON.parse(JSON.stringify(report));
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
    expect(JSON.stringify(plain)).not.toContain('null');
  });
});
