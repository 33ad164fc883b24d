import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dawidSkene, labelCoins, oneCoin, pooledDawidSkene } from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

const likelihood = { right: 0, wrong: 0 };

describe('dawidSkene', () => {
  it('takes the steps worked by hand', () => {
    // Shares of votes: (1, 0), (0, 1), (½, ½). f voted a on 1 + ½ records of a and on ½ record of b, and so on.
    const votes = LabelMatrix.fromRows(
      ['a', 'b'],
      ['f', 'g'],
      [
        ['a', 'a'],
        ['b', 'b'],
        ['a', 'b'],
      ],
    );
    const model = dawidSkene({ smoothing: likelihood, maxIterations: 1 }).fit(votes);
    const predicted = model.predict(votes);
    // f: P(a | a) = 1, P(a | b) = ⅓; g: P(a | a) = ⅔, P(a | b) = 0; balance ½.
    expect(model.balance).toEqual([0.5, 0.5]);
    expect(predicted.probability(2, 'a')).toBeCloseTo(0.5, 9);
    expect(predicted.probability(0, 'a')).toBeCloseTo(1, 9);
    expect(model.accuracies.f).toBeCloseTo((1 * 1.5 + (2 / 3) * 1.5) / 3, 9);
  });

  it('recovers the accuracies and the balance that the votes were drawn with', () => {
    const accuracies = [0.9, 0.8, 0.7, 0.6, 0.85];
    const { votes } = simulate(
      4000,
      [0.5, 0.3, 0.2],
      accuracies.map((accuracy) => ({ coverage: 0.9, accuracy })),
    );
    const model = dawidSkene({ smoothing: likelihood }).fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.03);
    }
    for (const [k, share] of [0.5, 0.3, 0.2].entries())
      expect(Math.abs(model.balance[k] - share)).toBeLessThan(0.03);
  });

  it('finds out a function that is mostly wrong, and uses it', () => {
    const columns = [0.8, 0.8, 0.8, 0.1].map((accuracy) => ({ coverage: 1, accuracy }));
    const { votes, gold } = simulate(2000, [0.5, 0.5], columns);
    const model = dawidSkene().fit(votes);
    expect(model.accuracies.function3).toBeLessThan(0.15);
    const without = dawidSkene()
      .fit(votes.drop(['function3']))
      .predict(votes.drop(['function3']));
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(accuracyOf(without, gold) + 0.02);
  });

  it.each([
    ['maximum likelihood', likelihood],
    ['smoothed', { right: 4, wrong: 1 }],
  ])('climbs its objective in every round: %s', (_, smoothing) => {
    const { votes } = simulate(300, [0.6, 0.4], new Array(5).fill({ coverage: 0.7, accuracy: 0.7 }));
    let last = Number.NEGATIVE_INFINITY;
    for (let maxIterations = 1; maxIterations < 25; maxIterations++) {
      const { objective } = dawidSkene({ smoothing, maxIterations, tolerance: 0, balance: 'uniform' }).fit(
        votes,
      ).figures;
      expect(objective).toBeGreaterThanOrEqual(last - 1e-7);
      last = objective;
    }
  });

  it('says where it stopped early', () => {
    const { votes } = simulate(300, [0.6, 0.4], new Array(5).fill({ coverage: 0.7, accuracy: 0.7 }));
    expect(dawidSkene({ maxIterations: 2 }).fit(votes).notes).toContain(
      'Stopped after 2 iterations, before the probabilities settled.',
    );
  });

  it('holds the balance even where most functions vote one label, and says so', () => {
    const columns = [0, 1, 0, 1].map((only) => ({ coverage: 0.6, accuracy: 0.8, only }));
    const { votes, gold } = simulate(2000, [0.6, 0.4], columns);
    const model = dawidSkene().fit(votes);
    expect(model.balance).toEqual([0.5, 0.5]);
    expect(model.notes.join()).toContain('vote one label only');
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(0.6);
  });

  it('says where one label swallowed the others', () => {
    const columns = [0, 1, 0, 1].map((only) => ({ coverage: 0.6, accuracy: 0.8, only }));
    const { votes } = simulate(2000, [0.6, 0.4], columns);
    expect(dawidSkene({ balance: 'learnt', maxIterations: 1000 }).fit(votes).notes.join()).toMatch(
      /The label label\d swallowed/,
    );
  });

  it('can count abstaining as evidence', () => {
    const columns = [0, 1, 0, 1].map((only) => ({ coverage: 0.9, accuracy: 0.9, only }));
    const { votes, gold } = simulate(2000, [0.5, 0.5], columns);
    const model = dawidSkene({ abstainWeight: 1 }).fit(votes);
    const abstained = model.explain(votes, 0).reasons.filter(({ vote }) => vote === undefined);
    expect(abstained.length).toBeGreaterThan(0);
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(0.85);
  });

  it('learns from gold labels where the votes alone mislead', () => {
    // Two functions copy each other's mistakes; one is right.
    const rows = Array.from({ length: 60 }, (_, i) => {
      const truth = i % 2 === 0 ? 'a' : 'b';
      const wrong = i % 2 === 0 ? 'b' : 'a';
      return i % 3 === 0 ? [truth, truth, truth] : [wrong, wrong, truth];
    });
    const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f', 'g', 'h'], rows);
    const gold = rows.map(([, , truth], i) => (i < 20 ? truth : undefined));
    const model = dawidSkene().fit(votes, { gold });
    expect(model.predict(votes).top(59)).toBe(rows[59][2]);
    expect(dawidSkene().fit(votes).predict(votes).top(59)).not.toBe(rows[59][2]);
    expect(model.accuracies.h).toBeGreaterThan(0.9);
  });

  it('refuses options that are out of range', () => {
    expect(() => dawidSkene({ smoothing: { right: -1, wrong: 0 } })).toThrow(/the smoothing is -1 right/);
    expect(() => dawidSkene({ abstainWeight: 2 })).toThrow(/the abstain weight is 2/);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [['a']]);
    expect(() => dawidSkene({ maxIterations: 0 }).fit(votes)).toThrow(/found 0 iterations/);
    expect(() => dawidSkene({ balance: { a: 0.5, b: 0.2 } }).fit(votes)).toThrow(/balance sums to 0.7/);
    expect(() => dawidSkene({ balance: { c: 0.5 } }).fit(votes)).toThrow(/found the label 'c'/);
    expect(() => dawidSkene().fit(votes, { gold: [] })).toThrow(/found 0 gold labels; expected 1/);
  });
});

