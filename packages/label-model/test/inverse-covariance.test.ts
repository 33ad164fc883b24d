import { LabelMatrix, VotePatterns } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { inverseCovariance } from '../src/moments.ts';
import { accuracyOf, simulate } from './simulate.ts';

/** Every combination of three votes, as often as functions that are right in .9, .8 and .7 of 2,000 records have it. */
const three = new VotePatterns({
  labels: ['a', 'b'],
  functions: ['f', 'g', 'h'],
  offsets: Uint32Array.from({ length: 9 }, (_, p) => 3 * p),
  columns: Uint32Array.from({ length: 24 }, (_, cell) => cell % 3),
  votes: Int16Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0]),
  counts: Float64Array.of(510, 110, 150, 230, 510, 110, 150, 230),
});

describe('inverseCovariance', () => {
  it('finds the accuracies of three functions worked by hand', () => {
    // cov(f, g) = (.4 · .3) = .12, cov(f, h) = .08, cov(g, h) = .06, all variances .25.
    const { accuracies } = inverseCovariance().fit(three);
    expect(accuracies.f).toBeCloseTo(0.9, 3);
    expect(accuracies.g).toBeCloseTo(0.8, 3);
    expect(accuracies.h).toBeCloseTo(0.7, 3);
  });

  it('recovers the accuracies that the votes were drawn with', () => {
    const accuracies = [0.95, 0.6, 0.75, 0.85, 0.8];
    const columns = accuracies.map((accuracy, j) => ({ coverage: j === 1 ? 0.8 : 0.5, accuracy }));
    const { votes, gold } = simulate(4000, [0.5, 0.5], columns);
    const model = inverseCovariance().fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.05);
    }
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(0.82);
  });

  it('is not fooled by a copy that it is told of', () => {
    const { votes } = simulate(
      3000,
      [0.5, 0.5],
      [0.6, 0.8, 0.8, 0.8].map((accuracy) => ({ coverage: 1, accuracy })),
    );
    const copy = LabelMatrix.fromColumns<string, string>(votes.labels, {
      copy: Array.from({ length: votes.rows }, (_, i) =>
        votes.vote(i, i % 20 === 0 ? 'function1' : 'function0'),
      ),
    });
    const both = LabelMatrix.join(votes, copy);
    const told = inverseCovariance({ dependencies: [['function0', 'copy']] }).fit(both).accuracies;
    const fooled = inverseCovariance().fit(both).accuracies;
    expect(Math.abs((told.function0 ?? 0) - 0.6)).toBeLessThan(0.05);
    expect(Math.abs((told.function1 ?? 0) - 0.8)).toBeLessThan(0.05);
    expect(fooled.function0).toBeGreaterThan((told.function0 ?? 0) + 0.1);
  });

  it('takes most functions for better than chance, in whatever order they come', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const accuracies = [0.65, 0.7, 0.75, 0.7, 0.97];
      const functions = accuracies.map((accuracy) => ({ coverage: 1, accuracy }));
      const { votes } = simulate(1500, [0.5, 0.5], functions, seed);
      const found = Object.values(inverseCovariance().fit(votes).accuracies);
      expect(found.filter((accuracy = 0) => accuracy < 0.5)).toEqual([]);
    }
  });

  it('keeps what it is told where one or two functions leave it open', () => {
    const { accuracies } = inverseCovariance({ precision: 0.8 }).fit(
      LabelMatrix.fromRows(['a', 'b'], ['f'], [['a'], ['b'], [undefined], ['b'], ['a']]),
    );
    expect(accuracies.f).toBeCloseTo(0.8, 5);
  });

  it('gives plain probabilities where nobody votes', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [[undefined], [undefined]]);
    expect([...inverseCovariance().fit(votes).predict(votes).distribution(0)]).toEqual([0.5, 0.5]);
  });

  it('needs two labels and a precision between 0 and 1', () => {
    const votes = LabelMatrix.fromRows(['a', 'b', 'c'], ['f'], [['a']]);
    expect(() => inverseCovariance().fit(votes)).toThrow(/found 3 labels; expected 2/);
    expect(() => inverseCovariance({ precision: 1 })).toThrow(/the precision is 1/);
  });
});
