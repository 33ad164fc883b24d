import { VotePatterns } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { cellWeights } from '../src/evidence-table.ts';
import { densePrecision } from '../src/mean-precision.ts';

describe('cellWeights', () => {
  // One record: the first three functions vote a, the last b.
  const patterns = new VotePatterns({
    labels: ['a', 'b'],
    functions: ['f', 'g', 'h', 'i'],
    offsets: Uint32Array.of(0, 4),
    columns: Uint32Array.of(0, 1, 2, 3),
    votes: Int16Array.of(0, 0, 0, 1),
    counts: Float64Array.of(1),
  });
  const numbers = Int32Array.of(0, 1, 2, -1);
  const repeats = Float64Array.of(0.5, 0.5, 1, 0.25);

  it('lets a vote count the less, the more others its label has', () => {
    expect(cellWeights(patterns, numbers, { crowd: 0, cluster: 0, repeats })).toEqual(
      Float64Array.of(1 / 2, 1 / 2, 1 / 3, 1),
    );
  });

  it('takes what a cluster votes for one vote', () => {
    const clusterOf = Uint32Array.of(0, 0, 2, 3);
    expect(cellWeights(patterns, numbers, { crowd: 0, cluster: 1, repeats, clusterOf })).toEqual(
      Float64Array.of(1 / 1.5 / 2, 1 / 1.5 / 2, 1 / 2, 1),
    );
  });

  it('has a number of its own for votes that were never seen in fitting', () => {
    const never = Int32Array.of(-1, -1, -1, -1);
    expect(cellWeights(patterns, never, { crowd: 0, cluster: 0, repeats })).toEqual(
      Float64Array.of(1 / 1.5, 1 / 1.5, 1 / 1.5, 1),
    );
  });
});

describe('densePrecision', () => {
  const lift = (all: number) => ({ all, ofLabel: new Float64Array(), ofOutcome: new Float64Array() });
  const odds = (share: number) => share / (1 - share);

  it('lies between what conflicts tell and what is usual, and within bounds', () => {
    const found = (all: number, labels: number) => odds(densePrecision(lift(all), labels));
    const expected = (told: number) => odds(told) ** 0.3 * odds(0.77) ** 0.7;
    // Votes that conflict 0.36 times as often as by chance are right with 0.8 + 0.2 / 4.
    expect(found(0.36, 4)).toBeCloseTo(expected(0.85), 10);
    expect(found(0.64, 2)).toBeCloseTo(expected(0.8), 10);
    expect(found(0, 2)).toBeCloseTo(expected(0.97), 10);
    expect(found(1.2, 2)).toBeCloseTo(expected(0.55), 10);
  });
});
