import { ABSTAIN, LabelwrightError, ProbabilisticLabels } from '@labelwright/core';
import { type Gold, goldPositions } from './gold.ts';
import type { Interval } from './interval.ts';
import type { Predicted } from './outcomes.ts';

/** Two sets of labels on the same records, compared record by record. */
export interface LabelComparison {
  /** The number of records with gold. */
  readonly records: number;
  /** The records on which only the first is right, or is right with fewer labels tied. */
  readonly wins: number;
  /** The records on which only the second is. */
  readonly losses: number;
  /** The accuracy of the first less that of the second. */
  readonly difference: number;
  /** Where the difference lies with 95 % confidence (normal approximation to the paired differences). */
  readonly interval: Interval;
  /** How probable wins and losses as uneven as these are if neither is better (exact sign test: McNemar's exact test where nothing is tied). */
  readonly p: number;
}

/**
 * Tests whether one model's labels are better than another's on the same records; `undefined` without gold.
 *
 * A record without a label counts as wrong, a tie of two as half right.
 *
 * @example
 * ```ts import.meta.vitest
 * const gold = Array.from({ length: 10 }, () => 'spam');
 * const better = compareLabels(gold, gold.map((label, i) => (i < 6 ? 'ham' : label)), gold);
 * [better?.wins, better?.losses, better?.difference]; // => [6, 0, 0.6]
 * better?.p.toFixed(5); // => '0.03125'
 * ```
 */
export function compareLabels<L extends string>(
  first: Predicted<L>,
  second: Predicted<L>,
  gold: Gold<NoInfer<L>>,
): LabelComparison | undefined {
  const truth = namesOf(first, gold);
  const credits = [first, second].map((predicted) => creditsOf(predicted, truth));
  const differences: number[] = [];
  for (const [i, label] of truth.entries()) {
    if (label !== undefined) differences.push(credits[0][i] - credits[1][i]);
  }
  const records = differences.length;
  if (records === 0) return undefined;
  const wins = differences.filter((d) => d > 0).length;
  const losses = differences.filter((d) => d < 0).length;
  const difference = differences.reduce((sum, d) => sum + d, 0) / records;
  const variance = differences.reduce((sum, d) => sum + (d - difference) ** 2, 0) / Math.max(1, records - 1);
  const spread = 1.959963984540054 * Math.sqrt(variance / records);
  const interval = { low: Math.max(-1, difference - spread), high: Math.min(1, difference + spread) };
  return { records, wins, losses, difference, interval, p: signTest(wins, losses) };
}

function namesOf<L extends string>(predicted: Predicted<L>, gold: Gold<L>): (L | undefined)[] {
  const soft = predicted instanceof ProbabilisticLabels;
  const records = soft ? predicted.rows : predicted.length;
  if (gold instanceof Int16Array) {
    if (!soft)
      throw new LabelwrightError('invalid-option', 'found gold as positions beside labels; expected labels');
    return Array.from(goldPositions(predicted.labels, gold, records), (k) =>
      k === ABSTAIN ? undefined : predicted.labels[k],
    );
  }
  if (gold.length === records) return gold.map((label) => label ?? undefined);
  throw new LabelwrightError('mismatch', `found ${gold.length} gold labels; expected ${records}`);
}

function creditsOf<L extends string>(predicted: Predicted<L>, truth: readonly (L | undefined)[]): number[] {
  const soft = predicted instanceof ProbabilisticLabels;
  const records = soft ? predicted.rows : predicted.length;
  if (records !== truth.length) {
    throw new LabelwrightError('mismatch', `found labels of ${records} records; expected ${truth.length}`);
  }
  return truth.map((label, row) => {
    if (label === undefined) return 0;
    if (!soft) return predicted[row] === label ? 1 : 0;
    const leaders = predicted.isCovered(row) ? predicted.leaders(row) : [];
    return leaders.includes(label) ? 1 / leaders.length : 0;
  });
}

/** The probability of so uneven a split of fair coin tosses, in either direction. */
function signTest(wins: number, losses: number): number {
  const tosses = wins + losses;
  const fewer = Math.min(wins, losses);
  let logTerm = -tosses * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((tosses - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
