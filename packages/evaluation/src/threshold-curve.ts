import { LabelwrightError, oneOf, type ProbabilisticLabels } from '@labelwright/core';
import { assertWhole } from './assert-option.ts';
import { assertDistributions } from './assert-votes.ts';
import type { Gold } from './gold.ts';
import { cumulate, thinOut } from './kept-curve.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';
import { ratio } from './ratio.ts';

/** How good one label is where it is given from a probability on. */
export interface ThresholdPoint {
  readonly threshold: number;
  /** The number of records, of those with gold and a vote, that get the label. */
  readonly given: number;
  /** The share of them that has it. */
  readonly precision: number;
  /** The share of the records that have the label that gets it; left out where none has it. */
  readonly recall?: number | undefined;
  readonly f1?: number | undefined;
}

/** Which label is looked at, and how closely. */
export interface ThresholdOptions<L extends string = string> {
  /** Default: the last. */
  readonly label?: L | undefined;
  /** No more points than this, evenly spread. Default 100. */
  readonly most?: number | undefined;
}

/**
 * Finds precision and recall of a label for each threshold on its probability, the highest first.
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.1, 0.9], [0.6, 0.4], [0.7, 0.3]]);
 * const [first, second] = thresholdCurve(labels, ['spam', 'spam', 'ham']);
 * [first.threshold, first.precision, first.recall]; // => [0.9, 1, 0.5]
 * [second.threshold, second.precision, second.recall]; // => [0.4, 1, 1]
 * ```
 */
export function thresholdCurve<L extends string>(
  predicted: ProbabilisticLabels<L>,
  gold: Gold<NoInfer<L>>,
  options: ThresholdOptions<NoInfer<L>> = {},
): ThresholdPoint[] {
  assertDistributions(predicted);
  const { label = predicted.labels.at(-1), most = 100 } = options;
  assertWhole('most', most, 1);
  const k = predicted.labels.indexOf(label as L);
  if (k < 0) {
    throw new LabelwrightError(
      'invalid-option',
      `found the label '${label}'; expected ${oneOf(predicted.labels)}`,
    );
  }
  return thresholdsOf(findOutcomes(predicted, gold, {}), k, most);
}

/** The same for outcomes that are found already, of the label at the position. */
export function thresholdsOf({ list, table, labels }: Outcomes, k: number, most: number): ThresholdPoint[] {
  if (!table) return [];
  const judged = list.filter(({ truth, distribution }) => truth >= 0 && distribution !== undefined);
  const scores = Float64Array.from(judged, ({ distribution = 0 }) => table[distribution * labels.length + k]);
  const hit = ({ truth, count }: Outcomes['list'][number]): number => (truth === k ? count : 0);
  const positives = judged.reduce((sum, outcome) => sum + hit(outcome), 0);
  return thinOut(cumulate(scores, judged, hit), most).map(({ threshold, records: given, right }) => {
    const recall = ratio(right, positives);
    const f1 = recall === undefined ? undefined : (2 * right) / (given + positives);
    return { threshold, given, precision: right / given, recall, f1 };
  });
}
