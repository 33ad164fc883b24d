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

/** What happened to records, each kind of outcome once. */
export interface Outcomes<L extends string = string> {
  readonly labels: readonly L[];
  readonly positive: number | undefined;
  /** Whether records without a label count as wrong. */
  readonly strict: boolean;
  /** The distributions that outcomes point into, if there are any. */
  readonly table: Float64Array | undefined;
  readonly list: readonly Outcome[];
}

interface Outcome {
  /** The position of the gold label, `ABSTAIN` where unknown. */
  readonly truth: number;
  /** The positions of the labels that were given: several where ties count in part. */
  readonly given: readonly number[];
  /** Where there are votes and distributions. */
  readonly distribution: number | undefined;
  /** How many records ended so. */
  readonly count: number;
}

/** Finds what happened to the records, checked against gold. */
export function findOutcomes<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  options: JudgeOptions<NoInfer<L>> & LabelsOption<L>,
): Outcomes<L> {
  const soft = predicted instanceof ProbabilisticLabels;
  const labels = soft ? predicted.labels : (options.labels ?? foundLabels(predicted, gold));
  const truth = goldPositions(labels, gold, soft ? predicted.rows : predicted.length);
  return {
    labels,
    positive: positiveLabel(labels, options.positive),
    strict: options.unlabelled === 'wrong',
    table: soft ? predicted.table : undefined,
    list: soft
      ? softOutcomes(predicted, truth, options)
      : hardOutcomes(labelPositions(labels, predicted), truth, labels.length),
  };
}

function hardOutcomes(predicted: Int16Array, gold: Int16Array, K: number): Outcome[] {
  const counts = new Float64Array((K + 1) ** 2);
  for (let i = 0; i < gold.length; i++) counts[(gold[i] + 1) * (K + 1) + predicted[i] + 1]++;
  return [...counts.keys()]
    .filter((cell) => counts[cell] > 0)
    .map((cell) => {
      const label = (cell % (K + 1)) - 1;
      const truth = Math.floor(cell / (K + 1)) - 1;
      return { truth, given: label === ABSTAIN ? [] : [label], distribution: undefined, count: counts[cell] };
    });
}

function softOutcomes<L extends string>(
  predicted: ProbabilisticLabels<L>,
  gold: Int16Array,
  { ties = 'expected', seed = 0 }: JudgeOptions<L>,
): Outcome[] {
  const position = new Map<string, number>(predicted.labels.map((label, k) => [label, k]));
  const givenTo = (row: number): (L | undefined)[] => {
    if (ties !== 'expected') return [predicted.top(row, { ties, seed })];
    return predicted.isCovered(row) ? predicted.leaders(row) : [];
  };
  return findCells(predicted, gold, ties === 'random').map(({ row, truth, count }) => ({
    truth,
    given: givenTo(row).flatMap((label) => (label === undefined ? [] : [position.get(label) ?? ABSTAIN])),
    distribution: predicted.isCovered(row) ? predicted.index[row] : undefined,
    count,
  }));
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

/** The labels that predictions and gold name, in alphabetical order. */
export function foundLabels<L extends string>(
  predicted: readonly (L | null | undefined)[],
  gold: Gold<L>,
): L[] {
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
