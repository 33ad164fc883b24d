import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dawidSkene, ibcc } from '../src/index.ts';
import { digamma } from '../src/special-functions.ts';
import { accuracyOf, simulate } from './simulate.ts';

describe('ibcc', () => {
  it('takes the step worked by hand', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [['a'], ['b'], ['b']]);
    const predicted = ibcc({ maxIterations: 1 }).fit(votes).predict(votes);
    // One record of a and two of b; four imagined right votes and one wrong; one imagined record per label.
    const a = digamma(2) + digamma(1 + 4) - digamma(1 + 5);
    const b = digamma(3) + digamma(0 + 1) - digamma(2 + 5);
    expect(predicted.probability(0, 'a')).toBeCloseTo(Math.exp(a) / (Math.exp(a) + Math.exp(b)), 12);
  });

  it('recovers the accuracies that the votes were drawn with', () => {
    const accuracies = [0.9, 0.8, 0.7, 0.6, 0.85];
    const columns = accuracies.map((accuracy) => ({ coverage: 0.9, accuracy }));
    const { votes, gold } = simulate(4000, [0.5, 0.3, 0.2], columns);
    const model = ibcc().fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.03);
    }
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(0.9);
  });

  it('raises its bound on the evidence in every round', () => {
    const { votes } = simulate(200, [0.6, 0.4], new Array(5).fill({ coverage: 0.7, accuracy: 0.7 }));
    for (const balance of ['learnt', 'uniform'] as const) {
      let last = Number.NEGATIVE_INFINITY;
      for (let maxIterations = 1; maxIterations < 25; maxIterations++) {
        const { objective } = ibcc({ balance, maxIterations, tolerance: 0 }).fit(votes).figures;
        expect(objective).toBeGreaterThanOrEqual(last - 1e-7);
        last = objective;
      }
    }
  });

  it('is less sure than Dawid-Skene by maximum likelihood where votes are few', () => {
    const { votes } = simulate(12, [0.5, 0.5], new Array(3).fill({ coverage: 0.7, accuracy: 0.8 }));
    const sure = (table: Float64Array) => Math.max(...table);
    const likely = dawidSkene({ smoothing: { right: 0, wrong: 0 } })
      .fit(votes)
      .predict(votes);
    expect(sure(ibcc().fit(votes).predict(votes).table)).toBeLessThan(sure(likely.table));
  });

  it('refuses a prior without imagined votes', () => {
    expect(() => ibcc({ prior: { right: 0, wrong: 1 } })).toThrow(/the prior is 0 right and 1 wrong votes/);
  });
});
