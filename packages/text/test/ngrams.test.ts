import { describe, expect, it } from 'vitest';
import { ngrams } from '../src/index.ts';

describe('ngrams', () => {
  it('gives the words themselves for size 1', () => {
    expect(ngrams('New York', 1, { caseSensitive: true })).toEqual(['New', 'York']);
  });

  it('has none where the text is shorter', () => {
    expect(ngrams('two words', 3)).toEqual([]);
  });

  it.each([0, 1.5, Number.NaN])('refuses size %d', (size) => {
    expect(() => ngrams('a b', size)).toThrow(`size of n-grams is ${size}; expected a whole number from 1`);
  });
});
