import { describe, expect, it } from 'vitest';
import { above, and, keywords, matches, not, or, predicateDescription, spansOf } from '../src/index.ts';

describe('logic', () => {
  it('and holds when all hold, or when one does, not when it does not', () => {
    const even = (value: number) => value % 2 === 0;
    expect([1, 2, 3, 4].map(and(above(2), even))).toEqual([false, false, false, true]);
    expect([1, 2, 3, 4].map(or(above(2), even))).toEqual([false, true, true, true]);
    expect([1, 2, 3, 4].map(not(even))).toEqual([true, false, true, false]);
  });

  it('with nothing to ask, and holds and or does not', () => {
    expect(and()(1)).toBe(true);
    expect(or()(1)).toBe(false);
  });

  it('and stops at the first that does not hold', () => {
    const never = () => {
      throw new Error('asked');
    };
    expect(and(above(5), never)(1)).toBe(false);
    expect(or(above(0), never)(1)).toBe(true);
  });

  it('gives the places of its parts', () => {
    expect(spansOf(or(keywords('song'), matches(/\d/)), 'song 5')).toEqual([
      { start: 0, end: 4 },
      { start: 5, end: 6 },
    ]);
    expect(spansOf(not(keywords('song')), 'song 5')).toEqual([]);
  });

  it('says what it is made of', () => {
    expect(
      predicateDescription(
        and(
          above(1),
          not((value: number) => value > 9),
        ),
      ),
    ).toEqual({
      kind: 'and',
      parts: [
        { kind: 'above', limit: 1 },
        { kind: 'not', parts: [{ kind: 'function' }] },
      ],
    });
  });
});
