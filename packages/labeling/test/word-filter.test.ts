import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, foldedWords } from '../src/folding.ts';
import { ALWAYS, filterOf, isLit, wordBit } from '../src/word-filter.ts';

const lit = (text: string, phrase: string) =>
  isLit(filterOf(compose(text)), wordBit(phrase.normalize('NFC')));

describe('a word filter', () => {
  it('lights the words of a text, whatever their case', () => {
    expect(lit('I love this SONG!', 'song')).toBe(true);
    expect(lit('ΟΔΟΣ', 'οδος')).toBe(true);
    expect(lit('\u212aelvin', 'kelvin')).toBe(true);
    expect(lit('STRA\u1e9eE', 'straße')).toBe(true);
  });

  it('seldom lights others', () => {
    const text = Array.from({ length: 20 }, (_, n) => `word${n}`).join(' ');
    const others = Array.from({ length: 1000 }, (_, n) => `other${n}`).filter((word) => lit(text, word));
    expect(others.length).toBeLessThan(30);
  });

  it('takes the longest word of a phrase', () => {
    expect(wordBit('of course')).toBe(wordBit('COURSE'));
    expect(lit('courses', 'of course')).toBe(false);
  });

  it('is lit always where a phrase has no word', () => {
    expect(wordBit('#!')).toBe(ALWAYS);
    expect(wordBit('😀')).toBe(ALWAYS);
    expect(lit('nothing', '#!')).toBe(true);
  });

  it('lights every word of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (given) => {
        const { text } = compose(given);
        for (const { start, end } of foldedWords(text)) expect(lit(text, text.slice(start, end))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
