import { LabelwrightError, oneOf } from '@labelwright/core';
import type { Feature } from '@labelwright/labeling';
import { openSentiment } from './natural.ts';
import { textOf, type WithText } from './text-source.ts';
import { tokens } from './tokens.ts';

/** A language with a vocabulary of feelings, by its ISO 639-1 code. */
export type SentimentLanguage = 'ca' | 'de' | 'en' | 'es' | 'eu' | 'fr' | 'gl' | 'it' | 'nl' | 'pt';

/** Whose feelings. */
export interface SentimentOptions {
  /** Default `'en'`. */
  readonly language?: SentimentLanguage | undefined;
}

/** Language and vocabulary as `natural` names them. */
const VOCABULARIES: Readonly<Record<SentimentLanguage, readonly [string, string]>> = {
  ca: ['Catalan', 'senticon'],
  de: ['German', 'pattern'],
  en: ['English', 'afinn'],
  es: ['Spanish', 'afinn'],
  eu: ['Basque', 'senticon'],
  fr: ['French', 'pattern'],
  gl: ['Galician', 'senticon'],
  it: ['Italian', 'pattern'],
  nl: ['Dutch', 'pattern'],
  pt: ['Portuguese', 'afinn'],
};

/**
 * Measures how a text feels: the mean over its words of what each is worth in a vocabulary, 0 for an empty text.
 * Of a record without the text it finds `undefined`, so that rules abstain there.
 *
 * English, Spanish and Portuguese words are worth -5 to 5 (AFINN), those of the other languages -1 to 1. Words
 * after a negation count the other way round.
 *
 * @example
 * ```ts import.meta.vitest
 * sentiment('text')({ text: 'a wonderful song' }) > 0; // => true
 * sentiment((line: string) => line)("I don't like it") < 0; // => true
 * ```
 */
export function sentiment<K extends string>(
  field: K,
  options?: SentimentOptions,
): Feature<WithText<K>, number>;
export function sentiment<R>(feature: Feature<R, string>, options?: SentimentOptions): Feature<R, number>;
export function sentiment<R>(
  source: string | Feature<R, string>,
  options: SentimentOptions = {},
): Feature<R, number | undefined> {
  const { language = 'en' } = options;
  if (!Object.hasOwn(VOCABULARIES, language)) {
    const known = oneOf(Object.keys(VOCABULARIES));
    throw new LabelwrightError(
      'invalid-option',
      `found no sentiment for language '${language}'; expected ${known}`,
    );
  }
  const text = textOf(source);
  let analyze: ((words: string[]) => number) | undefined;
  return (record) => {
    const found = text(record);
    if (found === undefined) return undefined;
    analyze ??= analyzer(language);
    const words = tokens(language === 'en' ? withNegationsApart(found) : found);
    return words.length === 0 ? 0 : analyze(words);
  };
}

function analyzer(language: SentimentLanguage): (words: string[]) => number {
  const [name, vocabulary] = VOCABULARIES[language];
  const made = new (openSentiment().SentimentAnalyzer)(name, undefined, vocabulary);
  return (words) => made.getSentiment(words);
}

/** The vocabulary knows *not*, but neither *don't* nor *cannot*. */
function withNegationsApart(text: string): string {
  return text.replace(/n['’]t\b|(?<=\bcan)not\b/giu, ' not');
}
