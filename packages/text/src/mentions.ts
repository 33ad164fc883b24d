import { LabelwrightError } from '@labelwright/core';
import { type DescribedPredicate, describedPredicate, type Span } from '@labelwright/labeling';
import { type Language, stemmer } from './stem.ts';
import { sharedStems, stems } from './stems.ts';
import { tokenSpans } from './tokens.ts';

/** Which words, in which language. */
export interface MentionsOptions {
  /** Holds when at least one of these words or phrases is there. */
  readonly any?: readonly string[] | undefined;
  /** Holds when every one of these words or phrases is there. */
  readonly all?: readonly string[] | undefined;
  /** Whose stems. Default `'en'`. */
  readonly language?: Language | undefined;
}

/**
 * Holds when the text contains any of the words or phrases, whatever their inflection.
 *
 * Words are compared by their stems, so `subscribe` is found in *subscribed* and in *Subscribing*.
 *
 * @example
 * ```ts import.meta.vitest
 * mentions('subscribe')('Thanks to all who SUBSCRIBED'); // => true
 * mentions('check channel')('checking channels'); // => true
 * mentions({ all: ['song', 'love'] })('I loved it'); // => false
 * ```
 */
export function mentions(
  ...words: readonly string[] | readonly [MentionsOptions]
): DescribedPredicate<string> {
  const { any, all, language = 'en' } = optionsOf(words);
  const mode = all ? 'all' : 'any';
  const phrases = all ?? any ?? [];
  if (!Array.isArray(phrases) || phrases.length === 0 || (all && any)) {
    throw new LabelwrightError(
      'invalid-definition',
      "mentions has no words; expected either 'any' or 'all' words",
    );
  }
  const wanted = phrases.map((phrase) => phraseOf(phrase, language));
  const holds = mode === 'all' ? hasAll(wanted) : hasAny(wanted);
  return describedPredicate(
    (text) => holds(sharedStems(text, language)),
    { kind: 'mentions', mode, words: phrases, language },
    (text) => spansOf(text, wanted, language),
  );
}

function optionsOf(words: readonly string[] | readonly [MentionsOptions]): MentionsOptions {
  const [first] = words;
  const isOptions = typeof first === 'object' && first !== null && !Array.isArray(first);
  return isOptions ? first : { any: words as readonly string[] };
}

function phraseOf(phrase: string, language: Language): readonly string[] {
  const found = typeof phrase === 'string' ? stems(phrase, { language }) : [];
  if (found.length > 0) return found;
  throw new LabelwrightError(
    'invalid-definition',
    `mentions has '${phrase}'; expected a text with at least one letter or digit`,
  );
}

type Phrases = readonly (readonly string[])[];

function hasAny(phrases: Phrases): (stems: readonly string[]) => boolean {
  const byFirst = new Map<string, (readonly string[])[]>();
  for (const phrase of phrases) byFirst.set(phrase[0], [...(byFirst.get(phrase[0]) ?? []), phrase]);
  return (found) => {
    for (let i = 0; i < found.length; i++) {
      if (byFirst.get(found[i])?.some((phrase) => standsAt(found, i, phrase))) return true;
    }
    return false;
  };
}

function hasAll(phrases: Phrases): (stems: readonly string[]) => boolean {
  return (found) => phrases.every((phrase) => found.some((_, i) => standsAt(found, i, phrase)));
}

function standsAt(found: readonly string[], start: number, phrase: readonly string[]): boolean {
  return phrase.every((stem, n) => found[start + n] === stem);
}

function spansOf(text: string, phrases: Phrases, language: Language): Span[] {
  const stem = stemmer(language);
  const words = tokenSpans(text);
  const found = words.map(({ token }) => stem(token));
  return words.flatMap(({ start }, i) => {
    const longest = Math.max(0, ...phrases.filter((p) => standsAt(found, i, p)).map((p) => p.length));
    return longest === 0 ? [] : [{ start, end: words[i + longest - 1].end }];
  });
}
