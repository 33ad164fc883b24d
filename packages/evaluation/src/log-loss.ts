import type { Judged } from './judged.ts';
import { ratio } from './ratio.ts';

/** No probability counts as less than this in {@link logLoss}, so that one sure mistake costs 13.8, not everything. */
export const LOG_LOSS_FLOOR = 1e-6;

/**
 * The mean of -ln p(gold), with p floored at {@link LOG_LOSS_FLOOR}: 0 is perfect, ln K is guessing.
 *
 * On records with gold and votes. `undefined` without distributions or without such records.
 */
export function logLoss({ labels, soft }: Judged): number | undefined {
  if (!soft) return undefined;
  const { table, distributions, gold, counts } = soft;
  const K = labels.length;
  let loss = 0;
  let records = 0;
  for (let n = 0; n < counts.length; n++) {
    loss -= counts[n] * Math.log(Math.max(LOG_LOSS_FLOOR, table[distributions[n] * K + gold[n]]));
    records += counts[n];
  }
  return ratio(loss, records);
}
