import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokens } from '../src/index.ts';
import { tokenSpans } from '../src/tokens.ts';

describe('tokens', () => {
  it('keeps words of any script whole', () => {
    expect(tokens('Ångström naïve Привет 日本語 kẹ́ ọ̀rọ̀')).toEqual(
      ['ångström', 'naïve', 'привет', '日本語', 'kẹ́', 'ọ̀rọ̀'].map((word) => word.normalize('NFC')),
    );
  });

  it('gives the same words for composed and decomposed letters', () => {
    expect(tokens('cafe\u0301')).toEqual(tokens('café'));
  });

  it('finds none in a text without letters', () => {
    expect(tokens(' – … ! ')).toEqual([]);
  });

  it('takes an emoji for no part of the word beside it', () => {
    expect(tokens('so much ❤️love❤️')).toEqual(['so', 'much', 'love']);
  });

  it('keeps capitals where asked', () => {
    expect(tokens('New York', { caseSensitive: true })).toEqual(['New', 'York']);
  });
});

describe('tokenSpans', () => {
  it('finds the same words as tokens, at their places in the text as given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'É', 'e\u0301', ' ', '-', '7', '日') }), (text) => {
        const spans = tokenSpans(text);
        expect(spans.map(({ token }) => token)).toEqual(tokens(text));
        for (const { token, start, end } of spans) expect(tokens(text.slice(start, end))).toEqual([token]);
      }),
    );
  });
});
