import { describe, expect, it } from 'vitest';
import { invert } from '../src/linear-algebra.ts';

describe('invert', () => {
  it('inverts a matrix worked by hand', () => {
    const inverse = invert(Float64Array.of(2, 1, 1, 3), 2) ?? [];
    expect([...inverse]).toEqual([0.6, -0.2, -0.2, 0.4].map((entry) => expect.closeTo(entry, 12)));
    expect([...(invert(new Float64Array(), 0) ?? [1])]).toEqual([]);
  });

  it('finds none where rows repeat each other', () => {
    expect(invert(Float64Array.of(1, 2, 2, 4), 2)).toBeUndefined();
  });
});
