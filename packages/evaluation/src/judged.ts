/** Labels beside gold, counted: what every metric is computed from. */
export interface Judged<L extends string = string> {
  readonly labels: readonly L[];
  /** The position of the positive label, if there is one. */
  readonly positive?: number | undefined;
  /** The number of records, with or without gold. */
  readonly records: number;
  /** How many records were given a label, with or without gold. */
  readonly labelled: number;
  /**
   * Records with gold, by gold and by the label they were given: `confusion[gold * (K + 1) + label]`. The last
   * column holds those without a label, where they count as wrong. Tied labels count in part.
   */
  readonly confusion: Float64Array;
  /** The distributions on the records with gold and votes, where there are distributions. */
  readonly soft?: SoftJudged | undefined;
}

/** Distributions beside gold, each combination once. */
export interface SoftJudged {
  /** `table[distribution * K + label]`. */
  readonly table: Float64Array;
  /** The distribution of each combination. */
  readonly distributions: Uint32Array;
  /** The gold label of each combination. */
  readonly gold: Int16Array;
  /** How many records have the combination. */
  readonly counts: Float64Array;
}
