import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../src/index.ts';

describe('wilsonInterval', () => {
  it.each([
    [-1, 10],
    [Number.NaN, 10],
    [11, 10],
    [1, 0],
    [0, -5],
    [1, Number.NaN],
    [1, Number.POSITIVE_INFINITY],
  ])('refuses %d successes in %d trials', (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it('takes sums of parts that are off by their last bits', () => {
    expect(wilsonInterval(0.1 + 0.2, 0.3)?.high).toBe(1);
  });
});
