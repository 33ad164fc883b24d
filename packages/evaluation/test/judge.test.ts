import { ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { judge } from '../src/index.ts';

const labels = ['ham', 'spam'] as const;
const gold = ['ham', 'ham', 'spam', undefined] as const;
const soft = ProbabilisticLabels.fromRows(labels, [
  [0.5, 0.5],
  [0.9, 0.1],
  [0, 0],
  [0.2, 0.8],
]);

describe('judge', () => {
  it('counts each tied label in part', () => {
    const { confusion, labelled } = judge(soft, gold);
    expect([...confusion]).toEqual([1.5, 0.5, 0, 0, 0, 0]);
    expect(labelled).toBe(3);
  });

  it('leaves ties without a label, or gives them the first', () => {
    expect([...judge(soft, gold, { ties: 'abstain' }).confusion]).toEqual([1, 0, 0, 0, 0, 0]);
    expect([...judge(soft, gold, { ties: 'first' }).confusion]).toEqual([2, 0, 0, 0, 0, 0]);
  });

  it('draws ties by the seed, as the labels themselves do', () => {
    const tied = ProbabilisticLabels.fromRows(labels, Array(40).fill([0.5, 0.5]));
    const truth = Array<'spam'>(40).fill('spam');
    const drawn = tied.hard({ ties: 'random', seed: 7 }).filter((label) => label === 'spam').length;
    expect(judge(tied, truth, { ties: 'random', seed: 7 }).confusion[4]).toBe(drawn);
    expect(drawn).not.toBe(40);
  });

  it('keeps records without a label apart where they count as wrong', () => {
    expect([...judge(soft, gold, { unlabelled: 'wrong' }).confusion]).toEqual([1.5, 0.5, 0, 0, 0, 1]);
  });

  it('takes the second of two labels for the positive one, the one asked for, or none', () => {
    expect(judge(soft, gold).positive).toBe(1);
    expect(judge(soft, gold, { positive: 'ham' }).positive).toBe(0);
    expect(judge(['a', 'b', 'c'], ['a', 'b', 'c']).positive).toBeUndefined();
    expect(() => judge<string>(['a', 'b'], ['a', 'b'], { positive: 'c' })).toThrow(
      "found the positive label 'c'; expected one of a, b",
    );
  });

  it('judges nothing without records', () => {
    expect(judge([], [], { labels }).records).toBe(0);
    expect(judge([], []).confusion).toHaveLength(0);
  });

  it('refuses gold as positions where no labels are known', () => {
    expect(() => judge(['ham'], Int16Array.of(0))).toThrow('expected the option labels');
  });
});
