import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../src/chi-square.ts';
import { patternDrift } from '../src/index.ts';

describe('chiSquareTail', () => {
  // The usual tables.
  it.each([
    [3.841459, 1, 0.05],
    [6.634897, 1, 0.01],
    [18.307038, 10, 0.05],
    [2.558212, 10, 0.99],
    [124.342113, 100, 0.05],
    [1143.917, 1000, 0.001],
    [0, 3, 1],
  ])('finds the share above %f with %i degrees', (value, degrees, share) => {
    expect(chiSquareTail(value, degrees)).toBeCloseTo(share, 5);
  });
});

/** So many records with each of three patterns. */
const votesOf = (...counts: readonly [number, number, number]) => {
  const [ham, spam, none] = counts.map((times) => Array.from({ length: times }));
  return LabelMatrix.fromColumns<'ham' | 'spam', 'f'>(['ham', 'spam'], {
    f: [...ham.map(() => 'ham' as const), ...spam.map(() => 'spam' as const), ...none.map(() => undefined)],
  });
};

describe('patternDrift', () => {
  it('finds none between a data set and itself', () => {
    expect(patternDrift(votesOf(20, 30, 50), votesOf(20, 30, 50))).toEqual({
      ...{ distance: 0, interval: { low: 0, high: 0 }, chiSquare: 0, degrees: 2, p: 1 },
    });
  });

  it('finds by how many records two data sets differ, whatever their sizes', () => {
    const drift = patternDrift(votesOf(20, 30, 50), votesOf(80, 60, 60));
    expect(drift?.distance).toBeCloseTo(0.2, 12);
    // Expected before are 33.3, 30 and 36.7: 13.3² (1/33.3 + 1/66.7 + 1/36.7 + 1/73.3).
    expect(drift?.chiSquare).toBeCloseTo(8 + 80 / 11, 9);
    expect(drift?.degrees).toBe(2);
    expect(drift?.p).toBeLessThan(0.05);
  });

  it('counts rare patterns together', () => {
    expect(patternDrift(votesOf(97, 2, 1), votesOf(97, 1, 2))).toMatchObject({ degrees: 1, p: 1 });
  });

  it('does not tell confidences apart', () => {
    const plain = votesOf(20, 30, 50);
    const half = new LabelMatrix({ ...plain, confidences: new Float32Array(100).fill(0.5) });
    expect(patternDrift(plain, half)?.distance).toBe(0);
  });

  it('is unknown without records', () => {
    expect(patternDrift(votesOf(1, 0, 0), votesOf(0, 0, 0))).toBeUndefined();
  });

  it('refuses other labeling functions', () => {
    const other = LabelMatrix.fromColumns(['ham', 'spam'], { g: ['ham'] });
    expect(() => patternDrift(votesOf(1, 1, 1), other)).toThrow('labeling functions');
  });
});
