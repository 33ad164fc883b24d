import { LabelwrightError } from '@labelwright/core';
import { kindOf } from './assert-function.ts';
import { type Clue, setClues } from './clues.ts';
import { describedPredicate } from './described-predicate.ts';
import { compose, toGivenSpans } from './folding.ts';
import type { DescribedPredicate, Span } from './labeling-function.ts';
import { createPhrase, type Phrase } from './phrase.ts';
import { filterOf, isLit } from './word-filter.ts';

/** Which words to look for, and how; either `any` or `all`. */
export interface KeywordOptions {
  /** Holds when at least one of these words or phrases is there. */
  readonly any?: readonly string[] | undefined;
  /** Holds when every one of these words or phrases is there. */
  readonly all?: readonly string[] | undefined;
  /** Default `false`: case does not matter (simple case folding: `ß` is not `ss`, `İ` is not `i`). */
  readonly caseSensitive?: boolean | undefined;
  /** Default `true`: `art` is not found in *party*. */
  readonly wholeWords?: boolean | undefined;
}

/**
 * Holds when the text contains any of the words or phrases.
 *
 * Whole words by the letters, marks and digits of Unicode; in scripts that are written without spaces (Chinese,
 * Japanese, Thai …) a keyword is found in running text. Accents may be composed or not, and a space in a phrase
 * stands for any white space.
 *
 * @throws `invalid-definition` without words, or with an empty one
 *
 * @example
 * ```ts import.meta.vitest
 * keywords('song', 'music video')('Love this SONG!'); // => true
 * keywords('art')('party'); // => false
 * keywords({ all: ['please', 'subscribe'] })('please do'); // => false
 * keywords('東京')('私は東京に住んでいます'); // => true
 * ```
 */
export function keywords(
  ...words: readonly string[] | readonly [KeywordOptions]
): DescribedPredicate<string> {
  const { any, all, caseSensitive = false, wholeWords = true } = optionsOf(words);
  const wanted = all ?? any ?? [];
  if (!Array.isArray(wanted)) {
    throw new LabelwrightError(
      'invalid-definition',
      `keywords has ${kindOf(wanted)}; expected a list of words or phrases`,
    );
  }
  if (wanted.length === 0 || (any && all)) {
    throw new LabelwrightError(
      'invalid-definition',
      "keywords has no words; expected either 'any' or 'all' words",
    );
  }
  const phrases = wanted.map((word) => createPhrase(composed(word), { caseSensitive, wholeWords }));
  const predicate = describedPredicate(
    all ? finderOfAll(phrases) : finderOf(phrases),
    { kind: 'keywords', mode: all ? 'all' : 'any', words: wanted, caseSensitive, wholeWords },
    (text) => toGivenSpans(text, placesOf(phrases, compose(text).text)),
  );
  return setClues(predicate, () => cluesIn(phrases, all !== undefined));
}

function optionsOf(words: readonly string[] | readonly [KeywordOptions]): KeywordOptions {
  const [first] = words;
  return isOptions(first) ? first : { any: words as readonly string[] };
}

function isOptions(first: string | KeywordOptions | undefined): first is KeywordOptions {
  return typeof first === 'object' && first !== null && !Array.isArray(first);
}

/** A keyword as it is compared, with composed accents. */
function composed(word: string): string {
  const phrase = typeof word === 'string' ? word.normalize('NFC').trim() : '';
  if (phrase !== '') return phrase;
  throw new LabelwrightError('invalid-definition', `keywords has '${word}'; expected a word or phrase`);
}

/** Most texts lack the words, which their filter says; only phrases that may be there are looked for. */
function finderOf(phrases: readonly Phrase[]): (text: string) => boolean {
  const bits = phrases.map(({ bit }) => bit);
  return (given) => {
    const text = compose(given);
    const filter = filterOf(text);
    for (let n = 0; n < bits.length; n++) if (isLit(filter, bits[n]) && phrases[n].isIn(text)) return true;
    return false;
  };
}

function finderOfAll(phrases: readonly Phrase[]): (text: string) => boolean {
  const finders = phrases.map((phrase) => finderOf([phrase]));
  return (text) => finders.every((find) => find(text));
}

/** Where all phrases must be there, the longest of their clues tells most. */
function cluesIn(phrases: readonly Phrase[], all: boolean): readonly Clue[] | undefined {
  const clues = phrases.map(({ clue }) => clue);
  if (!all) return clues.includes(undefined) ? undefined : (clues as Clue[]);
  const known = clues.filter((clue) => clue !== undefined);
  if (known.length === 0) return undefined;
  const { kind, text, enough } = known.reduce((best, clue) =>
    clue.text.length > best.text.length ? clue : best,
  );
  return [{ kind, text, enough: enough && phrases.length === 1 }];
}

/** The places of the phrases from left to right, the longest where they overlap. */
function placesOf(phrases: readonly Phrase[], text: string): Span[] {
  const places = phrases.flatMap((phrase) => phrase.places(text));
  places.sort((a, b) => a.start - b.start || b.end - a.end);
  let covered = 0;
  return places.filter(({ start, end }) => {
    if (start < covered) return false;
    covered = end;
    return true;
  });
}
