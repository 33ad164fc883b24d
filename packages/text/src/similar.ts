import { LabelwrightError, oneOf } from '@labelwright/core';
import { type DescribedPredicate, describedPredicate, type Span } from '@labelwright/labeling';
import { openDistance } from './natural.ts';
import { tokenSpans, tokens } from './tokens.ts';

/** How the likeness of two words is measured, from 0 to 1. */
export type Similarity =
  /** Jaro-Winkler: kind to short words with the same beginning. */
  | 'jaro-winkler'
  /** Dice's coefficient of the pairs of neighbouring letters. */
  | 'dice'
  /** 1 minus the edits needed (Levenshtein), per letter of the longer word. */
  | 'levenshtein';

/** When a word is like enough. */
export interface SimilarOptions {
  /** Default `'jaro-winkler'`. */
  readonly by?: Similarity | undefined;
  /** The likeness to reach, above 0 to 1. Default 0.9. */
  readonly atLeast?: number | undefined;
}

type Compare = (a: string, b: string) => number;

/** Answers kept per predicate, then the cache starts anew. */
const CACHE_SIZE = 100_000;

/**
 * Holds when the text contains a word like this one: a misspelling, a variant.
 *
 * Of a phrase, runs of as many words are compared.
 *
 * @example
 * ```ts import.meta.vitest
 * similar('subscribe')('please subcsribe'); // => true
 * similar('subscribe', { by: 'levenshtein', atLeast: 0.8 })('a tribe'); // => false
 * ```
 */
export function similar(word: string, options: SimilarOptions = {}): DescribedPredicate<string> {
  const { by = 'jaro-winkler', atLeast = 0.9 } = options;
  if (!(atLeast > 0 && atLeast <= 1)) {
    throw new LabelwrightError('invalid-option', `atLeast is ${atLeast}; expected a number above 0 to 1`);
  }
  const wanted = typeof word === 'string' ? tokens(word) : [];
  if (wanted.length === 0) {
    throw new LabelwrightError(
      'invalid-definition',
      `similar has '${word}'; expected a text with at least one letter or digit`,
    );
  }
  const isLike = cachedTest(wanted.join(' '), measure(by), atLeast);
  return describedPredicate(
    (text) => hasRun(tokens(text), wanted.length, isLike),
    { kind: 'similar', words: [word], by, atLeast },
    (text) => runsOf(text, wanted.length, isLike),
  );
}

function measure(by: Similarity): Compare {
  const measures: Readonly<Record<Similarity, Compare>> = {
    'jaro-winkler': (a, b) => openDistance().JaroWinklerDistance(a, b),
    dice: (a, b) => openDistance().DiceCoefficient(a, b),
    levenshtein: (a, b) => 1 - openDistance().LevenshteinDistance(a, b) / Math.max(a.length, b.length),
  };
  if (Object.hasOwn(measures, by)) return measures[by];
  throw new LabelwrightError('invalid-option', `by is '${by}'; expected ${oneOf(Object.keys(measures))}`);
}

function cachedTest(wanted: string, compare: Compare, atLeast: number): (words: string) => boolean {
  const answers = new Map<string, boolean>();
  return (words) => {
    const known = answers.get(words);
    if (known !== undefined) return known;
    if (answers.size >= CACHE_SIZE) answers.clear();
    const answer = words === wanted || compare(wanted, words) >= atLeast;
    answers.set(words, answer);
    return answer;
  };
}

function hasRun(words: readonly string[], size: number, test: (run: string) => boolean): boolean {
  if (size === 1) return words.some(test);
  return words.some((_, i) => i + size <= words.length && test(words.slice(i, i + size).join(' ')));
}

function runsOf(text: string, size: number, test: (run: string) => boolean): Span[] {
  const words = tokenSpans(text);
  return words.flatMap(({ start }, i) => {
    const run = words.slice(i, i + size);
    if (run.length < size || !test(run.map(({ token }) => token).join(' '))) return [];
    return [{ start, end: run[size - 1].end }];
  });
}
