import {
  ABSTAIN,
  LabelwrightError,
  labelPositions,
  oneOf,
  ProbabilisticLabels,
  type TiePolicy,
} from '@labelwright/core';
import { type Gold, goldPositions } from './gold.ts';

/** Labels to judge: distributions, or one label per record, `undefined` or `null` where there is none. */
export type Predicted<L extends string> = ProbabilisticLabels<L> | readonly (L | null | undefined)[];

/** How labels are compared with gold. */
export interface JudgeOptions<L extends string = string> {
  /** The label whose precision, recall and F1 count. Default: the second of two labels; none where there are more. */
  readonly positive?: L | undefined;
  /**
   * Where several labels share the highest probability: `'expected'` counts each of them in part, which is the
   * mean score of a random draw. Default `'expected'`.
   */
  readonly ties?: TiePolicy | 'expected' | undefined;
  /** For `ties: 'random'`. Default 0. */
  readonly seed?: number | undefined;
  /** A record without a label is left out, or counts as wrong. Default `'ignore'`. */
  readonly unlabelled?: 'ignore' | 'wrong' | undefined;
  /** The labels of hard predictions, in order. Default: those found, sorted. */
  readonly labels?: readonly L[] | undefined;
}

/** Where `labels` are given, they say what the labels are. */
export type LabelsOption<L extends string> = Pick<JudgeOptions<L>, 'labels'>;

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

/**
 * Counts labels against gold, once for any number of metrics.
 *
 * Only records with gold are judged; a record without votes has no label.
 *
 * @example
 * ```ts import.meta.vitest
 * const { accuracy } = await import('./accuracy.ts');
 * accuracy(judge(['spam', 'ham', undefined], ['spam', 'spam', 'ham'])); // => 0.5
 * judge(['spam', 'ham', undefined], ['spam', 'spam', 'ham']).labelled; // => 2
 * ```
 */
export function judge<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  options: JudgeOptions<NoInfer<L>> & LabelsOption<L> = {},
): Judged<L> {
  const soft = predicted instanceof ProbabilisticLabels;
  const labels = soft ? predicted.labels : (options.labels ?? foundLabels(predicted, gold));
  const truth = goldPositions(labels, gold, soft ? predicted.rows : predicted.length);
  const positive = positiveLabel(labels, options.positive);
  const counted = soft
    ? countDistributions(predicted, truth, options)
    : countHard(labels, labelPositions(labels, predicted), truth);
  if (options.unlabelled !== 'wrong') clearUnlabelled(counted.confusion, labels.length);
  return { labels, positive, records: truth.length, ...counted };
}

type Counted = Pick<Judged, 'labelled' | 'confusion' | 'soft'>;

function countHard(labels: readonly string[], predicted: Int16Array, gold: Int16Array): Counted {
  const K = labels.length;
  const confusion = new Float64Array(K * (K + 1));
  let labelled = 0;
  for (let i = 0; i < gold.length; i++) {
    if (predicted[i] !== ABSTAIN) labelled++;
    if (gold[i] !== ABSTAIN) confusion[gold[i] * (K + 1) + (predicted[i] === ABSTAIN ? K : predicted[i])]++;
  }
  return { labelled, confusion };
}

function countDistributions<L extends string>(
  predicted: ProbabilisticLabels<L>,
  gold: Int16Array,
  { ties = 'expected', seed = 0 }: JudgeOptions<L>,
): Counted {
  const K = predicted.labels.length;
  const position = new Map<string, number>(predicted.labels.map((label, k) => [label, k]));
  const confusion = new Float64Array(K * (K + 1));
  const cells = findCells(predicted, gold, ties === 'random');
  let labelled = 0;
  for (const { row, truth, count } of cells) {
    const given =
      ties === 'expected'
        ? predicted.isCovered(row)
          ? predicted.leaders(row)
          : []
        : [predicted.top(row, { ties, seed })].filter((label) => label !== undefined);
    if (given.length > 0) labelled += count;
    if (truth === ABSTAIN) continue;
    if (given.length === 0) confusion[truth * (K + 1) + K] += count;
    for (const label of given)
      confusion[truth * (K + 1) + (position.get(label) ?? K)] += count / given.length;
  }
  return { labelled, confusion, soft: softOf(predicted, cells) };
}

interface Cell {
  readonly row: number;
  readonly truth: number;
  count: number;
}

/** Each combination of a distribution and a gold label once; each record alone where they must be told apart. */
function findCells(predicted: ProbabilisticLabels, gold: Int16Array, apart: boolean): Cell[] {
  if (apart) return Array.from(gold, (truth, row) => ({ row, truth, count: 1 }));
  const width = predicted.labels.length + 1;
  const cells = new Map<number, Cell>();
  for (let row = 0; row < gold.length; row++) {
    const key = predicted.index[row] * width + gold[row] + 1;
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, { row, truth: gold[row], count: 1 });
  }
  return [...cells.values()];
}

function softOf(predicted: ProbabilisticLabels, cells: readonly Cell[]): SoftJudged {
  const kept = cells.filter(({ row, truth }) => truth !== ABSTAIN && predicted.isCovered(row));
  return {
    table: predicted.table,
    distributions: Uint32Array.from(kept, ({ row }) => predicted.index[row]),
    gold: Int16Array.from(kept, ({ truth }) => truth),
    counts: Float64Array.from(kept, ({ count }) => count),
  };
}

/** Writes zeros into the column of the records without a label. */
function clearUnlabelled(confusion: Float64Array, K: number): void {
  for (let k = 0; k < K; k++) confusion[k * (K + 1) + K] = 0;
}

/** The position of the positive label: the one asked for, or the second of two. */
export function positiveLabel(labels: readonly string[], positive: string | undefined): number | undefined {
  if (positive === undefined) return labels.length === 2 ? 1 : undefined;
  const position = labels.indexOf(positive);
  if (position >= 0) return position;
  throw new LabelwrightError(
    'invalid-option',
    `found the positive label '${positive}'; expected ${oneOf(labels)}`,
  );
}

function foundLabels<L extends string>(predicted: readonly (L | null | undefined)[], gold: Gold<L>): L[] {
  if (gold instanceof Int16Array) {
    throw new LabelwrightError(
      'invalid-option',
      'found gold as positions and no labels; expected the option labels',
    );
  }
  const found = new Set<L>();
  for (const label of [...predicted, ...gold]) if (label !== undefined && label !== null) found.add(label);
  return [...found].sort();
}
