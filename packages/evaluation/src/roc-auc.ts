import type { Judged, SoftJudged } from './judged.ts';
import { meanOf } from './ratio.ts';

/**
 * The probability that a record with the positive label gets a higher probability of it than one without, ties
 * counting half; the mean over the labels, each against the rest, where there is no positive label.
 *
 * On records with gold and votes. `undefined` without distributions, or where gold is all one label.
 */
export function rocAuc({ labels, positive, soft }: Judged): number | undefined {
  if (!soft) return undefined;
  if (positive !== undefined) return areaOf(soft, labels.length, positive);
  return meanOf(labels.map((_, k) => areaOf(soft, labels.length, k)));
}

function areaOf(
  { table, distributions, gold, counts }: SoftJudged,
  K: number,
  label: number,
): number | undefined {
  const score = Float64Array.from(distributions, (d) => table[d * K + label]);
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[a] - score[b]);
  let below = 0;
  let wins = 0;
  let positives = 0;
  for (let n = 0; n < order.length; ) {
    let have = 0;
    let lack = 0;
    const tied = score[order[n]];
    for (; n < order.length && score[order[n]] === tied; n++) {
      if (gold[order[n]] === label) have += counts[order[n]];
      else lack += counts[order[n]];
    }
    wins += have * (below + lack / 2);
    below += lack;
    positives += have;
  }
  return positives > 0 && below > 0 ? wins / (positives * below) : undefined;
}
