import type { Judged } from './judged.ts';
import { ratio } from './ratio.ts';

/**
 * The mean squared distance of the distribution from gold, summed over the labels (Brier 1950): 0 is perfect, 2
 * is sure and wrong.
 *
 * On records with gold and votes. `undefined` without distributions or without such records.
 */
export function brier({ labels, soft }: Judged): number | undefined {
  if (!soft) return undefined;
  const { table, distributions, gold, counts } = soft;
  const K = labels.length;
  let distance = 0;
  let records = 0;
  for (let n = 0; n < counts.length; n++) {
    for (let k = 0; k < K; k++) {
      distance += counts[n] * (table[distributions[n] * K + k] - (gold[n] === k ? 1 : 0)) ** 2;
    }
    records += counts[n];
  }
  return ratio(distance, records);
}
