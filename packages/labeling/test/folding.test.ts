import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, fold, foldedWords, foldedWordsAndSigns, toGivenSpans } from '../src/folding.ts';

describe('compose', () => {
  it('composes accents and tells texts of ASCII', () => {
    expect(compose('cafe\u0301')).toEqual({ text: 'caf\u00e9', ascii: false });
    expect(compose('cafe')).toEqual({ text: 'cafe', ascii: true });
  });

  it('gives the same value for the same text', () => {
    expect(compose('song 1')).toBe(compose('song 1'));
  });

  it('names what it got instead of a text', () => {
    expect(() => compose(5 as unknown as string)).toThrow('found a value of type number; expected a text');
    expect(() => fold(undefined as unknown as string)).toThrow('found a value of type undefined');
  });
});

describe('foldedWords', () => {
  it('gives words and places, one for each letter in scripts without spaces', () => {
    expect(foldedWords('Ab-c 東京 ไท่ É_1').map(({ word }) => word)).toEqual([
      'ab',
      'c',
      '東',
      '京',
      'ไ',
      'ท่',
      'é_1',
    ]);
    expect(foldedWords('Ab c')[1]).toEqual({ word: 'c', start: 3, end: 4 });
  });

  it('gives the words of each text, and the same value for the same text', () => {
    expect(foldedWords('one two').map(({ word }) => word)).toEqual(['one', 'two']);
    expect(foldedWords('eins_2 é').map(({ word }) => word)).toEqual(['eins_2', 'é']);
    expect(foldedWords('one two').map(({ word }) => word)).toEqual(['one', 'two']);
    expect(foldedWords('one two')).toBe(foldedWords('one two'));
  });

  it('gives the same words in a text of ASCII characters as beside others', () => {
    const characters = fc.constantFrom(
      ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.string({ unit: characters }), (text) => {
        const alone = [...foldedWords(text)];
        expect(foldedWords(`${text} é`).slice(0, -1)).toEqual(alone);
        const withSigns = [...foldedWordsAndSigns(text)];
        expect(foldedWordsAndSigns(`${text} é`).slice(0, -1)).toEqual(withSigns);
      }),
    );
  });
});

describe('foldedWordsAndSigns', () => {
  it('gives each sign on its own, and no white space', () => {
    expect(foldedWordsAndSigns('C++,\n🙂東京 …É').map(({ word }) => word)).toEqual([
      ...['c', '+', '+', ',', '🙂', '東', '京', '…', 'é'],
    ]);
  });
});

describe('toGivenSpans', () => {
  it('leads back to the text as it was given', () => {
    const given = 'e\u0301e\u0301 x\u0303 한';
    const slices = [
      { start: 0, end: 2 },
      { start: 3, end: 5 },
      { start: 6, end: 7 },
    ].map((span) => toGivenSpans(given, [span])[0]);
    expect(slices.map(({ start, end }) => given.slice(start, end))).toEqual([
      'e\u0301e\u0301',
      'x\u0303',
      '한',
    ]);
  });

  it('leaves places alone where nothing was composed', () => {
    expect(toGivenSpans('abc', [{ start: 1, end: 2 }])).toEqual([{ start: 1, end: 2 }]);
  });
});
