import type { ProbabilisticLabels } from '@labelwright/core';
import type { Gold } from './gold.ts';
import { type Interval, wilsonInterval } from './interval.ts';
import { findOutcomes } from './outcomes.ts';

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
  const { list } = findOutcomes(predicted, gold, {});
  const K = predicted.labels.length;
  const groups = new Map<number, { records: number; right: number }>();
  for (const { truth, given, distribution, count } of list) {
    if (truth < 0 || distribution === undefined) continue;
    const row = predicted.table.subarray(distribution * K, (distribution + 1) * K);
    const confidence = Math.max(...row);
    const group = groups.get(confidence) ?? { records: 0, right: 0 };
    group.records += count;
    if (given.includes(truth)) group.right += count / given.length;
    groups.set(confidence, group);
  }
  const order = [...groups].sort(([a], [b]) => b - a);
  const all = order.reduce((sum, [, { records }]) => sum + records, 0);
  let [records, right] = [0, 0];
  const points = order.map(([threshold, group]) => {
    records += group.records;
    right += group.right;
    const interval = wilsonInterval(right, records) ?? { low: 0, high: 1 };
    return { threshold, kept: records / all, records, accuracy: right / records, interval };
  });
  return thinOut(points, most);
}

/** So many of the points, evenly spread, with the last. */
export function thinOut<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, n) => points[Math.round(((n + 1) * points.length) / most) - 1]);
}
