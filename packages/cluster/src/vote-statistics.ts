import {
  assertSameNames,
  CONFIDENCE_LEVELS,
  findPatterns,
  type LabelMatrix,
  LabelwrightError,
  PatternTable,
  VotePatterns,
} from '@labelwright/core';
import { type PairCount, PairCounts } from './pair-counts.ts';
import { recordKey } from './record-key.ts';
import { type SampledVotes, VoteSample } from './vote-sample.ts';

/** A part of the records that was counted whole. */
export interface Shard {
  /** Tells it from all others: the same for a part that is counted again. */
  readonly id: string;
  readonly records: number;
}

/** How much is kept. */
export interface StatisticsOptions {
  /** How many distinct vote patterns are counted; with more, the sample stands for them. Default 2,000,000. */
  readonly cap?: number | undefined;
  /** How many records the sample has. Default 200,000. */
  readonly sample?: number | undefined;
  /** The hash of the module that voted, where it is known: votes of two versions do not add up. */
  readonly module?: string | undefined;
}

const CAP = 2_000_000;
const SAMPLE = 200_000;

/**
 * What a label model needs to know about votes, counted part by part, on any machine and in any order: the vote
 * patterns with their counts, how often each two votes fall on the same record, and the votes on a random sample of
 * the records. Parts add up to the same statistics whatever the order; a part that comes twice counts once.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const part = (id: string, vote: 'ham' | 'spam') => {
 *   const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link'], [[vote]], [id]);
 *   const statistics = new VoteStatistics(['ham', 'spam'], ['link']);
 *   statistics.addVotes(votes);
 *   statistics.endShard(id);
 *   return statistics;
 * };
 * const all = mergeStatistics([part('a', 'spam'), part('b', 'spam'), part('a', 'spam')]);
 * all.records; // => 2
 * all.patterns().counts[0]; // => 2
 * ```
 */
