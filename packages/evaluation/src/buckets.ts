import { LabelwrightError, ProbabilisticLabels, type TopLabelOptions } from '@labelwright/core';
import { type Gold, goldPositions } from './gold.ts';
import type { Predicted } from './outcomes.ts';

/** The records on which several lists of labels say the same. */
export interface Bucket<L extends string = string> {
  /** What each list says, `undefined` where it says nothing. */
  readonly labels: readonly (L | undefined)[];
  /** The positions of the records, ascending. */
  readonly rows: readonly number[];
}

/** The records that were given one label and have another, or the same. */
export interface ErrorBucket<L extends string = string> {
  /** The label that was given, if one was. */
  readonly label?: L | undefined;
  readonly gold: L;
  /** The positions of the records, ascending. */
  readonly rows: readonly number[];
}

/**
 * Sorts records by what several lists of labels say about them; only combinations that occur, in the order in
 * which they do.
 *
 * @example
 * ```ts import.meta.vitest
 * const [first, second] = labelBuckets(['spam', 'ham', 'spam'], ['spam', undefined, 'spam']);
 * first.rows; // => [0, 2]
 * second.labels; // => ['ham', undefined]
 * ```
 */
export function labelBuckets<L extends string>(
  ...lists: readonly (readonly (L | null | undefined)[])[]
): Bucket<L>[] {
  const [{ length } = []] = lists;
  for (const list of lists) {
    if (list.length === length) continue;
    throw new LabelwrightError(
      'mismatch',
      `found lists of ${length} and ${list.length} labels; expected the same length`,
    );
  }
  const buckets = new Map<string, { labels: (L | undefined)[]; rows: number[] }>();
  for (let i = 0; i < length; i++) {
    const labels = lists.map((list) => list[i] ?? undefined);
    const key = JSON.stringify(labels.map((label) => label ?? null));
    const bucket = buckets.get(key);
    if (bucket) bucket.rows.push(i);
    else buckets.set(key, { labels, rows: [i] });
  }
  return [...buckets.values()];
}

/**
 * Finds the records on which the lists say exactly this; none where no record is like that.
 *
 * @example
 * ```ts import.meta.vitest
 * labelInstances(['a', 'b', 'c'], ['ham', 'spam'], ['ham', 'ham', 'spam'], ['spam', 'ham', 'spam']); // => ['a']
 * ```
 */
export function labelInstances<T, L extends string>(
  records: readonly T[],
  wanted: readonly (L | null | undefined)[],
  ...lists: readonly (readonly (L | null | undefined)[])[]
): T[] {
  if (lists.length !== wanted.length) {
    throw new LabelwrightError(
      'mismatch',
      `found ${lists.length} lists of labels; expected ${wanted.length}, one for each wanted label`,
    );
  }
  for (const list of lists) {
    if (list.length === records.length) continue;
    throw new LabelwrightError(
      'mismatch',
      `found a list of ${list.length} labels; expected ${records.length}, one per record`,
    );
  }
  return records.filter((_, i) =>
    lists.every((list, n) => (list[i] ?? undefined) === (wanted[n] ?? undefined)),
  );
}

/**
 * Sorts the records with gold by the label they were given and the one they have, the largest bucket first: where
 * the two differ lie the errors to read.
 */
export function errorBuckets<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  options: TopLabelOptions = {},
): ErrorBucket<L>[] {
  const given = predicted instanceof ProbabilisticLabels ? predicted.hard(options) : predicted;
  const truth =
    gold instanceof Int16Array || gold instanceof ProbabilisticLabels ? namesOf(predicted, gold) : gold;
  return labelBuckets<L>(given, truth)
    .flatMap(({ labels: [label, known], rows }) =>
      known === undefined ? [] : [{ label, gold: known, rows }],
    )
    .sort((a, b) => b.rows.length - a.rows.length);
}

function namesOf<L extends string>(
  predicted: Predicted<L>,
  gold: Int16Array | ProbabilisticLabels<L>,
): (L | undefined)[] {
  if (gold instanceof ProbabilisticLabels) return gold.hard();
  if (!(predicted instanceof ProbabilisticLabels)) {
    throw new LabelwrightError('invalid-option', 'found gold as positions beside labels; expected labels');
  }
  return Array.from(goldPositions(predicted.labels, gold, predicted.rows), (k) => predicted.labels[k]);
}
