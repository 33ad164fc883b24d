import type { Judged } from './judged.ts';
import { ratio } from './ratio.ts';

/** The share of the judged records that were given the right label; `undefined` where none was judged. */
export function accuracy(judged: Judged): number | undefined {
  return ratio(correctOf(judged), judgedRecords(judged));
}

/** The share of all records, with or without gold, that were given a label; `undefined` without records. */
export function labelCoverage({ labelled, records }: Judged): number | undefined {
  return ratio(labelled, records);
}

/** How many records have gold and, unless those without count as wrong, a label. */
export function judgedRecords({ confusion }: Judged): number {
  return confusion.reduce((sum, count) => sum + count, 0);
}

/** How many judged records were given the right label. */
export function correctOf({ labels, confusion }: Judged): number {
  return labels.reduce((sum, _, k) => sum + confusion[k * (labels.length + 1) + k], 0);
}
