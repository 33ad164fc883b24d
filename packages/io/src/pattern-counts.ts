import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import {
  CONFIDENCE_LEVELS,
  type LabelMatrix,
  PatternTable,
  pickPatterns,
  VotePatterns,
} from '@labelwright/core';
import { outputError } from './output.ts';

/** What a label model is fitted to. */
export interface CountedPatterns {
  /** All patterns, or a sample of them whose counts stand for all records. */
  readonly patterns: VotePatterns;
  /** How many patterns the votes have. */
  readonly distinct: number;
}

/** The patterns are parted among so many files: those of one are counted in memory. */
const FILES = 64;

/**
 * Counts vote patterns without bound: in memory while they are few, and in files beyond that.
 *
 * Of more patterns than are kept in memory a random sample is given in the end: each pattern is in it the likelier, the
 * more records have it, and counts for as many as it stands for. It depends on the votes alone, not on how they are
 * parted into batches.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const counts = new PatternCounts('out');
 * counts.add(LabelMatrix.fromRows(['ham', 'spam'], ['link', 'song'], [['spam', undefined], ['spam', 'ham']]));
 * counts.add(LabelMatrix.fromRows(['ham', 'spam'], ['link', 'song'], [['spam', undefined]]));
 * counts.take()?.patterns.records; // => 3
 * counts.take()?.distinct; // => 2
 * counts.close();
 * ```
 */
export class PatternCounts {
  readonly #folder: string;
  readonly #most: number;
  #table: PatternTable | undefined;
  /** The folder of the files, once there are any. */
  #spilled: string | undefined;

  /**
   * @param folder - gets the files, if any are needed, in a folder of their own
   * @param most - how many patterns are kept in memory
   */
  constructor(folder: string, most = 2_000_000) {
    this.#folder = folder;
    this.#most = most;
  }

  /**
   * Counts the votes on some records.
   *
   * @throws LabelwrightError `invalid-file` where files are needed and cannot be written; `mismatch` where labels or
   * functions are others than before
   */
  add(votes: LabelMatrix): void {
    this.#table ??= new PatternTable(votes.labels, votes.functions);
    this.#table.addMatrix(votes);
    if (this.#table.size > this.#most) this.#spill(this.#table);
  }

  /** All patterns, or as large a sample as is kept in memory; `undefined` where no votes were added. */
  take(): CountedPatterns | undefined {
    const table = this.#table;
    if (!table) return undefined;
    if (!this.#spilled) return { patterns: table.finish().patterns, distinct: table.size };
    this.#spill(table);
    const { labels, functions } = table;
    let kept = new PatternTable(labels, functions);
    let [distinct, worth] = [0, 1];
    for (let file = 0; file < FILES; file++) {
      const own = this.#read(file, new PatternTable(labels, functions));
      distinct += own.size;
      kept.addPatterns(sampled(own, worth));
      while (kept.size > this.#most) {
        worth *= 2;
        const fewer = sampled(kept.finish().patterns, worth);
        kept = new PatternTable(labels, functions);
        kept.addPatterns(fewer);
      }
    }
    const { patterns } = kept.finish();
    const counts = patterns.counts.map((count) => Math.max(count, worth));
    return { patterns: new VotePatterns({ ...patterns, counts }), distinct };
  }

  /** Removes the files; where the process is made to exit, they are removed as well. */
  close(): void {
    if (this.#spilled) rmSync(this.#spilled, { recursive: true, force: true });
    this.#spilled = undefined;
    process.off('exit', this.#closeAtExit);
  }

  readonly #closeAtExit = () => this.close();

  /** Adds the patterns of the table to the files, of which each gets a block, and begins another table. */
  #spill(table: PatternTable): void {
    const { patterns } = table.finish();
    const numbers: number[][] = Array.from({ length: FILES }, () => []);
    for (let p = 0; p < patterns.size; p++) numbers[hashOf(patterns, p) % FILES].push(p);
    try {
      mkdirSync(this.#folder, { recursive: true });
      if (!this.#spilled) process.once('exit', this.#closeAtExit);
      this.#spilled ??= mkdtempSync(join(this.#folder, '.labelwright-patterns-'));
      for (const [file, own] of numbers.entries()) appendFileSync(this.#pathOf(file), toBlock(patterns, own));
    } catch (cause) {
      throw outputError(this.#spilled ?? this.#folder, cause);
    }
    this.#table = new PatternTable(table.labels, table.functions);
  }

  /** The patterns of a file, each once. */
  #read(file: number, table: PatternTable): VotePatterns {
    const bytes = readFileSync(this.#pathOf(file));
    const { labels, functions } = table;
    for (let from = 0; from < bytes.length; ) {
      const length = bytes.readUInt32LE(from);
      const block = deserialize(bytes.subarray(from + 4, from + 4 + length));
      table.addPatterns(new VotePatterns({ labels, functions, ...block }));
      from += 4 + length;
    }
    return table.finish().patterns;
  }

  #pathOf(file: number): string {
    return join(this.#spilled ?? this.#folder, String(file));
  }
}

/** Some of the patterns as bytes, of which the first four say how many there are. */
function toBlock(patterns: VotePatterns, numbers: readonly number[]): Buffer {
  const { offsets, columns, votes, levels, counts } = pickSome(patterns, numbers);
  const block = serialize({ offsets, columns, votes, levels, counts });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(block.length);
  return Buffer.concat([length, block]);
}

/**
 * The patterns that belong to a sample in which each stands for so many records at least.
 *
 * It is threshold sampling: one that has `count` records is in it with the chance `count / worth`.
 */
function sampled(patterns: VotePatterns, worth: number): VotePatterns {
  if (worth === 1) return patterns;
  const { counts } = patterns;
  const kept = Array.from(counts.keys()).filter((p) => counts[p] > chanceOf(patterns, p) * worth);
  return pickSome(patterns, kept);
}

function pickSome(patterns: VotePatterns, numbers: readonly number[]): VotePatterns {
  const counts = Float64Array.from(numbers, (p) => patterns.counts[p]);
  return pickPatterns(patterns, numbers, counts);
}

/** A number from 0 to 1 that depends on the votes of the pattern alone. */
function chanceOf(patterns: VotePatterns, p: number): number {
  return scramble(hashOf(patterns, p) + 0x9e3779b9) / 2 ** 32;
}

/** 32 bits that depend on the votes of the pattern alone. */
function hashOf({ offsets, columns, votes, levels }: VotePatterns, p: number): number {
  let hash = 0;
  for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
    hash = Math.imul(hash ^ columns[cell], 0x01000193);
    hash = Math.imul(hash ^ votes[cell], 0x01000193);
    hash = Math.imul(hash ^ (levels?.[cell] ?? CONFIDENCE_LEVELS), 0x01000193);
    hash ^= hash >>> 15;
  }
  return scramble(hash);
}

/** The last steps of murmur3: each bit changes about half of all. */
function scramble(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
