import { type ComposedText, foldedWords } from './folding.ts';
import { learnLetter, letterTable, OUTSIDE } from './letters.ts';

/** How many bits a filter has for words: a text of twenty words lights one in two hundred. */
const BITS = 4096;

/** The bit that is lit in every filter. */
export const ALWAYS: number = BITS;

/** The filter of the text that was asked about last, with a block for `ALWAYS`. */
const lit = new Int32Array(BITS / 32 + 1);
let held: ComposedText | undefined;

/** The bit of the longest word of a phrase, the same whatever its case. */
export function wordBit(phrase: string): number {
  const [longest] = [...foldedWords(phrase)].sort((a, b) => b.word.length - a.word.length);
  if (longest === undefined) return ALWAYS;
  const filter = new Int32Array(BITS / 32);
  light(phrase.slice(longest.start, longest.end), filter);
  const block = filter.findIndex((bits) => bits !== 0);
  return block < 0 ? ALWAYS : block * 32 + 31 - Math.clz32(filter[block]);
}

/**
 * The filter of a text: the bits of its words, and by accident of few others; it is valid until the next call.
 *
 * The words of a text are hashed once, however many functions ask about it.
 */
export function filterOf(text: ComposedText): Int32Array {
  if (text !== held) {
    lit.fill(0);
    lit[BITS / 32] = 1;
    light(text.text, lit);
    held = text;
  }
  return lit;
}

/** Holds for a bit that is lit. */
export function isLit(filter: Int32Array, bit: number): boolean {
  return (filter[bit >>> 5] & (1 << (bit & 31))) !== 0;
}

/** Writes the words of a text into the filter. */
function light(text: string, filter: Int32Array): void {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const letter = letterTable[unit] || learnLetter(unit);
    if (letter > OUTSIDE) {
      hash = Math.imul(hash ^ letter, PRIME);
    } else {
      if (hash !== 0) lightOne(hash, filter);
      hash = 0;
      if (letter < 0) lightOne(Math.imul(letter, PRIME), filter);
    }
  }
  if (hash !== 0) lightOne(hash, filter);
}

/** The prime of the hash by Fowler, Noll and Vo (FNV-1a), in 32 bits. */
export const PRIME = 0x01000193;

function lightOne(hash: number, filter: Int32Array): void {
  const bit = ((hash >>> 20) ^ hash) & (BITS - 1);
  filter[bit >>> 5] |= 1 << (bit & 31);
}
