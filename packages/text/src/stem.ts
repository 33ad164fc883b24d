import { LabelwrightError, oneOf } from '@labelwright/core';
import { type NaturalStemmer, openStemmer } from './natural.ts';
import { assertText } from './text-source.ts';

/** A language whose words can be stemmed, by its ISO 639-1 code. */
export type Language =
  | 'de'
  | 'en'
  | 'es'
  | 'fa'
  | 'fr'
  | 'id'
  | 'it'
  | 'nl'
  | 'no'
  | 'pt'
  | 'ru'
  | 'sv'
  | 'uk';

const STEMMER_FILES: Readonly<Record<Language, string>> = {
  de: 'porter_stemmer_de',
  en: 'porter_stemmer',
  es: 'porter_stemmer_es',
  fa: 'porter_stemmer_fa',
  fr: 'porter_stemmer_fr',
  id: 'indonesian/stemmer_id',
  it: 'porter_stemmer_it',
  nl: 'porter_stemmer_nl',
  no: 'porter_stemmer_no',
  pt: 'porter_stemmer_pt',
  ru: 'porter_stemmer_ru',
  sv: 'porter_stemmer_sv',
  uk: 'porter_stemmer_uk',
};

/** Stems kept per language, then the cache starts anew: it bounds the memory of a long run. */
const CACHE_SIZE = 200_000;

const cachedStemmers = new Map<Language, (word: string) => string>();

/**
 * Finds the stem of a word: what its inflections share. The word is folded to lower case.
 *
 * @example
 * ```ts import.meta.vitest
 * stem('Subscribing'); // => 'subscrib'
 * stem('häuser', 'de'); // => 'haus'
 * ```
 */
export function stem(word: string, language: Language = 'en'): string {
  assertText(word);
  return stemmer(language)(word.normalize('NFC').toLowerCase());
}

/** The stemmer of a language, for words in lower case; it remembers the stems it has found. */
export function stemmer(language: Language): (word: string) => string {
  const known = cachedStemmers.get(language);
  if (known) return known;
  const made = cached(openStemmer(fileOf(language)));
  cachedStemmers.set(language, made);
  return made;
}

function fileOf(language: Language): string {
  if (Object.hasOwn(STEMMER_FILES, language)) return STEMMER_FILES[language];
  const known = oneOf(Object.keys(STEMMER_FILES));
  throw new LabelwrightError(
    'invalid-option',
    `found no stemmer for language '${language}'; expected ${known}`,
  );
}

function cached(natural: NaturalStemmer): (word: string) => string {
  const stems = new Map<string, string>();
  return (word) => {
    const known = stems.get(word);
    if (known !== undefined) return known;
    if (stems.size >= CACHE_SIZE) stems.clear();
    const found = natural.stem(word);
    stems.set(word, found);
    return found;
  };
}
