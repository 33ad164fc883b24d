import { LabelMatrix } from '@labelwright/core';
import type { PatternCounts } from '@labelwright/io';
import type { Estimator, FitOptions, LabelModel } from '@labelwright/label-model';
import { rowKey } from './record-sample.ts';

/** How much of the votes is kept in memory. */
export interface VoteLimits {
  /** Of more records, and of more votes, a random sample is kept. Default a million, and 100 million. */
  readonly records?: number;
  readonly cells?: number;
}

/** Votes that are kept, and the rows of their records; all of them where there are no rows. */
export interface KeptVotes {
  readonly votes: LabelMatrix;
  readonly rows?: Float64Array | undefined;
}

/**
 * Votes as they stream by: all of them where they fit, and else a random sample, and the patterns of all where a label
 * model is to be fitted.
 *
 * Memory does not grow with the records from then on. The sample depends on the votes alone, not on how they are
 * parted into batches.
 */
export class VoteStream {
  readonly #limits: Required<VoteLimits>;
  #share = 1;
  #rows = 0;
  #kept = 0;
  #parts: Part[] = [];
  /** Counts all votes from the first record on that is not kept. */
  readonly #patterns: PatternCounts | undefined;
  #note = '';

  constructor({ records = 1_000_000, cells = 100_000_000 }: VoteLimits = {}, patterns?: PatternCounts) {
    this.#limits = { records, cells };
    this.#patterns = patterns;
  }

  /** The number of records so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Holds while every record is kept. */
  get whole(): boolean {
    return this.#share === 1;
  }

  /** Holds when the record in this row belongs to the sample as it is now. */
  wants(row: number): boolean {
    return this.whole || rowKey(row) < this.#share;
  }

  /** Takes the votes on the next records. */
  add(votes: LabelMatrix): void {
    if (!this.whole) this.#patterns?.add(votes);
    const part = thinned({ votes, rows: rowsFrom(this.#rows, votes.rows) }, this);
    this.#rows += votes.rows;
    this.#keep(part);
    const most = Math.min(this.#limits.records, this.#limits.cells / Math.max(1, votes.columns));
    while (this.#kept > most && this.#kept > 1) this.#thin();
  }

  /** The votes that are kept; `undefined` where there are none. */
  kept(): KeptVotes | undefined {
    const [first, ...rest] = this.#parts;
    if (first === undefined) return undefined;
    const votes = LabelMatrix.concat([first.votes, ...rest.map((part) => part.votes)]);
    if (this.whole) return { votes };
    return { votes, rows: Float64Array.from(this.#parts.flatMap(({ rows }) => [...rows])) };
  }

  /** Fits a label model to all votes, or to a sample of their patterns where these are too many. */
  fit(estimator: Estimator, { votes }: KeptVotes, options: Pick<FitOptions, 'start'> = {}): LabelModel {
    const counted = this.#patterns?.take();
    if (!counted) return estimator.fit(votes, options);
    const [sampled, distinct] = [counted.patterns.size, counted.distinct].map((n) => n.toLocaleString('en'));
    if (counted.patterns.size < counted.distinct) {
      this.#note = `the votes have ${distinct} patterns: the label model was fitted to a random sample of ${sampled}\n`;
    }
    return estimator.fit(counted.patterns, options);
  }

  /** What the label model was fitted to where that is less than all; empty otherwise. */
  describeFit(): string {
    return this.#note;
  }

  #keep(part: Part): void {
    if (part.votes.rows === 0) return;
    this.#parts.push(part);
    this.#kept += part.votes.rows;
  }

  #thin(): void {
    const before = this.#parts;
    if (this.whole) for (const { votes } of before) this.#patterns?.add(votes);
    this.#share /= 2;
    this.#parts = [];
    this.#kept = 0;
    for (const part of before) this.#keep(thinned(part, this));
  }
}

/** Votes and the rows of their records. */
interface Part {
  readonly votes: LabelMatrix;
  readonly rows: Float64Array;
}

/** The part of it that the stream wants. */
function thinned({ votes, rows }: Part, stream: VoteStream): Part {
  if (stream.whole) return { votes, rows };
  const wanted = Array.from(rows.keys()).filter((n) => stream.wants(rows[n]));
  return { votes: votes.take(wanted), rows: Float64Array.from(wanted, (n) => rows[n]) };
}

function rowsFrom(first: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => first + n);
}
