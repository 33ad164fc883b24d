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
  const outcomes = findOutcomes(predicted, gold, options);
  return countOutcomes(
    outcomes,
    outcomes.list.map(({ count }) => count),
  );
}

/** Counts outcomes, each as often as told. */
export function countOutcomes<L extends string>(outcomes: Outcomes<L>, counts: ArrayLike<number>): Judged<L> {
  const { labels, positive, strict, table, list } = outcomes;
  const K = labels.length;
  const confusion = new Float64Array(K * (K + 1));
  let records = 0;
  let labelled = 0;
  for (const [n, { truth, given }] of list.entries()) {
    records += counts[n];
    if (given.length > 0) labelled += counts[n];
    if (truth === ABSTAIN) continue;
    if (given.length === 0 && strict) confusion[truth * (K + 1) + K] += counts[n];
    for (const k of given) confusion[truth * (K + 1) + k] += counts[n] / given.length;
  }
  return { labels, positive, records, labelled, confusion, soft: table && softOf(outcomes, table, counts) };
}

function softOf({ list }: Outcomes, table: Float64Array, counts: ArrayLike<number>): SoftJudged {
  const kept = [...list.keys()].filter(
    (n) => list[n].truth !== ABSTAIN && list[n].distribution !== undefined,
  );
  return {
    table,
    distributions: Uint32Array.from(kept, (n) => list[n].distribution ?? 0),
    gold: Int16Array.from(kept, (n) => list[n].truth),
    counts: Float64Array.from(kept, (n) => counts[n]),
  };
}
