import { isLetterWord, isWordPart } from './folding.ts';

/** What ends words. */
export const OUTSIDE = 1;

/** What each UTF-16 unit is in words: 0 not known yet, `OUTSIDE` of words, below 0 a word on its own, else its letter. */
const letters = new Int32Array(0x10000);

/** The table of units; where it has 0, ask `learnLetter`. */
export const letterTable: Int32Array = letters;

/** Finds what a unit is in words. Halves of longer characters count as outside, in texts and phrases alike. */
export function learnLetter(unit: number): number {
  const character = String.fromCharCode(unit);
  if (isWordPart(character)) letters[unit] = withoutCase(unit);
  else letters[unit] = isLetterWord(character) ? -unit : OUTSIDE;
  return letters[unit];
}

/** One unit for all that a pattern without case takes for the same, and for some more. */
export function withoutCase(unit: number): number {
  const upper = String.fromCharCode(unit).toLowerCase().charAt(0).toUpperCase();
  return upper.charAt(0).toLowerCase().charCodeAt(0);
}
