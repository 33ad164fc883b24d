import { LabelwrightError } from '@labelwright/core';
import { kindOf } from './assert-function.ts';
import type { Span } from './labeling-function.ts';

/** Scripts that are written without spaces, and the letters that Japanese scripts share. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u3006\u3031-\u3035\u30fc\uff70`;

/** Characters that words are made of, in a set. */
const WORD_CHARACTERS = String.raw`\p{L}\p{M}\p{N}_`;

/** Marks that say how the character before them looks: an emoji may have one. */
const SELECTORS = String.raw`\ufe0e\ufe0f`;

/** A character that goes on with a word: in scripts without spaces, none does. */
const WORD_PART = `(?![${UNSPACED}${SELECTORS}])[${WORD_CHARACTERS}]`;

const wordPart = new RegExp(`^${WORD_PART}`, 'u');
const unspaced = new RegExp(`^[${UNSPACED}]`, 'u');
const words = new RegExp(`[${UNSPACED}]\\p{M}*|(?:${WORD_PART})+`, 'gu');
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant.
const ascii = /^[\x00-\x7f]*$/;
const wordsAndSigns = new RegExp(`${words.source}|\\S`, 'gu');
/** What the two come to in texts of ASCII characters. */
const asciiWords = /\w+/g;
const asciiWordsAndSigns = /\w+|\S/g;
const clusters = /\P{M}\p{M}*|^\p{M}+/gu;

/** Holds for characters that words of more than one letter are made of. */
export function isWordPart(character: string): boolean {
  return wordPart.test(character);
}

/** Holds for letters of scripts that are written without spaces: each counts as a word. */
export function isLetterWord(character: string): boolean {
  return unspaced.test(character);
}

/** A text with its accents composed (NFC), as keywords compare it. */
export interface ComposedText {
  readonly text: string;
  /** Holds when the text has ASCII characters only. */
  readonly ascii: boolean;
}

let lastGiven = '';
let lastComposed: ComposedText = { text: '', ascii: true };

/** Composes the accents of a text; the last text is remembered, for many functions ask about the same one. */
export function compose(text: string): ComposedText {
  if (text === lastGiven) return lastComposed;
  assertText(text);
  const isAscii = ascii.test(text);
  lastGiven = text;
  lastComposed = { text: isAscii ? text : text.normalize('NFC'), ascii: isAscii };
  return lastComposed;
}

/** A value as look-ups compare it: composed, without case, without outer space. */
export function fold(value: string): string {
  assertText(value);
  return (ascii.test(value) ? value : value.normalize('NFC')).toLowerCase().trim();
}

/** Refuses what is no text where one is tested. */
export function assertText(value: unknown): void {
  if (typeof value === 'string') return;
  throw new LabelwrightError('function-failed', `found ${kindOf(value)}; expected a text`);
}

/** A word of a text, or a sign, and its place. */
export interface Word extends Span {
  readonly word: string;
}

/** Finds the words of a text. */
type Split = (text: string) => readonly Word[];

/** The words of a text, folded; in scripts without spaces every letter is one. */
export const foldedWords: Split = splitBy(words, asciiWords);

/** The words of a text and its signs, each on its own: all but white space. */
export const foldedWordsAndSigns: Split = splitBy(wordsAndSigns, asciiWordsAndSigns);

/** What is found in the last text is remembered, for many functions ask about the same one. */
function splitBy(pattern: RegExp, asciiPattern: RegExp): Split {
  let lastSplit: ComposedText | undefined;
  let lastWords: readonly Word[] = [];
  return (text) => {
    const composed = compose(text);
    if (composed === lastSplit) return lastWords;
    lastSplit = composed;
    lastWords = Array.from(
      composed.text.matchAll(composed.ascii ? asciiPattern : pattern),
      ({ 0: word, index }) => ({ word: word.toLowerCase(), start: index, end: index + word.length }),
    );
    return lastWords;
  };
}

/** Takes places in the composed text back to the text as it was given. */
export function toGivenSpans(given: string, spans: readonly Span[]): Span[] {
  if (spans.length === 0 || compose(given).text === given) return [...spans];
  const origin: number[] = [];
  for (const { 0: cluster, index } of given.matchAll(clusters)) {
    const width = cluster.normalize('NFC').length;
    for (let n = 0; n < width; n++) origin.push(index + (n === 0 ? 0 : Math.min(n, cluster.length - 1)));
  }
  origin.push(given.length);
  return spans.map(({ start, end }) => ({ start: origin[start], end: origin[end] }));
}
