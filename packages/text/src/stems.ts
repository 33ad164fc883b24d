import { type Language, stemmer } from './stem.ts';
import { tokens } from './tokens.ts';

/** Whose words they are. */
export interface StemOptions {
  /** Default `'en'`. */
  readonly language?: Language | undefined;
}

/**
 * Splits a text into the stems of its words, in order.
 *
 * @example
 * ```ts import.meta.vitest
 * stems('He subscribed to channels'); // => ['he', 'subscrib', 'to', 'channel']
 * ```
 */
export function stems(text: string, options: StemOptions = {}): string[] {
  const stem = stemmer(options.language ?? 'en');
  return tokens(text).map((token) => stem(token));
}

/** The texts whose stems are kept, in characters; then the cache starts anew: it bounds the memory of a long run. */
const CACHE_SIZE = 8_000_000;

const cachedStems = new Map<Language, Map<string, readonly string[]>>();
let cachedCharacters = 0;

/** The stems of the text, remembered: many functions read one text. */
export function sharedStems(text: string, language: Language): readonly string[] {
  const known = cachedStems.get(language)?.get(text);
  if (known) return known;
  const found = stems(text, { language });
  cachedCharacters += text.length + 1;
  if (cachedCharacters > CACHE_SIZE) {
    cachedStems.clear();
    cachedCharacters = text.length + 1;
  }
  const texts = cachedStems.get(language) ?? new Map<string, readonly string[]>();
  cachedStems.set(language, texts.set(text, found));
  return found;
}
