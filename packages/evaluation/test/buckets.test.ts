import { ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { errorBuckets } from '../src/index.ts';

describe('errorBuckets', () => {
  it('puts the largest bucket first and leaves out records without gold', () => {
    const found = errorBuckets(['ham', 'spam', 'spam', undefined], ['spam', 'spam', 'spam', undefined]);
    expect(found).toEqual([
      { label: 'spam', gold: 'spam', rows: [1, 2] },
      { label: 'ham', gold: 'spam', rows: [0] },
    ]);
  });

  it('takes distributions with a tie policy, and gold as positions', () => {
    const labels = ProbabilisticLabels.fromRows(
      ['ham', 'spam'],
      [
        [0.5, 0.5],
        [0.1, 0.9],
      ],
    );
    const gold = Int16Array.of(0, -1);
    expect(errorBuckets(labels, gold)).toEqual([{ label: undefined, gold: 'ham', rows: [0] }]);
    expect(errorBuckets(labels, gold, { ties: 'first' })).toEqual([{ label: 'ham', gold: 'ham', rows: [0] }]);
  });

  it('refuses lists of different lengths', () => {
    expect(() => errorBuckets(['ham'], ['ham', 'ham'])).toThrow('found lists of 1 and 2 labels');
  });
});
