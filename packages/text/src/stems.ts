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

let lastText: string | undefined;
let lastLanguage: Language | undefined;
let lastStems: readonly string[] = [];

/** The stems of the text; many functions read one text in a row, so the last answer is kept. */
export function sharedStems(text: string, language: Language): readonly string[] {
  if (text !== lastText || language !== lastLanguage) {
    lastStems = stems(text, { language });
    lastText = text;
    lastLanguage = language;
  }
  return lastStems;
}
