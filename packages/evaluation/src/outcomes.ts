import {
  ABSTAIN,
  LabelwrightError,
  labelPositions,
  oneOf,
  ProbabilisticLabels,
  type TiePolicy,
} from '@labelwright/core';
import { assertWord } from './assert-option.ts';
import { assertPredicted } from './assert-votes.ts';
import { firstEqual } from './equal-distributions.ts';
import { eachTruth, type Gold, TIE, TIED, type Truth, topPositions, truthOf } from './gold.ts';

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

/** One kind of outcome. */
export interface Outcome {
  /** The position of the gold label, `ABSTAIN` where unknown. */
  readonly truth: number;
  /** The positions of the labels that were given: several where ties count in part. */
  readonly given: readonly number[];
  /** Where there are votes and distributions. */
  readonly distribution: number | undefined;
  /** How many records ended so; a part of one where gold is soft. */
  readonly count: number;
}

/** Finds what happened to the records, checked against gold. */
export function findOutcomes<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  options: JudgeOptions<NoInfer<L>> & LabelsOption<L>,
): Outcomes<L> {
  assertPredicted(predicted);
  assertWord('ties', options.ties ?? 'expected', ['expected', 'abstain', 'random', 'first']);
  assertWord('unlabelled', options.unlabelled ?? 'ignore', ['ignore', 'wrong']);
  const soft = predicted instanceof ProbabilisticLabels;
  const labels = soft ? predicted.labels : (options.labels ?? foundLabels(predicted, gold));
  const truth = truthOf(labels, gold, soft ? predicted.rows : predicted.length);
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

function hardOutcomes(predicted: Int16Array, truth: Truth, K: number): Outcome[] {
  const counts = new Float64Array((K + 1) ** 2);
  for (let i = 0; i < predicted.length; i++) {
    let known = false;
    eachTruth(truth, i, (label, share) => {
      counts[(label + 1) * (K + 1) + predicted[i] + 1] += share;
      known = true;
    });
    if (!known) counts[predicted[i] + 1]++;
  }
  return [...counts.keys()]
    .filter((cell) => counts[cell] > 0)
    .map((cell) => {
      const label = (cell % (K + 1)) - 1;
      const gold = Math.floor(cell / (K + 1)) - 1;
      const given = label === ABSTAIN ? [] : [label];
      return { truth: gold, given, distribution: undefined, count: counts[cell] };
    });
}

function softOutcomes<L extends string>(
  predicted: ProbabilisticLabels<L>,
  truth: Truth,
  { ties = 'expected', seed = 0 }: JudgeOptions<L>,
): Outcome[] {
  const apart = ties === 'random';
  const leaders = leadersIn(predicted);
  const first = firstEqual(predicted);
  const drawn = (row: number): readonly number[] => {
    const label = predicted.top(row, { ties: ties === 'expected' ? 'abstain' : ties, seed });
    return label === undefined ? [] : [predicted.labels.indexOf(label)];
  };
  return findCells(predicted, truth, apart).map(({ row, label, count }) => {
    const distribution = first[predicted.index[row]];
    const given = leaders(distribution);
    return {
      truth: label,
      given: given.length > 1 && ties !== 'expected' ? drawn(row) : given,
      distribution: predicted.covered[distribution] === 1 ? distribution : undefined,
      count,
    };
  });
}

/** Makes a function that tells which labels share the highest probability of a distribution: their positions, none without votes. */
function leadersIn(predicted: ProbabilisticLabels): (distribution: number) => readonly number[] {
  const { labels, table } = predicted;
  const K = labels.length;
  const alone = labels.map((_, k) => [k]);
  const tops = topPositions(predicted);
  const nobody: readonly number[] = [];
  return (d) => {
    if (tops[d] !== TIED) return tops[d] === ABSTAIN ? nobody : alone[tops[d]];
    const shares = table.subarray(d * K, (d + 1) * K);
    const highest = shares.reduce((a, b) => Math.max(a, b), 0);
    return [...labels.keys()].filter((k) => highest - shares[k] <= TIE);
  };
}

/** Records of one distribution and one gold label. */
interface Cell {
  /** The first of them. */
  readonly row: number;
  readonly label: number;
  count: number;
}

/** Each combination of a distribution and a gold label once; each record alone where they must be told apart. */
function findCells(predicted: ProbabilisticLabels, truth: Truth, apart: boolean): Cell[] {
  const width = predicted.labels.length + 1;
  // The place of each combination in the list, from 1 on.
  const places = new Uint32Array(apart ? 0 : predicted.covered.length * width);
  const cells: Cell[] = [];
  const first = firstEqual(predicted);
  const add = (row: number, label: number, count: number): void => {
    const key = first[predicted.index[row]] * width + label + 1;
    const place = apart ? 0 : places[key];
    if (place > 0) cells[place - 1].count += count;
    else {
      cells.push({ row, label, count });
      if (!apart) places[key] = cells.length;
    }
  };
  for (let row = 0; row < predicted.rows; row++) {
    let known = false;
    eachTruth(truth, row, (label, share) => {
      add(row, label, share);
      known = true;
    });
    if (!known) add(row, ABSTAIN, 1);
  }
  return cells;
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
  if (gold instanceof ProbabilisticLabels) return [...gold.labels];
  const found = new Set<L>();
  for (const label of [...predicted, ...gold]) if (label !== undefined && label !== null) found.add(label);
  return [...found].sort();
}
