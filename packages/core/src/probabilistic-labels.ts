import { LabelwrightError } from './errors.ts';
import { shareKind } from './kind.ts';
import { assertNames, assertRow, oneOf } from './label-set.ts';
import { seededRandom } from './random.ts';

/**
 * What to do where several labels share the highest probability: leave the record without a label, draw one
 * of them by the seed, or take the first in the order of the labels.
 */
export type TiePolicy = 'abstain' | 'random' | 'first';

const TIE_POLICIES: readonly TiePolicy[] = ['abstain', 'random', 'first'];

/** How a distribution becomes one label. */
export interface TopLabelOptions {
  /** Where several labels share the highest probability. Default `'abstain'`. */
  readonly ties?: TiePolicy;
  /** A label below this probability is not given, 0 to 1. Default 0. */
  readonly threshold?: number;
  /** For `ties: 'random'`. Default 0. */
  readonly seed?: number;
  /** For `ties: 'random'` on records that come in parts: how many came before these. Default 0. */
  readonly firstRow?: number;
}

/** What {@link ProbabilisticLabels} are made of. */
export interface ProbabilisticLabelsParts<L extends string> {
  readonly labels: readonly L[];
  /** The distinct distributions, row-major: `table[distribution * labels.length + label]`. */
  readonly table: Float64Array;
  /** 1 where the distribution rests on at least one vote, 0 where on none. */
  readonly covered: Uint8Array;
  /** The distribution of each record. */
  readonly index: Uint32Array;
  readonly ids?: readonly string[] | undefined;
}

/** Probabilities closer than this are a tie. */
const TIE = 1e-9;

/**
 * A distribution over the labels for each record.
 *
 * Records with the same votes share one distribution, so a million records cost four bytes each.
 *
 * @example
 * ```ts import.meta.vitest
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.1, 0.9], [0.5, 0.5]]);
 * labels.top(0); // => 'spam'
 * labels.top(1); // => undefined
 * labels.top(1, { ties: 'first' }); // => 'ham'
 * labels.probability(0, 'spam'); // => 0.9
 * ```
 */
export class ProbabilisticLabels<L extends string = string> {
  static {
    shareKind(ProbabilisticLabels, 'ProbabilisticLabels');
  }

  readonly labels: readonly L[];
  readonly table: Float64Array;
  readonly covered: Uint8Array;
  readonly index: Uint32Array;
  readonly ids: readonly string[] | undefined;
  /** The number of records. */
  readonly rows: number;

  constructor(parts: ProbabilisticLabelsParts<L>) {
    this.labels = parts.labels;
    this.table = parts.table;
    this.covered = parts.covered;
    this.index = parts.index;
    this.ids = parts.ids;
    this.rows = parts.index.length;
    assertDistributions(this);
  }

  /** Builds the labels from one distribution per record; a row that sums to 0 counts as without votes. */
  static fromRows<L extends string>(
    labels: readonly L[],
    rows: readonly (readonly number[])[],
    ids?: readonly string[],
  ): ProbabilisticLabels<L> {
    const K = labels.length;
    const table = new Float64Array(rows.length * K);
    const covered = new Uint8Array(rows.length);
    for (const [i, row] of rows.entries()) {
      if (row.length !== K) {
        throw new LabelwrightError(
          'invalid-matrix',
          `row ${i} has ${row.length} probabilities; expected ${K}`,
        );
      }
      covered[i] = row.some((p) => p !== 0) ? 1 : 0;
      table.set(covered[i] === 1 ? row : row.map(() => 1 / K), i * K);
    }
    return new ProbabilisticLabels({ labels, table, covered, index: Uint32Array.from(rows.keys()), ids });
  }

  /** The id of the record: its given name, or its position. */
  idOf(row: number): string {
    return this.ids?.[row] ?? String(row);
  }

  /** The probabilities of the record's labels, in the order of the labels. A view: do not write to it. */
  distribution(row: number): Float64Array {
    assertRow(this, row);
    const K = this.labels.length;
    return this.table.subarray(this.index[row] * K, (this.index[row] + 1) * K);
  }

