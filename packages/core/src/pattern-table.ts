import { CellStore, isUnsure } from './cell-store.ts';
import { assertSameNames, type LabelMatrix } from './label-matrix.ts';
import { fitsPacked, PackedStore } from './packed-store.ts';
import { CONFIDENCE_LEVELS, type VotePatterns } from './vote-patterns.ts';

/** The patterns in their final order, and the place in it of each pattern by its number in the table. */
export interface FinishedPatterns<L extends string, F extends string> {
  readonly patterns: VotePatterns<L, F>;
  readonly position: Uint32Array;
}

/** What keeps the patterns of a {@link PatternTable}. */
export interface PatternStore<L extends string, F extends string> {
  readonly size: number;
  addMatrix(matrix: LabelMatrix<L, F>): Uint32Array;
  addPatterns(patterns: VotePatterns<L>, columnOf?: readonly number[]): void;
  finish(): FinishedPatterns<L, F>;
}

/**
 * Counts vote patterns as records stream by: memory grows with the distinct patterns, not with the records.
 *
 * Patterns are numbered in the order they first appear; {@link PatternTable.finish} puts them in the order
 * that depends on the votes alone.
 */
export class PatternTable<L extends string = string, F extends string = string> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  #store: PatternStore<L, F>;

  constructor(labels: readonly L[], functions: readonly F[]) {
    this.labels = labels;
    this.functions = functions;
    this.#store = fitsPacked(labels.length, functions.length)
      ? new PackedStore(labels, functions)
      : new CellStore(labels, functions);
  }

  /** The number of distinct patterns so far. */
  get size(): number {
    return this.#store.size;
  }

  /** Counts the records of a matrix; returns the number of each record's pattern. */
  addMatrix(matrix: LabelMatrix<L, F>): Uint32Array {
    assertSameNames(this, matrix);
    if (isUnsure(matrix)) this.#keepConfidences();
    return this.#store.addMatrix(matrix);
  }

  /**
   * Adds counted patterns.
   *
   * @param columnOf - the column here of each function there, -1 to leave it out; as they are by default
   */
  addPatterns(patterns: VotePatterns<L>, columnOf?: readonly number[]): void {
    if (patterns.levels?.some((level) => level !== CONFIDENCE_LEVELS)) this.#keepConfidences();
    this.#store.addPatterns(patterns, columnOf);
  }

  /** The patterns in their final order, and the place in it of each pattern by its number here. */
  finish(): FinishedPatterns<L, F> {
    return this.#store.finish();
  }

  /** Votes with confidences do not fit into a few bits. */
  #keepConfidences(): void {
    if (!(this.#store instanceof PackedStore)) return;
    const cells = new CellStore(this.labels, this.functions);
    cells.addPatterns(this.#store.inOrderOfAppearance());
    this.#store = cells;
  }
}
