import type { LabelMatrix } from './label-matrix.ts';
import { ABSTAIN } from './label-set.ts';
import { orderByHash } from './order-by-hash.ts';
import type { FinishedPatterns, PatternStore } from './pattern-table.ts';
import { CONFIDENCE_LEVELS, VotePatterns } from './vote-patterns.ts';

/** Counts vote patterns as lists of votes: for many functions, or votes with confidences. */
export class CellStore<L extends string, F extends string> implements PatternStore<L, F> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  #size = 0;
  #offsets = new Uint32Array(1025);
  #columns = new Uint32Array(4096);
  #votes = new Int16Array(4096);
  #levels = new Uint8Array(4096);
  #weighted = false;
  #counts = new Float64Array(1024);
  #hashes = new Uint32Array(1024);
  /** Open addressing: 0 is free, otherwise the pattern's number + 1. */
  #slots = new Uint32Array(4096);

  constructor(labels: readonly L[], functions: readonly F[]) {
    this.labels = labels;
    this.functions = functions;
  }

  /** The number of distinct patterns so far. */
  get size(): number {
    return this.#size;
  }

  /** Counts the records of a matrix; returns the number of each record's pattern. */
  addMatrix(matrix: LabelMatrix<L, F>): Uint32Array {
    const { votes, confidences, columns: M, rows } = matrix;
    const entered = new Uint32Array(rows);
    for (let i = 0, cell = 0; i < rows; i++) {
      const start = this.#reserve(M);
      let end = start;
      for (let j = 0; j < M; j++, cell++) {
        if (votes[cell] === ABSTAIN) continue;
        this.#columns[end] = j;
        this.#votes[end] = votes[cell];
        this.#setLevel(end, confidences ? toLevel(confidences[cell]) : CONFIDENCE_LEVELS);
        end++;
      }
      entered[i] = this.#enter(start, end, 1);
    }
    return entered;
  }

  /**
   * Adds counted patterns.
   *
   * @param columnOf - the column here of each function there, {@link ABSTAIN} to leave it out; as they are by default
   */
  addPatterns(patterns: VotePatterns<L>, columnOf?: readonly number[]): void {
    const cells: { column: number; cell: number }[] = [];
    for (let p = 0; p < patterns.size; p++) {
      cells.length = 0;
      for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
        const column = columnOf ? columnOf[patterns.columns[cell]] : patterns.columns[cell];
        if (column !== ABSTAIN) cells.push({ column, cell });
      }
      if (columnOf) cells.sort((a, b) => a.column - b.column);
      const start = this.#reserve(cells.length);
      for (const [n, { column, cell }] of cells.entries()) {
        this.#columns[start + n] = column;
        this.#votes[start + n] = patterns.votes[cell];
        this.#setLevel(start + n, patterns.levels?.[cell] ?? CONFIDENCE_LEVELS);
      }
      this.#enter(start, start + cells.length, patterns.counts[p]);
    }
  }

  /** The patterns in their final order, and the place in it of each pattern by its number here. */
  finish(): FinishedPatterns<L, F> {
    // By hash, and by content where hashes collide: quick, and the same for any order of the records.
    const order = orderByHash(this.#hashes.subarray(0, this.#size), (a, b) => this.#compare(a, b));
    const position = new Uint32Array(this.#size);
    const offsets = new Uint32Array(this.#size + 1);
    const cells = this.#offsets[this.#size];
    const columns = new Uint32Array(cells);
    const votes = new Int16Array(cells);
    const levels = this.#weighted ? new Uint8Array(cells) : undefined;
    const counts = new Float64Array(this.#size);
    for (let p = 0, end = 0; p < order.length; p++) {
      const number = order[p];
      position[number] = p;
      counts[p] = this.#counts[number];
      for (let cell = this.#offsets[number]; cell < this.#offsets[number + 1]; cell++, end++) {
        columns[end] = this.#columns[cell];
        votes[end] = this.#votes[cell];
        if (levels) levels[end] = this.#levels[cell];
      }
      offsets[p + 1] = end;
    }
    const { labels, functions } = this;
    return {
      patterns: new VotePatterns({ labels, functions, offsets, columns, votes, levels, counts }),
      position,
    };
  }

  #setLevel(cell: number, level: number): void {
    this.#levels[cell] = level;
    if (level !== CONFIDENCE_LEVELS) this.#weighted = true;
  }

  /** Finds the pattern written behind the last one, or keeps it as a new one; adds to its count. */
  #enter(start: number, end: number, count: number): number {
    const hash = this.#hash(start, end);
    let slot = hash & (this.#slots.length - 1);
    for (;;) {
      const number = this.#slots[slot] - 1;
      if (number < 0) break;
      if (this.#hashes[number] === hash && this.#equal(number, start, end)) {
        this.#counts[number] += count;
        return number;
      }
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const number = this.#size++;
    this.#slots[slot] = number + 1;
    this.#hashes[number] = hash;
    this.#counts[number] = count;
    this.#offsets[number + 1] = end;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    if (this.#size === this.#counts.length) this.#growPatterns();
    return number;
  }

  /** A 32-bit hash of the cells (murmur3's mixing steps). */
  #hash(start: number, end: number): number {
    let hash = end - start;
    for (let cell = start; cell < end; cell++) {
      let word = Math.imul(
        (this.#columns[cell] << 16) ^ this.#votes[cell] ^ (this.#levels[cell] << 8),
        0xcc9e2d51,
      );
      word = (word << 15) | (word >>> 17);
      hash ^= Math.imul(word, 0x1b873593);
      hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #equal(number: number, start: number, end: number): boolean {
    const from = this.#offsets[number];
    if (this.#offsets[number + 1] - from !== end - start) return false;
    for (let n = 0; n < end - start; n++) {
      if (this.#columns[from + n] !== this.#columns[start + n]) return false;
      if (this.#votes[from + n] !== this.#votes[start + n]) return false;
      if (this.#levels[from + n] !== this.#levels[start + n]) return false;
    }
    return true;
  }

  /** Makes room for so many cells behind the last pattern; returns where they begin. */
  #reserve(cells: number): number {
    const start = this.#offsets[this.#size];
    if (start + cells > this.#columns.length) {
      const length = Math.max(this.#columns.length * 2, start + cells);
      this.#columns = grown(this.#columns, new Uint32Array(length));
      this.#votes = grown(this.#votes, new Int16Array(length));
      this.#levels = grown(this.#levels, new Uint8Array(length));
    }
    return start;
  }

  #growPatterns(): void {
    const length = this.#counts.length * 2;
    this.#counts = grown(this.#counts, new Float64Array(length));
    this.#hashes = grown(this.#hashes, new Uint32Array(length));
    this.#offsets = grown(this.#offsets, new Uint32Array(length + 1));
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#size; number++) {
      let slot = this.#hashes[number] & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }

  #compare(a: number, b: number): number {
    const from = this.#offsets[a];
    const to = this.#offsets[b];
    const width = this.#offsets[a + 1] - from;
    const other = this.#offsets[b + 1] - to;
    for (let n = 0; n < Math.min(width, other); n++) {
      const difference =
        this.#columns[from + n] - this.#columns[to + n] ||
        this.#votes[from + n] - this.#votes[to + n] ||
        this.#levels[from + n] - this.#levels[to + n];
      if (difference !== 0) return difference;
    }
    return width - other;
  }
}

/** Holds where a vote counts less than another: votes that are all sure are kept as plain ones. */
export function isUnsure({ votes, confidences }: LabelMatrix): boolean {
  return (
    confidences?.some((share, cell) => votes[cell] !== ABSTAIN && toLevel(share) !== CONFIDENCE_LEVELS) ??
    false
  );
}

/** The confidence in twentieths; a vote is never weightless. */
function toLevel(confidence: number): number {
  return Math.max(1, Math.round(confidence * CONFIDENCE_LEVELS));
}

function grown<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
