import { describe, expect, it } from 'vitest';
import { mace, majorityVote } from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

const knowers = [0.9, 0.85, 0.8].map((accuracy) => ({ coverage: 1, accuracy }));
const guessers = new Array(4).fill({ coverage: 1, accuracy: 0.5 });
const { votes, gold } = simulate(1500, [0.5, 0.5], [...knowers, ...guessers]);

describe.each(['variational', 'em'] as const)('mace, %s', (method) => {
  it('tells those who know from those who guess', () => {
    const { accuracies } = mace({ method }).fit(votes);
    for (const [j, accuracy] of [0.9, 0.85, 0.8, 0.5, 0.5, 0.5, 0.5].entries()) {
      expect(Math.abs((accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.05);
    }
  });

  it('is right more often than majority vote where many guess', () => {
    const learnt = accuracyOf(mace({ method }).fit(votes).predict(votes), gold);
    expect(learnt).toBeGreaterThan(accuracyOf(majorityVote().fit(votes).predict(votes), gold) + 0.05);
  });
});

describe('mace', () => {
  it('never ends lower with more starts', () => {
    const one = mace({ method: 'em' }).fit(votes).figures.objective;
    const five = mace({ method: 'em', restarts: 5, seed: 3 }).fit(votes).figures.objective;
    expect(five).toBeGreaterThanOrEqual(one);
  });

  it('refuses a method or a number of starts that it does not know', () => {
    expect(() => mace({ method: 'gibbs' as 'em' })).toThrow(/found the method 'gibbs'/);
    expect(() => mace({ restarts: 0 })).toThrow(/found 0 starts/);
    expect(() => mace({ maxIterations: 1.5 }).fit(votes)).toThrow(/found 1.5 iterations; expected 0 or more/);
  });

  it('tells how many rounds it learnt in', () => {
    const { figures, notes } = mace({ maxIterations: 3, tolerance: 0 }).fit(votes);
    expect([figures.iterations, notes[0]]).toEqual([
      3,
      'Stopped after 3 iterations, before the probabilities settled.',
    ]);
  });
});
