import { seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { binomial, poisson } from '../src/draw-counts.ts';

/** Mean and variance of 4,000 draws. */
function moments(draw: () => number) {
  const drawn = Array.from({ length: 4000 }, draw);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  return { mean, variance };
}

describe('poisson', () => {
  it('draws nothing of mean 0', () => {
    expect(poisson(0, seededRandom(1))).toBe(0);
  });

  it.each([0.5, 1, 7, 300])('has mean and variance %d', (expected) => {
    const random = seededRandom(1);
    const { mean, variance } = moments(() => poisson(expected, random));
    expect(mean / expected).toBeCloseTo(1, 1);
    expect(variance / expected).toBeCloseTo(1, 1);
  });
});

describe('binomial', () => {
  it.each([
    [1, 0.3],
    [30, 0.9],
    [500, 0.4],
  ])('has the mean and variance of %d trials, each of probability %d', (trials, share) => {
    const random = seededRandom(1);
    const { mean, variance } = moments(() => binomial(trials, share, random));
    expect(mean / (trials * share)).toBeCloseTo(1, 1);
    expect(variance / (trials * share * (1 - share))).toBeCloseTo(1, 1);
  });
});
