import { ABSTAIN } from '@labelwright/core';
import type { Gold } from './gold.ts';
import type { Judged, SoftJudged } from './judged.ts';
import {
  findOutcomes,
  type JudgeOptions,
  type LabelsOption,
  type Outcomes,
  type Predicted,
} from './outcomes.ts';

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
  return countOutcomes(findOutcomes(predicted, gold, options));
}

/** Counts outcomes, each as often as told, or as it was found. */
export function countOutcomes<L extends string>(
  outcomes: Outcomes<L>,
  counts: Float64Array = Float64Array.from(outcomes.list, ({ count }) => count),
): Judged<L> {
  const { labels, positive, strict, table, list } = outcomes;
  const K = labels.length;
  const confusion = new Float64Array(K * (K + 1));
  let records = 0;
  let labelled = 0;
  for (let n = 0; n < list.length; n++) {
    const { truth, given } = list[n];
    records += counts[n];
    if (given.length > 0) labelled += counts[n];
    if (truth === ABSTAIN) continue;
    const row = truth * (K + 1);
    if (given.length === 1) confusion[row + given[0]] += counts[n];
    else if (given.length > 1) for (const k of given) confusion[row + k] += counts[n] / given.length;
    else if (strict) confusion[row + K] += counts[n];
  }
  return { labels, positive, records, labelled, confusion, soft: table && softOf(outcomes, table, counts) };
}

function softOf({ list }: Outcomes, table: Float64Array, counts: Float64Array): SoftJudged {
  const distributions = new Uint32Array(list.length);
  const gold = new Int16Array(list.length);
  const kept = new Float64Array(list.length);
  let size = 0;
  for (let n = 0; n < list.length; n++) {
    const { truth, distribution } = list[n];
    if (truth === ABSTAIN || distribution === undefined) continue;
    distributions[size] = distribution;
    gold[size] = truth;
    kept[size++] = counts[n];
  }
  return {
    table,
    distributions: distributions.subarray(0, size),
    gold: gold.subarray(0, size),
    counts: kept.subarray(0, size),
  };
}
