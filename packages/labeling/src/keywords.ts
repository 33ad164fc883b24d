import { LabelwrightError } from '@labelwright/core';
import { describedPredicate, placesOf } from './described-predicate.ts';
import { compose, needsBoundary, toGivenSpans, WORD_CHARACTERS } from './folding.ts';
import type { DescribedPredicate } from './labeling-function.ts';

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
  if (wanted.length === 0 || (any && all)) {
    throw new LabelwrightError(
      'invalid-definition',
      "keywords has no words; expected either 'any' or 'all' words",
    );
  }
  const style = { caseSensitive, wholeWords };
  const finders = all ? all.map((word) => finderOf([word], style)) : [finderOf(wanted, style)];
  const everywhere = patternOf(wanted, true, { ...style, flags: 'g' });
  const test = ({ length, 0: first }: readonly Finder[]) =>
    length === 1 ? first : (text: string) => finders.every((find) => find(text));
  return describedPredicate(
    test(finders),
    { kind: 'keywords', mode: all ? 'all' : 'any', words: wanted, caseSensitive, wholeWords },
    (text) => toGivenSpans(text, placesOf(everywhere, compose(text).text)),
  );
}

type Finder = (text: string) => boolean;

interface Style {
  readonly caseSensitive: boolean;
  readonly wholeWords: boolean;
  readonly flags?: string;
}

function optionsOf(words: readonly string[] | readonly [KeywordOptions]): KeywordOptions {
  const [first] = words;
  return typeof first === 'object' ? first : { any: words as readonly string[] };
}

/** Texts of ASCII take a pattern with plain word boundaries, several times as fast as Unicode's. */
function finderOf(words: readonly string[], style: Style): Finder {
  const plain = patternOf(words, false, style);
  const unicode = patternOf(words, true, style);
  return (given) => {
    const { text, ascii } = compose(given);
    return ascii ? plain.test(text) : unicode.test(text);
  };
}

function patternOf(words: readonly string[], unicode: boolean, style: Style): RegExp {
  const edges = unicode ? UNICODE_EDGES : ASCII_EDGES;
  const phrases = [...words].sort((a, b) => b.length - a.length).map((word) => phraseOf(word, edges, style));
  // Without the flag `u`, where it is not needed: with it V8 folds case ten times as slowly.
  const flags = `${style.flags ?? ''}${style.caseSensitive ? '' : 'i'}${unicode ? 'u' : ''}`;
  return new RegExp(phrases.join('|'), flags);
}

interface Edges {
  readonly before: string;
  readonly after: string;
}

const ASCII_EDGES: Edges = { before: String.raw`\b`, after: String.raw`\b` };
const UNICODE_EDGES: Edges = { before: `(?<![${WORD_CHARACTERS}])`, after: `(?![${WORD_CHARACTERS}])` };

function phraseOf(word: string, { before, after }: Edges, { wholeWords }: Style): string {
  const composed = typeof word === 'string' ? word.normalize('NFC').trim() : '';
  if (composed === '') {
    throw new LabelwrightError('invalid-definition', `keywords has '${word}'; expected a word or phrase`);
  }
  const characters = Array.from(composed);
  const escaped = composed.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);
  if (!wholeWords) return escaped;
  const start = needsBoundary(characters[0]) ? before : '';
  const end = needsBoundary(characters[characters.length - 1]) ? after : '';
  return `${start}${escaped}${end}`;
}
