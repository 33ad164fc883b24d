import { fourFrom, fromOne, packFour, wordsOf } from './four-votes.ts';
import type { LabelMatrix } from './label-matrix.ts';
import { ABSTAIN } from './label-set.ts';
import { orderByHash } from './order-by-hash.ts';
import type { FinishedPatterns, PatternStore } from './pattern-table.ts';
import { VotePatterns } from './vote-patterns.ts';

/** Patterns of at most so many bits have a slot each, where many records are to come. */
const MOST_DIRECT_BITS = 20;
const MANY = 1 << 16;

/** From so many words per pattern on, lists of the votes that were cast are shorter. */
const MOST_WORDS = 8;

/** The bits of one vote, abstaining among them: 1, 2, 4, 8 or 16, so that four votes stay in one word. */
function bitsOf(labels: number): number {
  const least = 32 - Math.clz32(labels);
  return least <= 1 ? 1 : 1 << (32 - Math.clz32(least - 1));
}

/** Holds where the votes of so many functions fit into a few words. */
export function fitsPacked(labels: number, functions: number): boolean {
  return functions <= MOST_WORDS * Math.floor(32 / bitsOf(labels));
}

/**
 * Counts vote patterns packed into words of 32 bits, a few bits per function, 0 where it abstains: what is compared
 * and hashed is a word or two per record.
 */