export class VoteStatistics<L extends string = string, F extends string = string> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  readonly cap: number;
  /** How many records the sample has at most. */
  readonly sampleSize: number;
  /** Undefined where there are more patterns than may be counted. */
  #table: PatternTable<L, F> | undefined;
  #pairs: PairCounts;
  readonly #sample: VoteSample;
  readonly #shards = new Map<string, number>();
  #module: string | undefined;
  #records = 0;
  #inShards = 0;

  constructor(
    labels: readonly L[],
    functions: readonly F[],
    { cap = CAP, sample = SAMPLE, module }: StatisticsOptions = {},
  ) {
    for (const [what, count] of [
      ['cap', cap],
      ['sample', sample],
    ] as const) {
      if (Number.isInteger(count) && count >= 1) continue;
      throw new LabelwrightError(
        'invalid-option',
        `the ${what} is ${count}; expected a whole number above 0`,
      );
    }
    this.labels = labels;
    this.functions = functions;
    this.cap = cap;
    this.sampleSize = sample;
    this.#module = module;
    this.#table = new PatternTable(labels, functions);
    this.#pairs = new PairCounts(labels.length, functions.length);
    this.#sample = new VoteSample(sample);
  }

  /** The number of records counted. */
  get records(): number {
    return this.#records;
  }

  /** The hash of the module that voted, where it is known. */
  get module(): string | undefined {
    return this.#module;
  }

  /** The parts counted, by id. */
  get shards(): readonly Shard[] {
    const byId = ([one]: [string, number], [other]: [string, number]) => (one < other ? -1 : 1);
    return [...this.#shards].sort(byId).map(([id, records]) => ({ id, records }));
  }

  /** Holds where all patterns are counted; otherwise the sample stands for them. */
  get isExact(): boolean {
    return this.#table !== undefined;
  }

  /** Counts the votes on some records, whose ids must be their names everywhere. */
  addVotes(votes: LabelMatrix<L, F>): void {
    assertSameNames(this, votes);
    const { patterns, patternOf } = findPatterns(votes);
    this.addPatterns(patterns);
    const lists: number[][][] = [];
    for (let i = 0; i < votes.rows; i++) {
      const key = recordKey(votes.idOf(i));
      if (!this.#sample.wants(key)) continue;
      lists[patternOf[i]] ??= votesOf(patterns, patternOf[i]);
      this.#sample.add({ key, votes: lists[patternOf[i]] });
    }
  }

  /** Counts patterns that were counted elsewhere, whose records are not sampled here. */
  addPatterns(patterns: VotePatterns<L, F>): void {
    this.#records += patterns.records;
    this.#pairs.addPatterns(patterns);
    this.#countPatterns(patterns);
  }

  /** Calls what was counted since the last part a part of its own. */
  endShard(id: string): void {
    this.#shards.set(id, this.#records - this.#inShards);
    this.#inShards = this.#records;
  }

  /**
   * The patterns to fit a label model to: all of them, or those of the sample, with counts that add up to all records.
   */
  patterns(): VotePatterns<L, F> {
    if (this.#table) return this.#table.finish().patterns;
    const sampled = this.#sample.list();
    const table = new PatternTable(this.labels, this.functions);
    table.addPatterns(
      patternsOf(
        this,
        sampled,
        sampled.map(() => 1),
      ),
    );
    const { patterns } = table.finish();
    const share = this.#records / Math.max(1, sampled.length);
    return new VotePatterns({ ...patterns, counts: patterns.counts.map((count) => count * share) });
  }

  /** How many records have each vote, and each two votes. */
  pairs(): readonly PairCount[] {
    return this.#pairs.list();
  }

  /** The votes on the records with the lowest keys. */
  sample(): readonly SampledVotes[] {
    return this.#sample.list();
  }

  /**
   * Adds what was counted elsewhere.
   *
   * @throws LabelwrightError `mismatch` where labels, functions or modules differ, or where only some of its parts are
   * counted here already
   */
  merge(other: VoteStatistics<L, F>): void {
    assertSameNames(this, other);
    if (this.#module !== undefined && other.#module !== undefined && this.#module !== other.#module) {
      const [one, another] = [this.#module, other.#module].map((hash) => hash.slice(0, 12));
      throw new LabelwrightError(
        'mismatch',
        `found votes of two versions of a module, ${one}… and ${another}…; expected those of one`,
      );
    }
    this.#module ??= other.#module;
    const known = other.shards.filter(({ id }) => this.#shards.has(id));
    if (known.length > 0 && known.length === other.shards.length && other.#inShards === other.records) return;
    if (known.length > 0) {
      throw new LabelwrightError(
        'mismatch',
        `found shard ${known[0].id} twice, among others; expected statistics of other shards, or of the same ones`,
      );
    }
    this.#records += other.#records;
    this.#inShards += other.#inShards;
    for (const [id, records] of other.#shards) this.#shards.set(id, records);
    for (const pair of other.pairs()) this.#pairs.add(pair);
    for (const record of other.#sample.list()) this.#sample.add(record);
    if (other.#table) this.#countPatterns(other.#table.finish().patterns);
    else this.#table = undefined;
  }

  /** Makes statistics of what a file keeps of them. */
  static restore<L extends string, F extends string>(kept: KeptStatistics<L, F>): VoteStatistics<L, F> {
    const statistics = new VoteStatistics(kept.labels, kept.functions, kept);
    if (kept.patterns) {
      statistics.addPatterns(kept.patterns);
    } else {
      statistics.#table = undefined;
      for (const pair of kept.pairs) statistics.#pairs.add(pair);
    }
    for (const record of kept.sampled) statistics.#sample.add(record);
    for (const { id, records } of kept.shards) {
      statistics.#shards.set(id, records);
      statistics.#inShards += records;
    }
    statistics.#records = kept.records;
    return statistics;
  }

  #countPatterns(patterns: VotePatterns<L, F>): void {
    this.#table?.addPatterns(patterns);
    if (this.#table && this.#table.size > this.cap) this.#table = undefined;
  }
}

/** What a file keeps of statistics. */
export interface KeptStatistics<L extends string, F extends string> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  readonly records: number;
  readonly shards: readonly Shard[];
  readonly cap: number;
  readonly sample: number;
  readonly module?: string | undefined;
  /** Undefined where there were too many: then the pairs are kept. */
  readonly patterns: VotePatterns<L, F> | undefined;
  readonly pairs: readonly PairCount[];
  readonly sampled: readonly SampledVotes[];
}

/**
 * Adds up statistics of parts, in any order; a part that comes twice counts once.
 *
 * @throws LabelwrightError `mismatch` where labels or functions differ, or where parts overlap
 */
export function mergeStatistics<L extends string, F extends string>(
  parts: readonly [VoteStatistics<L, F>, ...VoteStatistics<L, F>[]],
): VoteStatistics<L, F> {
  const [{ labels, functions, cap, sampleSize }] = parts;
  const all = new VoteStatistics(labels, functions, { cap, sample: sampleSize });
  for (const part of parts) all.merge(part);
  return all;
}

/** The votes of a pattern: column, label and, where the votes have confidences, level. */
export function votesOf(patterns: VotePatterns, pattern: number): number[][] {
  const { offsets, columns, votes, levels } = patterns;
  const found: number[][] = [];
  for (let cell = offsets[pattern]; cell < offsets[pattern + 1]; cell++) {
    const sure = !levels || levels[cell] === CONFIDENCE_LEVELS;
    found.push(sure ? [columns[cell], votes[cell]] : [columns[cell], votes[cell], levels[cell]]);
  }
  return found;
}

/** Patterns of lists of votes, each with its count; equal ones stay apart. */
export function patternsOf<L extends string, F extends string>(
  { labels, functions }: { readonly labels: readonly L[]; readonly functions: readonly F[] },
  lists: readonly { readonly votes: readonly (readonly number[])[] }[],
  counts: readonly number[],
): VotePatterns<L, F> {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [p, { votes }] of lists.entries()) offsets[p + 1] = offsets[p] + votes.length;
  const cells = offsets[lists.length];
  const columns = new Uint32Array(cells);
  const votes = new Int16Array(cells);
  const levels = new Uint8Array(cells).fill(CONFIDENCE_LEVELS);
  let [cell, weighted] = [0, false];
  for (const list of lists) {
    for (const [column, label, level = CONFIDENCE_LEVELS] of list.votes) {
      columns[cell] = column;
      votes[cell] = label;
      levels[cell] = level;
      weighted ||= level !== CONFIDENCE_LEVELS;
      cell++;
    }
  }
  return new VotePatterns({
    labels,
    functions,
    offsets,
    columns,
    votes,
    levels: weighted ? levels : undefined,
    counts: Float64Array.from(counts),
  });
}
