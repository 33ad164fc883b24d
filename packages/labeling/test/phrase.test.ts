import { describe, expect, it } from 'vitest';
import { compose } from '../src/folding.ts';
import { createPhrase } from '../src/phrase.ts';

const whole = { caseSensitive: false, wholeWords: true };
const isIn = (phrase: string, text: string) => createPhrase(phrase, whole).isIn(compose(text));

describe('createPhrase', () => {
  it('finds the same in texts of ASCII and others', () => {
    for (const tail of ['', ' é']) {
      expect(isIn('a.b', `x a.b y${tail}`)).toBe(true);
      expect(isIn('a.b', `xa.b${tail}`)).toBe(false);
      expect(isIn('a b', `A\t B${tail}`)).toBe(true);
    }
  });

  it('finds a place that begins inside one that does not count', () => {
    expect(isIn('a a', 'éa a a')).toBe(true);
    expect(createPhrase('a a', whole).places('éa a a')).toEqual([{ start: 3, end: 6 }]);
  });

  it('takes letters of two units for one', () => {
    expect(isIn('b', '𐐀b')).toBe(false);
    expect(isIn('b', '😀b')).toBe(true);
    expect(isIn('𐐀', '𐐀𐐁')).toBe(false);
  });

  it('gives all places', () => {
    expect(createPhrase('a', whole).places('a é a ab')).toEqual([
      { start: 0, end: 1 },
      { start: 4, end: 5 },
    ]);
  });
});
