import { shareOf } from './ratio.ts';
import type { FunctionSummary } from './vote-summary.ts';

/** The best that a function can be, by how often it votes: no matter how good its rule is. */
export interface Ceiling {
  /** The highest share of its votes that can be right: below 1 where it votes for a label more often than the label occurs. */
  readonly precision: number;
  /** The highest share of the records of its labels that it can find. */
  readonly recall: number;
}

/**
 * Finds the ceilings that coverage sets: of n records with a label, a function that votes for it v times can be right
 * at most min(v, n) times.
 *
 * @param shares - the share of the records that has each label
 *
 * @example
 * ```ts import.meta.vitest
 * const entry = { votes: 50, polarity: ['spam'], votesPerLabel: { ham: 0, spam: 50 } };
 * ceilingOf(entry, { ham: 0.8, spam: 0.2 }, 100); // => { precision: 0.4, recall: 1 }
 * ```
 */
export function ceilingOf(
  { votes, polarity, votesPerLabel }: Pick<FunctionSummary, 'votes' | 'polarity' | 'votesPerLabel'>,
  shares: Readonly<Record<string, number>>,
  records: number,
): Ceiling | undefined {
  if (votes === 0) return undefined;
  let [right, all] = [0, 0];
  for (const label of polarity) {
    const have = shares[label] * records;
    right += Math.min(votesPerLabel[label], have);
    all += have;
  }
  return { precision: shareOf(right, votes), recall: shareOf(right, all) };
}
