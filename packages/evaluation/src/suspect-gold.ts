import { ABSTAIN, type ProbabilisticLabels } from '@labelwright/core';
import { assertDistributions } from './assert-votes.ts';
import { type Gold, goldPositions } from './gold.ts';

/** Gold labels that the model's probabilities speak against. */
export interface SuspectedGold<L extends string = string> {
  /** How many gold labels are suspected. */
  readonly records: number;
  /** How many would be wrong if the counts are scaled to the records of each gold label. */
  readonly estimated: number;
  /** The probability from which on a record counts as having the label: its mean over the records with that gold. */
  readonly thresholds: Readonly<Partial<Record<L, number>>>;
  /** The rows of the suspected labels, the most suspicious first. */
  readonly rows: readonly number[];
  /** The label that each of these rows should have instead. */
  readonly labels: readonly L[];
}

/**
 * Finds gold labels that are likely wrong (confident learning: Northcutt, Jiang and Chuang 2021).
 *
 * A record counts as having the label of the highest probability among those whose probability reaches the mean that
 * the label has on its own gold records; where that is not the gold label, gold is suspected. The farther the
 * probability of the gold label is below that of the other, the more suspicious. Only records with votes count, and
 * the probabilities should not have been fitted to this gold.
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.95, 0.05]]);
 * const found = suspectGold(labels, ['ham', 'ham', 'spam', 'spam', 'spam']);
 * found.rows; // => [4]
 * found.labels; // => ['ham']
 * ```
 */
export function suspectGold<L extends string>(
  predicted: ProbabilisticLabels<L>,
  gold: Gold<NoInfer<L>>,
): SuspectedGold<L> {
  assertDistributions(predicted);
  const { labels, table, index } = predicted;
  const K = labels.length;
  const truth = goldPositions(labels, gold, predicted.rows);
  const judged = (row: number): boolean => truth[row] !== ABSTAIN && predicted.covered[index[row]] === 1;
  const thresholds = meansOf(predicted, truth, judged);
  const counts = new Float64Array(K * K);
  const found: { readonly row: number; readonly label: number; readonly margin: number }[] = [];
  for (let row = 0; row < truth.length; row++) {
    if (!judged(row)) continue;
    const at = index[row] * K;
    const best = confidentLabel(table, at, thresholds, truth[row]);
    if (best < 0) continue;
    counts[truth[row] * K + best]++;
    if (best !== truth[row]) {
      found.push({ row, label: best, margin: table[at + truth[row]] - table[at + best] });
    }
  }
  found.sort((a, b) => a.margin - b.margin || a.row - b.row);
  return {
    records: found.length,
    estimated: scaled(counts, K, recordsOf(truth, judged, K)),
    thresholds: Object.fromEntries(
      labels.flatMap((label, k) => (Number.isFinite(thresholds[k]) ? [[label, thresholds[k]]] : [])),
    ) as Partial<Record<L, number>>,
    rows: found.map(({ row }) => row),
    labels: found.map(({ label }) => labels[label]),
  };
}

/** The most probable of the labels that reach their threshold, gold where it ties; -1 where none does. */
function confidentLabel(table: Float64Array, at: number, thresholds: Float64Array, gold: number): number {
  let best = table[at + gold] >= thresholds[gold] ? gold : -1;
  for (let k = 0; k < thresholds.length; k++) {
    if (table[at + k] >= thresholds[k] && (best < 0 || table[at + k] > table[at + best])) best = k;
  }
  return best;
}

/** The mean probability of each label on its own gold records; beyond reach where there are none. */
function meansOf(
  { labels, table, index }: ProbabilisticLabels,
  truth: Int16Array,
  judged: (row: number) => boolean,
): Float64Array {
  const K = labels.length;
  const sums = new Float64Array(K);
  const counts = new Float64Array(K);
  for (let row = 0; row < truth.length; row++) {
    if (!judged(row)) continue;
    sums[truth[row]] += table[index[row] * K + truth[row]];
    counts[truth[row]]++;
  }
  return sums.map((sum, k) => (counts[k] > 0 ? sum / counts[k] : Number.POSITIVE_INFINITY));
}

function recordsOf(truth: Int16Array, judged: (row: number) => boolean, K: number): Float64Array {
  const records = new Float64Array(K);
  for (let row = 0; row < truth.length; row++) if (judged(row)) records[truth[row]]++;
  return records;
}

/** The wrong ones among the records of each gold label, if those that are not counted are like those that are. */
function scaled(counts: Float64Array, K: number, records: Float64Array): number {
  let wrong = 0;
  for (let truth = 0; truth < K; truth++) {
    const row = counts.subarray(truth * K, (truth + 1) * K);
    const counted = row.reduce((sum, count) => sum + count, 0);
    if (counted > 0) wrong += ((counted - row[truth]) / counted) * records[truth];
  }
  return wrong;
}
