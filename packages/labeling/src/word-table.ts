import { learnLetter, letterTable, OUTSIDE } from './letters.ts';
import { PRIME } from './word-filter.ts';

/** A word to find, and who wants to know. */
export interface WantedWord {
  readonly word: string;
  readonly column: number;
  /** Holds where the word alone decides in ASCII texts. */
  readonly enough: boolean;
}

/** Finds which of many words a text has: it is read once, each of its words is hashed and looked up. */
export class WordTable {
  readonly #mask: number;
  readonly #hashes: Int32Array;
  /** The first entry of a slot, and the next entry of an entry; 0 at the end. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #columns: Int32Array;
  /** The letters of the words that are enough on their own; empty for others. */
  readonly #letters: readonly Int32Array[];

  constructor(words: readonly WantedWord[]) {
    const slots = Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(8 * (words.length + 1))));
    this.#mask = slots - 1;
    this.#hashes = new Int32Array(slots);
    this.#first = new Int32Array(slots);
    this.#next = new Int32Array(words.length + 1);
    this.#columns = Int32Array.from([-1, ...words.map(({ column }) => column)]);
    this.#letters = [EMPTY, ...words.map(({ word, enough }) => (enough ? lettersOf(word) : EMPTY))];
    words.forEach(({ word }, n) => {
      this.#add(hashOf(word), n + 1);
    });
  }

  /**
   * Writes into `maybe` a bit for each column of which the text has a word, and into `sure` one for each of
   * which it has a word that is enough; a word that is not there may be taken for one.
   */
  scan(text: string, ascii: boolean, maybe: Uint32Array, sure: Uint32Array): void {
    const table = letterTable;
    const first = this.#first;
    const mask = this.#mask;
    const { length } = text;
    let hash = 0;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      const letter = table[unit] || learnLetter(unit);
      if (letter > OUTSIDE) {
        hash = Math.imul(hash ^ letter, PRIME);
      } else {
        // Most words are nobody's: their slot is empty.
        if (hash !== 0 && first[spread(hash) & mask] !== 0) this.#look(hash, text, i, ascii, maybe, sure);
        hash = 0;
        if (letter < 0) this.#look(Math.imul(letter, PRIME), text, i + 1, false, maybe, sure);
      }
    }
    if (hash !== 0 && first[spread(hash) & mask] !== 0) this.#look(hash, text, length, ascii, maybe, sure);
  }

  #add(hash: number, entry: number): void {
    let slot = spread(hash) & this.#mask;
    while (this.#first[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & this.#mask;
    this.#hashes[slot] = hash;
    this.#next[entry] = this.#first[slot];
    this.#first[slot] = entry;
  }

  #look(
    hash: number,
    text: string,
    end: number,
    ascii: boolean,
    maybe: Uint32Array,
    sure: Uint32Array,
  ): void {
    let slot = spread(hash) & this.#mask;
    while (this.#first[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & this.#mask;
    for (let entry = this.#first[slot]; entry !== 0; entry = this.#next[entry]) {
      const column = this.#columns[entry];
      const letters = this.#letters[entry];
      if (!ascii || letters.length === 0) maybe[column >>> 5] |= 1 << (column & 31);
      else if (endsWith(text, end, letters)) sure[column >>> 5] |= 1 << (column & 31);
    }
  }
}

const EMPTY = new Int32Array(0);

/** So many slots that most words of a text find theirs empty, in memory that stays near. */
const LEAST_SLOTS = 4096;

function spread(hash: number): number {
  return (hash >>> 15) ^ hash;
}

/** The hash of the first word in a word: one whose letters are words of their own is found by the first of them. */
export function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) {
    const letter = letterTable[word.charCodeAt(i)] || learnLetter(word.charCodeAt(i));
    if (letter > OUTSIDE) hash = Math.imul(hash ^ letter, PRIME);
    else if (hash !== 0) return hash;
    else if (letter < 0) return Math.imul(letter, PRIME);
  }
  return hash;
}

function lettersOf(word: string): Int32Array {
  return Int32Array.from(word, (letter) => learnLetter(letter.charCodeAt(0)));
}

/** Holds where the word of the text that ends there has just these letters; the text is ASCII. */
function endsWith(text: string, end: number, letters: Int32Array): boolean {
  const start = end - letters.length;
  if (start < 0 || (start > 0 && letterTable[text.charCodeAt(start - 1)] > OUTSIDE)) return false;
  for (let n = 0; n < letters.length; n++) {
    if (letterTable[text.charCodeAt(start + n)] !== letters[n]) return false;
  }
  return true;
}
