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

  it('does not blame the only function for a label', () => {
    expect(lint({ a: [h, h, h, h, h], b: [s, s, s, s, s] })).toEqual([]);
  });

  it('finds functions that stand alone', () => {
    expect(lint({ a: [h, h, h, h, h, _], b: [_, _, _, _, _, s] })).toEqual(['a isolated']);
  });

  it('finds functions that vote too rarely, among enough records', () => {
    const many = Array<typeof h>(51).fill(h);
    expect(lint({ a: many, b: [s, ...Array(50).fill(_)] })).toEqual(['b rare']);
  });

  it('finds functions below chance, once gold says so with confidence', () => {
    const wrong = { a: Array<typeof h>(8).fill(h), b: [h, h, h, h, h, h, h, s] };
    expect(lint(wrong, { gold: Array<typeof s>(8).fill(s) })).toEqual(['a below-chance', 'b below-chance']);
  });
});
