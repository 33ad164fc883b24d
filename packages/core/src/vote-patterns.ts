import { shareKind } from './kind.ts';

/** Confidences are kept in twentieths, so that near-equal votes make the same pattern. */
export const CONFIDENCE_LEVELS = 20;

/** What a {@link VotePatterns} is made of. */
export interface VotePatternsParts<L extends string, F extends string> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  /** The votes of pattern `p` are the cells `offsets[p]` up to `offsets[p + 1]`. */
  readonly offsets: Uint32Array;
  /** The column of each cell's labeling function, ascending within a pattern. */
  readonly columns: Uint32Array;
  /** The position of each cell's label; a function that abstains has no cell. */
  readonly votes: Int16Array;
  /** The confidence of each cell in twentieths (1 to 20), if any vote carries one. */
  readonly levels?: Uint8Array | undefined;
  /** How many records have each pattern. */
  readonly counts: Float64Array;
}

/**
 * The distinct combinations of votes, and how many records have each.
 *
 * What a label model needs to know about the votes: a million records usually share a few hundred patterns.
 * The order of the patterns depends on the votes alone, not on the order of the records.
 */
export class VotePatterns<L extends string = string, F extends string = string> {
  static {
    shareKind(VotePatterns, 'VotePatterns');
  }

  readonly labels: readonly L[];
  readonly functions: readonly F[];
  readonly offsets: Uint32Array;
  readonly columns: Uint32Array;
  readonly votes: Int16Array;
  readonly levels: Uint8Array | undefined;
  readonly counts: Float64Array;
  /** The number of distinct patterns. */
  readonly size: number;
  /** The number of records, the sum of `counts`. */
  readonly records: number;

  constructor(parts: VotePatternsParts<L, F>) {
    this.labels = parts.labels;
    this.functions = parts.functions;
    this.offsets = parts.offsets;
    this.columns = parts.columns;
    this.votes = parts.votes;
    this.levels = parts.levels;
    this.counts = parts.counts;
    this.size = parts.counts.length;
    this.records = parts.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Holds when no function voted in the pattern. */
  isEmpty(pattern: number): boolean {
    return this.offsets[pattern] === this.offsets[pattern + 1];
  }
}

/** The patterns of a matrix, and which of them each record has. */
export interface IndexedPatterns<L extends string = string, F extends string = string> {
  readonly patterns: VotePatterns<L, F>;
  /** The pattern of each record, in the order of the rows. */
  readonly patternOf: Uint32Array;
}
