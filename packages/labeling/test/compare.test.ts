import { describe, expect, it } from 'vitest';
import { above, after, before, below, between, equals } from '../src/index.ts';

describe('numbers', () => {
  it('are above or below a limit, without it', () => {
    expect([4, 5, 6, Number.NaN].map(above(5))).toEqual([false, false, true, false]);
    expect([4, 5, 6, Number.NaN].map(below(5))).toEqual([true, false, false, false]);
  });

  it('may be spelt, as in a CSV file; nothing else is a number', () => {
    const low: readonly unknown[] = [
      '3',
      ' 3 ',
      3n,
      '',
      ' ',
      'three',
      true,
      [],
      [3],
      new Date(3),
      Symbol('3'),
    ];
    const tests = [below(5), between(0, 5), above(2)] as readonly ((value: unknown) => boolean)[];
    for (const test of tests) {
      expect(low.map(test)).toEqual([true, true, true, ...new Array(8).fill(false)]);
    }
  });

  it('are between two limits, with both', () => {
    expect([4, 5, 9, 10].map(between(5, 9))).toEqual([false, true, true, false]);
    expect(between(5, 5)(5)).toBe(true);
  });

  it('equal a value', () => {
    expect([1, 2].map(equals(2))).toEqual([false, true]);
    expect(equals('de')('de')).toBe(true);
    expect(equals(true)(false)).toBe(false);
  });

  it.each([
    ['above', () => above(Number.NaN), 'above has NaN; expected a number'],
    ['below', () => below('5' as unknown as number), 'below has 5; expected a number'],
    ['between', () => between(9, 5), 'between has 9 and 5; expected the lower one first'],
    ['equals', () => equals(Number.NaN), 'equals has NaN; expected a text, number, boolean or bigint'],
    ['equals', () => equals(null as never), 'equals has null; expected a text, number, boolean or bigint'],
  ])('%s refuses what is no limit', (_, make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-definition', message }));
  });

  it('say what they are', () => {
    expect(above(5).description).toEqual({ kind: 'above', limit: 5 });
    expect(between(1, 2).description).toEqual({ kind: 'between', low: 1, high: 2 });
    expect(equals(5n).description).toEqual({ kind: 'equals', expected: '5' });
  });
});

describe('moments', () => {
  const newYear = '2024-01-01';

  it('are before or after another, as dates, texts and numbers', () => {
    const day = new Date('2024-06-30T12:00:00Z');
    for (const moment of [day, day.toISOString(), day.getTime()]) {
      expect(after(newYear)(moment)).toBe(true);
      expect(before(newYear)(moment)).toBe(false);
      expect(before(new Date('2025-01-01'))(moment)).toBe(true);
    }
    expect(after(newYear)(newYear)).toBe(false);
    expect(before(newYear)(newYear)).toBe(false);
  });

  it('that are none are neither before nor after', () => {
    for (const value of ['soon', 'page 5', '5', '', '2024-13-40', new Date(Number.NaN), Number.NaN]) {
      expect(after('1970-01-02')(value)).toBe(false);
      expect(before('2999-01-01')(value)).toBe(false);
    }
  });

  it('say what they are', () => {
    expect(after(newYear).description).toEqual({ kind: 'after', moment: '2024-01-01T00:00:00.000Z' });
  });

  it('refuse a limit that is no moment', () => {
    expect(() => before('tomorrow')).toThrow("before has 'tomorrow'; expected a date such as 2024-01-31");
    expect(() => after(1e17)).toThrow(expect.objectContaining({ code: 'invalid-definition' }));
  });
});
