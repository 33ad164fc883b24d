import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { comparePairs, lintVotes, summarize } from '../src/index.ts';

const labels = ['ham', 'spam'] as const;
const h = 'ham' as const;
const s = 'spam' as const;
const _ = undefined;

function lint<F extends string>(
  columns: Record<F, readonly (typeof h | typeof s | undefined)[]>,
  options: { gold?: readonly (typeof h | typeof s)[]; faults?: Record<string, number> } = {},
) {
  const votes = LabelMatrix.fromColumns(labels, columns);
  return lintVotes(summarize(votes, options), comparePairs(votes)).map(({ kind, function: name, other }) =>
    [name, kind, other].filter((part) => part !== undefined).join(' '),
  );
}

describe('lintVotes', () => {
  it('finds functions that never vote or that fail', () => {
    expect(lint({ a: [h, s], dead: [_, _], b: [s, s] }, { faults: { b: 2 } })).toEqual([
      'b faulty',
      'dead dead',
    ]);
  });

  it('finds a function inside another one, and the later of two that are alike', () => {
    expect(lint({ wide: [h, h, s], narrow: [h, _, _], twin: [h, h, s] })).toEqual([
      'narrow shadowed wide',
      'twin shadowed wide',
    ]);
  });

  it('does not call a function shadowed that disagrees once', () => {
    expect(lint({ wide: [h, h, s], narrow: [h, s, _] })).toEqual([]);
  });

  it('finds functions that always disagree, from five records on', () => {
    const kinds = ['a always-conflicting', 'b always-conflicting'];
    expect(lint({ a: [h, h, h, h, h, _], b: [s, s, s, s, s, h] })).toEqual(kinds);
    expect(lint({ a: [h, h, h, h, _], b: [s, s, s, s, h] })).toEqual([]);
  });

  it('does not say that a function always disagrees where one of two others agrees', () => {
    const found = lint({ a: [h, h, h, h, h, _], b: [h, h, h, h, h, h], c: [s, s, s, s, s, h] });
    expect(found).not.toContain('a always-conflicting');
  });

  it('does not blame the only function for a label', () => {
    expect(lint({ a: [h, h, h, h, h], b: [s, s, s, s, s] })).toEqual([]);
  });

  it.each([
    ['takes long for a record', { a: 0.01, b: 0.001 }, ['a slow']],
    ['takes long, but hardly any of the time', { a: 0.01, b: 1 }, ['b slow']],
    ['takes most of much time', { a: 1.5, b: 0.01, c: 0.01 }, ['a slow']],
    ['takes most of little time', { a: 0.15, b: 0.01, c: 0.01 }, []],
  ])('finds a function that %s', (_name, seconds: Record<string, number>, expected) => {
    const many = Object.keys(seconds).length === 3;
    const votes = LabelMatrix.fromColumns(
      labels,
      Object.fromEntries(Object.keys(seconds).map((name) => [name, Array(many ? 2000 : 4).fill(h)])),
    );
    const summary = summarize(votes);
    const functions = summary.functions.map((entry) => ({ ...entry, seconds: seconds[entry.name] }));
    const found = lintVotes({ ...summary, functions }, comparePairs(votes));
    expect(found.filter(({ kind }) => kind === 'slow').map((finding) => `${finding.function} slow`)).toEqual(
      expected,
    );
  });

  it('finds functions that stand alone', () => {
    expect(lint({ a: [h, h, h, h, h, _], b: [_, _, _, _, _, s] })).toEqual(['a isolated']);
  });

  it('finds functions that vote too rarely, among enough records', () => {
    const many = Array<typeof h>(51).fill(h);
    expect(lint({ a: many, b: [s, ...Array(50).fill(_)] })).toEqual(['b rare']);
  });

  it('finds functions below chance, once gold says so with confidence', () => {
    const gold = [...Array<typeof s>(8).fill(s), ...Array<typeof h>(8).fill(h)];
    const nothing = Array<undefined>(8).fill(_);
    const wrong = { a: [h, h, h, h, h, h, h, h, ...nothing], b: [h, h, h, s, _, _, _, _, ...nothing] };
    expect(lint(wrong, { gold })).toContain('a below-chance');
    expect(lint(wrong, { gold })).not.toContain('b below-chance');
  });

  it('does not expect votes for a rare label to be right as often as votes for a frequent one', () => {
    const gold = [...Array<typeof s>(10).fill(s), ...Array<typeof h>(90).fill(h)];
    const rare = gold.map((_label, i) => (i < 40 ? s : _)); // Right in 10 of 40, where a guess is in 4.
    const wrong = gold.map((label) => (label === s ? h : _));
    expect(lint({ rare, wrong }, { gold })).toEqual(['wrong below-chance', 'rare over-broad']);
  });
});
