import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { glad, majorityVote } from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

describe('glad', () => {
  it('leaves a contradiction of two equals a tie', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], [['a', 'b']]);
    // The functions contradict each other on the only record: both learn the same.
    const model = glad().fit(votes);
    expect(model.predict(votes).leaders(0)).toEqual(['a', 'b']);
    expect(model.accuracies).toEqual({ f: expect.closeTo(0.5, 9), g: expect.closeTo(0.5, 9) });
  });

  it('recovers the accuracies that the votes were drawn with', () => {
    const accuracies = [0.9, 0.8, 0.7, 0.6, 0.85];
    const { votes } = simulate(
      3000,
      [0.5, 0.3, 0.2],
      accuracies.map((accuracy) => ({ coverage: 0.9, accuracy })),
    );
    const model = glad().fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.05);
    }
  });

  it('is right more often than majority vote where functions differ in skill', () => {
    const columns = [0.95, 0.9, 0.55, 0.55, 0.55, 0.55].map((accuracy) => ({ coverage: 1, accuracy }));
    const { votes, gold } = simulate(2000, [0.5, 0.5], columns);
    const learnt = accuracyOf(glad().fit(votes).predict(votes), gold);
    expect(learnt).toBeGreaterThan(accuracyOf(majorityVote().fit(votes).predict(votes), gold) + 0.05);
  });

  it('finds out a function that is mostly wrong', () => {
    const columns = [0.85, 0.85, 0.85, 0.15].map((accuracy) => ({ coverage: 1, accuracy }));
    const { votes } = simulate(1000, [0.5, 0.5], columns);
    const reasons = glad().fit(votes).explain(votes, 0, { label: 'label0', against: 'label1' }).reasons;
    const wrong = reasons.find((reason) => reason.function === 'function3');
    expect((wrong?.weight ?? 0) * (wrong?.vote === 'label0' ? 1 : -1)).toBeLessThan(-0.5);
  });
});
