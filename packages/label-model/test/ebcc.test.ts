import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { ebcc, ibcc } from '../src/index.ts';
import { simulate } from './simulate.ts';

const labels = ['a', 'b'];

/** Half the records of b look like a to four of ten functions, which then err together. */
function confusing(): LabelMatrix {
  const random = seededRandom(5);
  const gold = Array.from({ length: 600 }, () => (random() < 0.5 ? 'a' : 'b'));
  const rows = gold.map((truth) => {
    const misleading = truth === 'b' && random() < 0.5;
    return Array.from({ length: 10 }, (_, j) => {
      const right = random() < (misleading && j < 4 ? 0.05 : 0.8);
      return right ? truth : truth === 'a' ? 'b' : 'a';
    });
  });
  const functions = Array.from({ length: 10 }, (_, j) => `f${j}`);
  return LabelMatrix.fromRows<string, string>(labels, functions, rows);
}

describe('ebcc', () => {
  it('is IBCC where each label has one kind of records', () => {
    const { votes } = simulate(100, [0.6, 0.4], new Array(4).fill({ coverage: 0.8, accuracy: 0.7 }));
    const one = ebcc({ subtypes: 1, restarts: 1, maxIterations: 3, tolerance: 0 }).fit(votes);
    const other = ibcc({ maxIterations: 3, tolerance: 0 }).fit(votes);
    const expected = other.predict(votes).table;
    for (const [n, p] of one.predict(votes).table.entries()) expect(p).toBeCloseTo(expected[n], 9);
    expect(one.figures.objective).toBeCloseTo(other.figures.objective, 6);
  });

  it('explains votes of functions that err together better than IBCC, by the bound on the evidence', () => {
    const votes = confusing();
    const mixed = ebcc({ restarts: 3 }).fit(votes).figures.objective;
    expect(mixed).toBeGreaterThan(ibcc().fit(votes).figures.objective + 50);
  });

  it('raises its bound on the evidence in every round', () => {
    const votes = confusing();
    let last = Number.NEGATIVE_INFINITY;
    for (let maxIterations = 1; maxIterations < 20; maxIterations++) {
      const { objective } = ebcc({ restarts: 1, maxIterations, tolerance: 0 }).fit(votes).figures;
      expect(objective).toBeGreaterThanOrEqual(last - 1e-6);
      last = objective;
    }
  });

  it('keeps the start with the best bound', () => {
    const votes = confusing();
    const one = ebcc({ restarts: 1 }).fit(votes).figures.objective;
    expect(ebcc({ restarts: 3 }).fit(votes).figures.objective).toBeGreaterThanOrEqual(one);
  });

  it('recovers the accuracies that the votes were drawn with', () => {
    const accuracies = [0.9, 0.8, 0.7, 0.6, 0.85];
    const { votes } = simulate(
      2000,
      [0.5, 0.5],
      accuracies.map((accuracy) => ({ coverage: 0.9, accuracy })),
    );
    const model = ebcc({ restarts: 3 }).fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.05);
    }
  });

  it('keeps known labels', () => {
    const votes = LabelMatrix.fromRows<string, string>(
      labels,
      ['f', 'g'],
      [
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
        ['b', 'b'],
      ],
    );
    const model = ebcc().fit(votes, { gold: ['b', 'b', undefined, undefined] });
    expect(model.predict(votes).top(2)).toBe('b');
  });

  it('does not explain, as its posterior is no sum', () => {
    const votes = confusing();
    expect(() => ebcc({ restarts: 1 }).fit(votes).explain(votes, 0)).toThrow(
      /several kinds of records per label/,
    );
  });

  it('refuses options that are out of range', () => {
    expect(() => ebcc({ subtypes: 0 })).toThrow(/found 0 kinds/);
    expect(() => ebcc({ restarts: 1.5 })).toThrow(/found 1.5 starts/);
    expect(() => ebcc({ prior: { right: 1, wrong: 0 } })).toThrow(/the prior is 1 right and 0 wrong/);
    expect(() => ebcc({ prior: { right: Number.POSITIVE_INFINITY, wrong: 1 } })).toThrow(/Infinity right/);
    expect(() => ebcc({ maxIterations: 0 })).toThrow(/found 0 iterations/);
    expect(() => ebcc({ tolerance: -1 })).toThrow(/the tolerance is -1/);
  });
});
