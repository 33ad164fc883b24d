import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { weightedVote } from '../src/index.ts';

const labels = ['no', 'yes'] as const;

const votes = LabelMatrix.fromRows(
  labels,
  ['ann', 'bob', 'eve'],
  [
    ['yes', 'yes', 'no'],
    ['no', 'no', 'yes'],
    ['yes', 'no', undefined],
    ['yes', 'yes', 'yes'],
  ],
);

describe('weightedVote', () => {
  it('weighs by agreement with majority vote, a shared lead counting in part', () => {
    const model = weightedVote().fit(votes);
    expect(model.accuracies).toEqual({ ann: 3.5 / 4, bob: 3.5 / 4, eve: 1 / 3 });
    expect(model.predict(votes).probability(0, 'yes')).toBeCloseTo(1.75 / (1.75 + 1 / 3), 12);
  });

  it('weighs by how often each function is right where gold is known', () => {
    const model = weightedVote().fit(votes, { gold: ['yes', undefined, 'no', undefined] });
    expect(model.accuracies).toEqual({ ann: 0.5, bob: 1, eve: 0 });
    expect(model.predict(votes).top(2)).toBe('no');
  });

  it('gives a function without gold the mean weight of the others', () => {
    const model = weightedVote().fit(votes, { gold: [undefined, undefined, 'yes', undefined] });
    expect(model.accuracies).toEqual({ ann: 1, bob: 0, eve: undefined });
    expect(model.predict(votes).probability(0, 'no')).toBeCloseTo(0.5 / 1.5, 12);
  });

  it('weighs as it is told', () => {
    const model = weightedVote({ weights: { ann: 1, bob: 1, eve: 3 } }).fit(votes);
    expect(model.predict(votes).hard()).toEqual(['no', 'yes', undefined, 'yes']);
    expect(model.accuracies.ann).toBeUndefined();
  });

  it('refuses a missing, unknown or negative weight, and gold that is not there', () => {
    expect(() => weightedVote({ weights: { ann: 1, bob: 1, bobb: 1 } }).fit(votes)).toThrow(
      /found the labeling function 'bobb' in the weights; expected one of ann, bob/,
    );
    expect(() => weightedVote({ weights: { ann: 1 } }).fit(votes)).toThrow(/weight of 'bob' is undefined/);
    expect(() => weightedVote({ weights: { ann: -1, bob: 1, eve: 1 } }).fit(votes)).toThrow(
      /weight of 'ann' is -1/,
    );
    expect(() => weightedVote({ weights: 'gold' }).fit(votes)).toThrow(/found no gold labels/);
  });
});
