import type { ProbabilisticLabels } from '@labelwright/core';
import { assertWhole } from './assert-option.ts';
import type { Gold } from './gold.ts';
import { type Interval, wilsonInterval } from './interval.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';

/** How good the labels are of which the model is at least so sure. */
export interface KeptPoint {
  /** The lowest probability of a label that is kept. */
  readonly threshold: number;
  /** The share of the records with gold and a vote that is kept. */
  readonly kept: number;
  /** Their number. */
  readonly records: number;
  /** The share of them that is right; a tie counts in part. */
  readonly accuracy: number;
  /** Where it lies with 95 % confidence (Wilson 1927). */
  readonly interval: Interval;
}

/**
 * Finds accuracy against the share of records kept: the most certain labels first, one point per distinct
 * probability.
 *
 * @param most - no more points than this, evenly spread; the last one keeps all records. Default 100
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.1, 0.9], [0.4, 0.6]]);
 * keptCurve(labels, ['spam', 'ham']).map(({ kept, accuracy }) => [kept, accuracy]); // => [[0.5, 1], [1, 0.5]]
 * ```
 */
export function keptCurve<L extends string>(
  predicted: ProbabilisticLabels<L>,
  gold: Gold<NoInfer<L>>,
  most = 100,
): KeptPoint[] {
  assertWhole('most', most, 1);
  return keptOf(findOutcomes(predicted, gold, {}), most);
}

/** The same for outcomes that are found already. */
export function keptOf({ list, table, labels }: Outcomes, most: number): KeptPoint[] {
  if (!table) return [];
  const K = labels.length;
  const judged = list.filter(({ truth, distribution }) => truth >= 0 && distribution !== undefined);
  const confidence = Float64Array.from(judged, ({ distribution = 0 }) => {
    let highest = 0;
    for (let k = 0; k < K; k++) highest = Math.max(highest, table[distribution * K + k]);
    return highest;
  });
  const steps = cumulate(confidence, judged, ({ truth, given, count }) =>
    given.includes(truth) ? count / given.length : 0,
  );
  const all = steps.at(-1)?.records ?? 0;
  return thinOut(steps, most).map(({ threshold, records, right }) => {
    const interval = wilsonInterval(right, records) ?? { low: 0, high: 1 };
    return { threshold, kept: records / all, records, accuracy: right / records, interval };
  });
}

/** The records from a threshold on, and how many of them are right. */
interface Step {
  readonly threshold: number;
  readonly records: number;
  readonly right: number;
}

/** Adds up records from the highest value on, a step for each distinct value. */
export function cumulate(
  values: Float64Array,
  list: Outcomes['list'],
  rightOf: (outcome: Outcomes['list'][number]) => number,
): Step[] {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a]);
  const steps: Step[] = [];
  let [records, right] = [0, 0];
  for (const [place, n] of order.entries()) {
    records += list[n].count;
    right += rightOf(list[n]);
    const last = place === order.length - 1 || values[order[place + 1]] !== values[n];
    if (last) steps.push({ threshold: values[n], records, right });
  }
  return steps;
}

/** So many of the points, evenly spread, with the last. */
export function thinOut<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, n) => points[Math.round(((n + 1) * points.length) / most) - 1]);
}