export class PackedStore<L extends string, F extends string> implements PatternStore<L, F> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  readonly #bits: number;
  readonly #perWord: number;
  /** Words per pattern. */
  readonly #width: number;
  #size = 0;
  /** The words of each pattern, and behind the last the one that is looked for. */
  #words: Uint32Array;
  #counts = new Float64Array(64);
  #hashes = new Uint32Array(64);
  /** Open addressing: 0 is free, otherwise the pattern's number + 1. */
  #slots = new Uint32Array(256);
  /** Holds where the slot of a pattern is its only word, not its hash. */
  #direct = false;

  constructor(labels: readonly L[], functions: readonly F[]) {
    this.labels = labels;
    this.functions = functions;
    this.#bits = bitsOf(labels.length);
    this.#perWord = Math.floor(32 / this.#bits);
    this.#width = Math.max(1, Math.ceil(functions.length / this.#perWord));
    this.#words = new Uint32Array(65 * this.#width);
  }

  get size(): number {
    return this.#size;
  }

  addMatrix(matrix: LabelMatrix<L, F>): Uint32Array {
    const { votes, rows } = matrix;
    const entered = new Uint32Array(rows);
    if (rows >= MANY) this.#giveSlots();
    const quick = votes instanceof Int8Array ? this.#addByFours(votes, entered) : 0;
    this.#addOneByOne(votes, entered, quick);
    return entered;
  }

  /** Packs four votes at a time, as far as whole words of the votes reach; returns the number of records added. */
  #addByFours(votes: Int8Array, entered: Uint32Array): number {
    const M = this.functions.length;
    const fours = wordsOf(votes);
    if (!fours || M === 0) return 0;
    const rows = Math.max(0, Math.floor((fours.length * 4 - 7) / M));
    const bits = this.#bits;
    const rest = 0xffffffff >>> (24 - 8 * ((M - 1) & 3));
    for (let i = 0; i < rows; i++) {
      const words = this.#words;
      let to = this.#size * this.#width;
      let word = 0;
      let shift = 0;
      const from = i * M;
      for (let j = 0; j < M; j += 4) {
        let four = fromOne(fourFrom(fours, from + j));
        if (j + 4 > M) four &= rest;
        word |= packFour(four, bits) << shift;
        shift += 4 * bits;
        if (shift === 32) {
          words[to++] = word;
          word = 0;
          shift = 0;
        }
      }
      if (shift > 0) words[to] = word;
      entered[i] = this.#enter(1);
    }
    return rows;
  }

  #addOneByOne(votes: LabelMatrix['votes'], entered: Uint32Array, first: number): void {
    const M = this.functions.length;
    const bits = this.#bits;
    const width = this.#width;
    for (let i = first, cell = first * M; i < entered.length; i++) {
      const words = this.#words;
      const start = this.#size * width;
      for (let w = 0, left = M; w < width; w++, left -= this.#perWord) {
        const full = Math.min(left, this.#perWord) * bits;
        let word = 0;
        for (let shift = 0; shift < full; shift += bits) word |= (votes[cell++] + 1) << shift;
        words[start + w] = word;
      }
      entered[i] = this.#enter(1);
    }
  }

  addPatterns(patterns: VotePatterns<L>, columnOf?: readonly number[]): void {
    for (let p = 0; p < patterns.size; p++) {
      const start = this.#size * this.#width;
      this.#words.fill(0, start, start + this.#width);
      for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
        const column = columnOf ? columnOf[patterns.columns[cell]] : patterns.columns[cell];
        if (column === ABSTAIN) continue;
        const shift = (column % this.#perWord) * this.#bits;
        this.#words[start + Math.floor(column / this.#perWord)] |= (patterns.votes[cell] + 1) << shift;
      }
      this.#enter(patterns.counts[p]);
    }
  }

  finish(): FinishedPatterns<L, F> {
    const hashes = this.#hashes.subarray(0, this.#size);
    const order = orderByHash(hashes, (a, b) => this.#compare(a, b));
    const position = new Uint32Array(this.#size);
    for (let p = 0; p < order.length; p++) position[order[p]] = p;
    return { patterns: this.#unpack(order), position };
  }

  /** The patterns by number. */
  inOrderOfAppearance(): VotePatterns<L, F> {
    return this.#unpack(Uint32Array.from({ length: this.#size }, (_, number) => number));
  }

  /** Finds the pattern written behind the last one, or keeps it as a new one; adds to its count. */
  #enter(count: number): number {
    if (this.#direct) return this.#enterDirectly(count);
    const hash = this.#hash();
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const number = this.#slots[slot] - 1;
      if (number < 0) break;
      if (this.#hashes[number] === hash && this.#compare(number, this.#size) === 0) {
        this.#counts[number] += count;
        return number;
      }
      slot = (slot + 1) & mask;
    }
    const number = this.#keep(slot, hash, count);
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  #enterDirectly(count: number): number {
    const slot = this.#words[this.#size];
    const number = this.#slots[slot] - 1;
    if (number < 0) return this.#keep(slot, this.#hash(), count);
    this.#counts[number] += count;
    return number;
  }

  /** Keeps the pattern written behind the last one. */
  #keep(slot: number, hash: number, count: number): number {
    const number = this.#size++;
    this.#slots[slot] = number + 1;
    this.#hashes[number] = hash;
    this.#counts[number] = count;
    if (this.#size === this.#counts.length) this.#grow();
    return number;
  }

  /** Gives each possible pattern a slot, if they are few. */
  #giveSlots(): void {
    const bits = this.functions.length * this.#bits;
    if (this.#direct || bits > MOST_DIRECT_BITS) return;
    this.#direct = true;
    this.#slots = new Uint32Array(2 ** bits);
    for (let number = 0; number < this.#size; number++) this.#slots[this.#words[number]] = number + 1;
  }

  /** A 32-bit hash of the words behind the last pattern (murmur3's steps). */
  #hash(): number {
    const words = this.#words;
    const end = (this.#size + 1) * this.#width;
    let hash = 0;
    for (let n = this.#size * this.#width; n < end; n++) {
      let word = Math.imul(words[n], 0xcc9e2d51);
      word = (word << 15) | (word >>> 17);
      hash ^= Math.imul(word, 0x1b873593);
      hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #compare(a: number, b: number): number {
    const words = this.#words;
    const width = this.#width;
    for (let n = 0; n < width; n++) {
      const difference = words[a * width + n] - words[b * width + n];
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 4);
    for (let number = 0; number < this.#size; number++) {
      let slot = this.#hashes[number] & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }

  #grow(): void {
    const length = this.#counts.length * 2;
    this.#counts = grown(this.#counts, new Float64Array(length));
    this.#hashes = grown(this.#hashes, new Uint32Array(length));
    this.#words = grown(this.#words, new Uint32Array((length + 1) * this.#width));
  }

  #unpack(order: Uint32Array): VotePatterns<L, F> {
    const { labels, functions } = this;
    const words = this.#words;
    const width = this.#width;
    const offsets = this.#countCells(order);
    const columns = new Uint32Array(offsets[order.length]);
    const votes = new Int16Array(columns.length);
    const counts = new Float64Array(order.length);
    const bits = this.#bits;
    const mask = 2 ** bits - 1;
    const within = -bits; // Bits are a power of 2.
    const bitsOfPlace = 31 - Math.clz32(bits);
    for (let p = 0, cell = 0; p < order.length; p++) {
      counts[p] = this.#counts[order[p]];
      for (let w = 0; w < width; w++) {
        const first = w * this.#perWord;
        for (let word = words[order[p] * width + w] | 0; word !== 0; cell++) {
          const shift = (31 - Math.clz32(word & -word)) & within;
          columns[cell] = first + (shift >> bitsOfPlace);
          votes[cell] = ((word >>> shift) & mask) - 1;
          word &= ~(mask << shift);
        }
      }
    }
    return new VotePatterns({ labels, functions, offsets, columns, votes, counts });
  }

  #countCells(order: Uint32Array): Uint32Array {
    const words = this.#words;
    const width = this.#width;
    const bits = this.#bits;
    const offsets = new Uint32Array(order.length + 1);
    const mask = 2 ** bits - 1;
    const within = -bits; // Bits are a power of 2.
    for (let p = 0; p < order.length; p++) {
      let cells = 0;
      for (let w = 0; w < width; w++) {
        for (let word = words[order[p] * width + w] | 0; word !== 0; cells++) {
          word &= ~(mask << ((31 - Math.clz32(word & -word)) & within));
        }
      }
      offsets[p + 1] = offsets[p] + cells;
    }
    return offsets;
  }
}

function grown<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
