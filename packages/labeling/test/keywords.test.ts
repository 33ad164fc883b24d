import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywords, spansOf } from '../src/index.ts';

describe('keywords', () => {
  it('finds whole words, whatever their case', () => {
    const art = keywords('Art');
    expect(['ART!', 'some art', 'art', '(art)', 'party', 'art_1', 'artful', ''].map(art)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('finds any of the words, or all of them where asked', () => {
    expect(keywords('please', 'subscribe')('please')).toBe(true);
    expect(keywords({ any: ['please', 'subscribe'] })('subscribe')).toBe(true);
    expect(keywords({ all: ['please', 'subscribe'] })('please')).toBe(false);
    expect(keywords({ all: ['please', 'subscribe'] })('subscribe, please')).toBe(true);
  });

  it('can mind the case', () => {
    const may = keywords({ any: ['May'], caseSensitive: true });
    expect(['in May', 'may be', 'MAY', 'né May'].map(may)).toEqual([true, false, false, true]);
  });

  it('can look inside words', () => {
    const art = keywords({ any: ['art'], wholeWords: false });
    expect(['party', 'PARTY', 'père party', 'port'].map(art)).toEqual([true, true, true, false]);
  });

  it('takes signs in a word literally', () => {
    expect(keywords('c++')('I write C++.')).toBe(true);
    expect(keywords('c++')('I write C.')).toBe(false);
    expect(keywords('a.b')('axb')).toBe(false);
    expect(keywords('$5/day (net)', '[x]', 'a|b', '^', '\\d', '{2}', '*?')('only $5/day (net)')).toBe(true);
    expect(keywords('\\d')('5')).toBe(false);
    expect(keywords('/')('and/or')).toBe(true);
  });

  it('looks for a word boundary only beside word characters', () => {
    expect(keywords('#win')('go#win')).toBe(true);
    expect(keywords('#win')('#winner')).toBe(false);
    expect(keywords('😀')('good😀good')).toBe(true);
  });

  it('takes a space in a phrase for any white space', () => {
    expect(keywords('check  out')('check\n\tout')).toBe(true);
    expect(keywords('check out')('check\u00a0out é')).toBe(true);
    expect(keywords('check out')('checkout')).toBe(false);
    expect(keywords(' song ')('song')).toBe(true);
  });

  it('sees letters of all scripts as parts of words', () => {
    expect(keywords('ert')('Vertraß éert')).toBe(false);
    expect(keywords('art')('éart')).toBe(false);
    expect(keywords('λόγος')('Ὁ ΛΌΓΟΣ.')).toBe(true);
    expect(keywords('привет')('ПРИВЕТ, мир')).toBe(true);
    expect(keywords('привет')('приветик')).toBe(false);
    expect(keywords('हिन्दी')('यह हिन्दी है')).toBe(true);
    expect(keywords('हिन्द')('यह हिन्दी है')).toBe(false);
    expect(keywords('𐐀𐐁')('x 𐐨𐐩 y')).toBe(true);
    expect(keywords('𐐀')('𐐨𐐩')).toBe(false);
  });

  it('finds words in running text of scripts without spaces', () => {
    expect(keywords('東京')('私は東京に住んでいます')).toBe(true);
    expect(keywords('コーヒー')('毎朝コーヒーを飲む')).toBe(true);
    expect(keywords('กรุงเทพ')('ฉันอยู่กรุงเทพมหานคร')).toBe(true);
    expect(keywords('iPhone')('我的iPhone很好')).toBe(true);
    expect(keywords('Phone')('我的iPhone很好')).toBe(false);
  });

  it('sees composed and decomposed accents as the same', () => {
    const composed = 'caf\u00e9';
    const decomposed = 'cafe\u0301';
    expect(keywords(composed)(`a ${decomposed}!`)).toBe(true);
    expect(keywords(decomposed)(`a ${composed}!`)).toBe(true);
    expect(keywords('cafe')(decomposed)).toBe(false);
  });

  it('folds case one letter for one letter', () => {
    expect(keywords('straße')('STRASSE')).toBe(false);
    expect(keywords('straße')('STRA\u1e9eE')).toBe(true);
    expect(keywords('istanbul')('İstanbul')).toBe(false);
    expect(keywords('ſong')('a song')).toBe(true);
    expect(keywords('song')('a ſong')).toBe(true);
    expect(keywords('kelvin')('\u212aelvin')).toBe(true);
  });

  it('gives the places that made it hold, the longest word first', () => {
    expect(spansOf(keywords('c', 'c++', 'c++ code'), 'C++ code in c')).toEqual([
      { start: 0, end: 8 },
      { start: 12, end: 13 },
    ]);
  });

  it('gives places in the text as it was given', () => {
    const text = 'cafe\u0301 ole\u0301, ole\u0301';
    const words = spansOf(keywords('olé'), text).map(({ start, end }) => text.slice(start, end));
    expect(words).toEqual(['ole\u0301', 'ole\u0301']);
  });

  it('says what it is', () => {
    expect(keywords({ all: ['Art'], caseSensitive: true }).description).toEqual({
      kind: 'keywords',
      mode: 'all',
      words: ['Art'],
      caseSensitive: true,
      wholeWords: true,
    });
  });

  it.each([[[]], [['']], [['song', ' \n']], [[{}]], [[{ any: [] }]], [[{ any: ['a'], all: ['b'] }]]])(
    'refuses %j',
    (words) => {
      expect(() => keywords(...(words as string[]))).toThrow(
        expect.objectContaining({ code: 'invalid-definition' }),
      );
    },
  );

  it('takes an emoji for no part of the word beside it', () => {
    expect([keywords('love'), keywords('❤️')].map((holds) => holds('so much ❤️love❤️'))).toEqual([true, true]);
  });

  it.each([
    [null, "keywords has 'null'; expected a word or phrase"],
    [['song', 'music'], "keywords has 'song,music'; expected a word or phrase"],
    [{ any: 'song' }, 'keywords has a value of type string; expected a list of words or phrases'],
  ])('names %j where it expected words', (words, message) => {
    expect(() => keywords(words as never)).toThrow(message);
  });

  it('names what it got where it expected a text', () => {
    expect(() => keywords('song')(5 as unknown as string)).toThrow('found a value of type number');
  });
});

describe('keywords on any text', () => {
  const letters = [...'aAeéÉe\u0301kK\u212asSſΣσςİıiIßẞ東ー京あไท_1٣-#.😀𐐀𐐨 '];
  const text = fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((parts) => parts.join(''));
  const phrase = fc
    .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(''))
    .filter((word) => word.trim() !== '');

  it('says the same as its places', () => {
    fc.assert(
      fc.property(
        fc.array(phrase, { minLength: 1, maxLength: 3 }),
        text,
        fc.boolean(),
        (words, given, flag) => {
          const predicate = keywords({ any: words, caseSensitive: flag });
          expect(predicate(given)).toBe(spansOf(predicate, given).length > 0);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('says the same when a word of another script comes behind', () => {
    fc.assert(
      fc.property(phrase, text, (word, given) => {
        const predicate = keywords(word);
        expect(predicate(`${given} ж`)).toBe(predicate(given));
      }),
      { numRuns: 1500 },
    );
  });

  it('says the same for composed and decomposed texts', () => {
    fc.assert(
      fc.property(phrase, text, (word, given) => {
        const predicate = keywords(word);
        expect(predicate(given.normalize('NFD'))).toBe(predicate(given.normalize('NFC')));
      }),
      { numRuns: 1000 },
    );
  });

  it('says what a pattern with the edges of words says', () => {
    const unspaced = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}ー]`;
    const letter = String.raw`(?!${unspaced})[\p{L}\p{M}\p{N}_]`;
    const word = new RegExp(`^${letter}`, 'u');
    fc.assert(
      fc.property(phrase, text, (given, within) => {
        const composed = given.normalize('NFC').trim();
        const start = word.test(composed) ? `(?<!${letter})` : '';
        const end = word.test(Array.from(composed).at(-1) ?? '') ? `(?!${letter})` : '';
        const literal = composed.replace(/[.]/g, String.raw`\.`).replace(/ +/g, String.raw`\s+`);
        const expected = new RegExp(`${start}${literal}${end}`, 'iu').test(within.normalize('NFC'));
        expect(keywords(given)(within)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
