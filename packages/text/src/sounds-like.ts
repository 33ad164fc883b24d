import { LabelwrightError, oneOf } from '@labelwright/core';
import { type DescribedPredicate, describedPredicate } from '@labelwright/labeling';
import { openPhonetics } from './natural.ts';
import { tokenSpans, tokens } from './tokens.ts';

/** How the sound of an English word is written down. */
export type PhoneticCode =
  /** Philips's Double Metaphone: a main and an alternative code; a word matches by either. */
  | 'double-metaphone'
  /** Philips's Metaphone. */
  | 'metaphone'
  /** Russell's Soundex: coarse, made for surnames. */
  | 'soundex';

/** By which code words are compared. */
export interface SoundsLikeOptions {
  /** Default `'double-metaphone'`. */
  readonly by?: PhoneticCode | undefined;
}

type Encode = (word: string) => readonly string[];

/** Codes kept per predicate, then the cache starts anew. */
const CACHE_SIZE = 100_000;

/**
 * Holds when the text contains a word that sounds like this one in English.
 *
 * @example
 * ```ts import.meta.vitest
 * soundsLike('night')('what a nite'); // => true
 * soundsLike('night')('what a day'); // => false
 * ```
 */
export function soundsLike(word: string, options: SoundsLikeOptions = {}): DescribedPredicate<string> {
  const { by = 'double-metaphone' } = options;
  const encode = encoder(by);
  const words = typeof word === 'string' ? tokens(word) : [];
  const wanted = new Set(words.length === 1 ? encode(words[0]) : []);
  if (wanted.size === 0) {
    throw new LabelwrightError(
      'invalid-definition',
      `soundsLike has '${word}'; expected one word that can be said`,
    );
  }
  const test = (token: string) => encode(token).some((code) => wanted.has(code));
  return describedPredicate(
    (text) => tokens(text).some(test),
    { kind: 'soundsLike', words: [word], by },
    (text) =>
      tokenSpans(text)
        .filter(({ token }) => test(token))
        .map(({ start, end }) => ({ start, end })),
  );
}

function encoder(by: PhoneticCode): Encode {
  const encoders: Readonly<Record<PhoneticCode, () => Encode>> = {
    'double-metaphone': () => {
      const phonetic = new (openPhonetics().DoubleMetaphone)();
      return (word) => phonetic.process(word);
    },
    metaphone: () => {
      const phonetic = new (openPhonetics().Metaphone)();
      return (word) => [phonetic.process(word)];
    },
    soundex: () => {
      const phonetic = new (openPhonetics().SoundEx)();
      return (word) => [phonetic.process(word)];
    },
  };
  if (Object.hasOwn(encoders, by)) return cached(encoders[by]());
  throw new LabelwrightError('invalid-option', `by is '${by}'; expected ${oneOf(Object.keys(encoders))}`);
}

/** Remembers codes; a word without a letter, such as a number, has none. */
function cached(encode: Encode): Encode {
  const codes = new Map<string, readonly string[]>();
  return (word) => {
    const known = codes.get(word);
    if (known) return known;
    if (codes.size >= CACHE_SIZE) codes.clear();
    const found = /\p{L}/u.test(word) ? encode(word).filter((code) => code !== '') : [];
    codes.set(word, found);
    return found;
  };
}