  /** The probability that the record has the label. */
  probability(row: number, label: L): number {
    const probability = this.distribution(row)[this.labels.indexOf(label)];
    if (probability !== undefined) return probability;
    throw new LabelwrightError('mismatch', `found no label '${label}'; expected ${oneOf(this.labels)}`);
  }

  /** Holds when at least one function voted on the record. */
  isCovered(row: number): boolean {
    assertRow(this, row);
    return this.covered[this.index[row]] === 1;
  }

  /** The labels that share the highest probability, in the order of the labels: more than one is a tie. */
  leaders(row: number): L[] {
    const distribution = this.distribution(row);
    const highest = Math.max(...distribution);
    return this.labels.filter((_, k) => highest - distribution[k] <= TIE);
  }

  /** The label of the highest probability; `undefined` for a record without votes, or below the threshold. */
  top(row: number, options: TopLabelOptions = {}): L | undefined {
    const { ties = 'abstain', threshold = 0, seed = 0, firstRow = 0 } = options;
    if (!this.isCovered(row) || Math.max(...this.distribution(row)) < threshold) return undefined;
    if (!TIE_POLICIES.includes(ties)) {
      const message = `found the tie policy '${ties}'; expected ${oneOf(TIE_POLICIES)}`;
      throw new LabelwrightError('invalid-option', message);
    }
    const tied = this.leaders(row);
    if (tied.length === 1 || ties === 'first') return tied[0];
    if (ties === 'abstain') return undefined;
    return tied[Math.floor(seededRandom(seed * 0x9e3779b1 + firstRow + row)() * tied.length)];
  }

  /** The label of each record, as {@link ProbabilisticLabels.top} gives it. */
  hard(options: TopLabelOptions = {}): (L | undefined)[] {
    return Array.from({ length: this.rows }, (_, row) => this.top(row, options));
  }

  /** The positions of the records that {@link ProbabilisticLabels.top} gives a label: the training set. */
  labelled(options: TopLabelOptions = {}): number[] {
    const kept: number[] = [];
    for (let i = 0; i < this.rows; i++) if (this.top(i, options) !== undefined) kept.push(i);
    return kept;
  }

  /** These records only, in this order, given by position. */
  take(rows: ArrayLike<number>): ProbabilisticLabels<L> {
    const index = Uint32Array.from(rows, (row) => {
      assertRow(this, row);
      return this.index[row];
    });
    const ids = this.ids && Array.from(rows, (row) => this.idOf(row));
    return new ProbabilisticLabels({
      labels: this.labels,
      table: this.table,
      covered: this.covered,
      index,
      ids,
    });
  }
}

function assertDistributions({ labels, table, covered, index, ids, rows }: ProbabilisticLabels): void {
  assertNames('label', labels);
  const K = labels.length;
  if (K === 0 || table.length !== covered.length * K) {
    throw new LabelwrightError(
      'invalid-matrix',
      `found ${table.length} probabilities; expected ${covered.length} distributions over ${K} labels`,
    );
  }
  if (ids && ids.length !== rows) {
    throw new LabelwrightError('invalid-matrix', `found ${ids.length} record ids; expected ${rows}`);
  }
  for (let i = 0; i < rows; i++) {
    if (index[i] < covered.length) continue;
    throw new LabelwrightError(
      'invalid-matrix',
      `record ${i} points to distribution ${index[i]}; expected below ${covered.length}`,
    );
  }
  for (let d = 0; d < covered.length; d++) {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += table[d * K + k] >= 0 ? table[d * K + k] : Number.NaN;
    if (Math.abs(sum - 1) < 1e-6) continue;
    const found = Array.from(table.subarray(d * K, d * K + Math.min(K, 8))).join(', ');
    throw new LabelwrightError(
      'invalid-matrix',
      `distribution ${d} is ${found}; expected probabilities from 0 to 1 that sum to 1`,
    );
  }
}
