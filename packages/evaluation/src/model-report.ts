import { type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import { assertDistributions } from './assert-votes.ts';
import { type ReliabilityBin, reliability } from './calibration.ts';
import { type Estimate, estimateShare } from './estimate.ts';
import { byName, type Gold, TIED, topPositions } from './gold.ts';
import { groupOutcomes } from './group-outcomes.ts';
import { countOutcomes } from './judge.ts';
import { type KeptPoint, keptOf } from './kept-curve.ts';
import { findOutcomes } from './outcomes.ts';
import { type LabelScores, perLabel } from './precision-recall.ts';
import { shareOf } from './ratio.ts';
import { type ScoreIntervals, scoreIntervals } from './score-intervals.ts';
import { type Metric, type Scores, scoreJudged } from './score-labels.ts';
import { type ThresholdPoint, thresholdsOf } from './threshold-curve.ts';

/** The labels that one label model gives, for `createReport`. */
export interface ModelLabels<L extends string = string, F extends string = string> {
  /** As the report calls the model. */
  readonly name: string;
  /** One distribution per record of the votes, in the same order. */
  readonly labels: ProbabilisticLabels<L>;
  /** The accuracy that the model learnt for each labeling function. */
  readonly accuracies?: Readonly<Partial<Record<F, number | undefined>>> | undefined;
  /** What it says about itself, in sentences. */
  readonly notes?: readonly string[] | undefined;
}

/** The labels of one model: how many, how they are spread and, with gold, how good. */
export interface ModelReport<L extends string = string> {
  readonly name: string;
  readonly notes: readonly string[];
  /** The records with at least one vote. */
  readonly covered: number;
  /** Those of them on which several labels share the highest probability. */
  readonly tied: number;
  /** The mean probability of each label over the covered records. */
  readonly balance: Readonly<Record<L, number>>;
  /** How unsure the distributions of the covered records are on average, in nats. */
  readonly entropy: number;
  /** How often the most probable labels are right if the probabilities are; the interval is Wilson's. */
  readonly expectedAccuracy?: Estimate | undefined;
  /** Against gold, each tied label counting in part. */
  readonly scores?: Scores | undefined;
  /** Where the scores lie with 95 % confidence, by drawing the records anew. */
  readonly intervals?: ScoreIntervals | undefined;
  /** The same by label. */
  readonly perLabel?: Readonly<Record<L, LabelScores>> | undefined;
  /** The records with gold, by gold and label: `confusion[gold][label]`, tied labels counting in part. */
  readonly confusion?: readonly (readonly number[])[] | undefined;
  /** Confidence against accuracy. */
  readonly reliability?: readonly ReliabilityBin[] | undefined;
  /** Accuracy against the share of the records kept, the surest first. */
  readonly kept?: readonly KeptPoint[] | undefined;
  /** Precision and recall of each label for each threshold on its probability. */
  readonly thresholds?: Readonly<Record<L, readonly ThresholdPoint[]>> | undefined;
}

/** What the labels of a model are judged by. */
export interface ModelReportOptions<L extends string> {
  readonly gold: Gold<L> | undefined;
  readonly positive: L | undefined;
  readonly metrics: Readonly<Record<string, Metric<L>>> | undefined;
}

/** A curve with more points than this is no smoother. */
const MOST_POINTS = 60;

/** Describes the labels of one model. */
export function reportModel<L extends string>(
  { name, labels: predicted, notes = [] }: ModelLabels<L>,
  votes: LabelMatrix<L>,
  options: ModelReportOptions<NoInfer<L>>,
): ModelReport<L> {
  assertSameRecords(name, predicted, votes);
  const common = { name, notes, ...spreadOf(predicted) };
  const { gold, positive, metrics } = options;
  if (gold === undefined) return common;
  const K = predicted.labels.length;
  const outcomes = findOutcomes<L>(predicted, gold, { positive });
  const judged = countOutcomes(outcomes);
  const scores = scoreJudged(judged, metrics);
  const grouped = groupOutcomes(outcomes);
  return {
    ...common,
    scores,
    intervals: scoreIntervals(grouped, scores),
    perLabel: perLabel(judged),
    confusion: predicted.labels.map((_, k) => [...judged.confusion.subarray(k * (K + 1), k * (K + 1) + K)]),
    reliability: reliability(judged),
    kept: keptOf(grouped, MOST_POINTS),
    thresholds: byName(predicted.labels, (k) => thresholdsOf(grouped, k, MOST_POINTS)),
  };
}

function spreadOf<L extends string>(
  predicted: ProbabilisticLabels<L>,
): Pick<ModelReport<L>, 'covered' | 'tied' | 'balance' | 'entropy' | 'expectedAccuracy'> {
  const { labels, table, index } = predicted;
  const K = labels.length;
  const counts = new Float64Array(predicted.covered.length);
  for (let i = 0; i < index.length; i++) counts[index[i]]++;
  const tops = topPositions(predicted);
  const mass = new Float64Array(K);
  let [covered, tied, unsure, right] = [0, 0, 0, 0];
  for (let d = 0; d < counts.length; d++) {
    if (predicted.covered[d] === 0 || counts[d] === 0) continue;
    covered += counts[d];
    if (tops[d] === TIED) tied += counts[d];
    let highest = 0;
    for (let cell = d * K; cell < (d + 1) * K; cell++) {
      const p = table[cell];
      if (p > highest) highest = p;
      if (p > 0) unsure -= counts[d] * p * Math.log(p);
      mass[cell - d * K] += counts[d] * p;
    }
    right += counts[d] * highest;
  }
  return {
    covered,
    tied,
    balance: byName(labels, (k) => shareOf(mass[k], covered)),
    entropy: shareOf(unsure, covered),
    expectedAccuracy: estimateShare(right, covered),
  };
}

function assertSameRecords(name: string, predicted: ProbabilisticLabels, votes: LabelMatrix): void {
  assertDistributions(predicted);
  if (predicted.rows !== votes.rows) {
    throw new LabelwrightError(
      'mismatch',
      `'${name}' labels ${predicted.rows} records; expected ${votes.rows}, as many as the votes`,
    );
  }
  const same = predicted.labels.length === votes.labels.length;
  if (same && predicted.labels.every((label, k) => label === votes.labels[k])) return;
  throw new LabelwrightError(
    'mismatch',
    `'${name}' knows the labels ${predicted.labels.join(', ')}; expected ${votes.labels.join(', ')}`,
  );
}
