import { describe, expect, it } from 'vitest';
import { type Similarity, similar } from '../src/index.ts';

describe('similar', () => {
  it.each<Similarity>(['jaro-winkler', 'dice', 'levenshtein'])('finds a misspelling by %s', (by) => {
    const holds = similar('restaurant', { by, atLeast: 0.75 });
    expect(holds('a nice Restaurent here')).toBe(true);
    expect(holds('the restaurant')).toBe(true);
    expect(holds('nothing of the sort')).toBe(false);
  });

  it('measures Levenshtein per letter of the longer word', () => {
    expect(similar('abcd', { by: 'levenshtein', atLeast: 0.75 })('abcx')).toBe(true);
    expect(similar('abcd', { by: 'levenshtein', atLeast: 0.76 })('abcx')).toBe(false);
  });

  it('holds for a word of one letter, which has no pairs of letters', () => {
    expect(similar('x', { by: 'dice' })('x y')).toBe(true);
    expect(similar('x', { by: 'dice' })('y')).toBe(false);
  });

  it('compares a phrase with runs of as many words', () => {
    const holds = similar('New York', { by: 'levenshtein', atLeast: 0.8 });
    expect(holds('in New Yrok City')).toBe(false);
    expect(holds('in New Yorc City')).toBe(true);
    expect(holds('York')).toBe(false);
  });

  it('shows where it holds', () => {
    const text = 'a good restaurent';
    expect(similar('restaurant').spans?.(text)).toEqual([{ start: 7, end: 17 }]);
  });

  it.each([0, 1.1, Number.NaN])('refuses atLeast %d', (atLeast) => {
    expect(() => similar('a', { atLeast })).toThrow(`atLeast is ${atLeast}; expected a number above 0 to 1`);
  });

  it('refuses an unknown measure and an empty word', () => {
    expect(() => similar('a', { by: 'cosine' as Similarity })).toThrow("by is 'cosine'; expected");
    expect(() => similar('!')).toThrow("similar has '!'");
    expect(() => similar(undefined as never)).toThrow(
      "similar has 'undefined'; expected a text with at least one letter or digit",
    );
  });
});
