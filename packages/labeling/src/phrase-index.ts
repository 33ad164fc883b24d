import { foldedWordsAndSigns, type Word } from './folding.ts';
import type { Span } from './labeling-function.ts';

/** Phrases to find in texts. */
export interface PhraseIndex {
  /** The phrases, each as its words and signs, with a space where white space stands between. */
  readonly phrases: ReadonlySet<string>;
  /** How many words and signs the phrases with this first one have, the longest first. */
  readonly lengths: ReadonlyMap<string, readonly number[]>;
}

/** Prepares entries; those of white space alone are left out. */
export function phraseIndex(entries: Iterable<string>): PhraseIndex {
  const phrases = new Set<string>();
  const lengths = new Map<string, number[]>();
  for (const entry of entries) {
    const words = foldedWordsAndSigns(entry);
    if (words.length === 0) continue;
    phrases.add(phraseAt(words, 0, words.length));
    const known = lengths.get(words[0].word);
    if (known === undefined) lengths.set(words[0].word, [words.length]);
    else if (!known.includes(words.length)) known.push(words.length);
  }
  for (const known of lengths.values()) known.sort((a, b) => b - a);
  return { phrases, lengths };
}

/** The longest entries in the text, from left to right; only the first one, if that is enough. */
export function findPhrases({ phrases, lengths }: PhraseIndex, text: string, one: boolean): Span[] {
  const words = foldedWordsAndSigns(text);
  const found: Span[] = [];
  for (let i = 0; i < words.length; i++) {
    const candidates = lengths.get(words[i].word);
    const length = candidates?.find(
      (count) => i + count <= words.length && phrases.has(phraseAt(words, i, count)),
    );
    if (length === undefined) continue;
    found.push({ start: words[i].start, end: words[i + length - 1].end });
    if (one) break;
    i += length - 1;
  }
  return found;
}

function phraseAt(words: readonly Word[], start: number, length: number): string {
  let phrase = words[start].word;
  for (let n = start + 1; n < start + length; n++) {
    if (words[n].start > words[n - 1].end) phrase += ' ';
    phrase += words[n].word;
  }
  return phrase;
}