describe.each([
  ['oneCoin', oneCoin],
  ['labelCoins', labelCoins],
  ['pooledDawidSkene', pooledDawidSkene],
])('%s', (_, make) => {
  it('recovers the accuracies that the votes were drawn with', () => {
    const accuracies = [0.9, 0.8, 0.7, 0.6, 0.85];
    const { votes } = simulate(
      4000,
      [0.5, 0.3, 0.2],
      accuracies.map((accuracy) => ({ coverage: 0.9, accuracy })),
    );
    const model = make().fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.03);
    }
  });

  it('is right more often than a plain count of votes of unequal functions', () => {
    const columns = [0.95, 0.6, 0.6, 0.6, 0.6].map((accuracy) => ({ coverage: 1, accuracy }));
    const { votes, gold } = simulate(2000, [0.5, 0.5], columns);
    expect(accuracyOf(make().fit(votes).predict(votes), gold)).toBeGreaterThan(0.9);
  });
});

describe('oneCoin', () => {
  it('weighs a vote by the log-odds of its coin', () => {
    const { votes } = simulate(
      500,
      [0.5, 0.5],
      [0.9, 0.7, 0.8].map((accuracy) => ({ coverage: 1, accuracy })),
    );
    const model = oneCoin({ smoothing: likelihood, balance: 'uniform' }).fit(votes);
    const coin = model.accuracies.function0 ?? 0;
    const reason = model.explain(votes, 0).reasons.find((one) => one.function === 'function0');
    expect(Math.abs(reason?.weight ?? 0)).toBeCloseTo(Math.log(coin / (1 - coin)), 3);
  });

  it('climbs its objective in every round', () => {
    const { votes } = simulate(300, [0.6, 0.4], new Array(5).fill({ coverage: 0.7, accuracy: 0.7 }));
    const objectives = [1, 2, 4, 8, 16].map((maxIterations) => {
      return oneCoin({ maxIterations, tolerance: 0, balance: 'uniform' }).fit(votes).figures.objective;
    });
    expect(objectives).toEqual(objectives.toSorted((a, b) => a - b));
  });
});
