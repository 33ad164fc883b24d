import { ABSTAIN, LabelwrightError, ProbabilisticLabels } from '@labelwright/core';
import { assertPredicted } from './assert-votes.ts';
import { binomialTail } from './binomial-tail.ts';
import { eachTruth, type Gold, TIED, type Truth, topPositions, truthOf } from './gold.ts';
import { type Interval, Z95 } from './interval.ts';
import { foundLabels, type Predicted } from './outcomes.ts';

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
  /** Where the difference lies with 95 % confidence (as if each had won once more: Bonett and Price 2012). */
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
  for (const predicted of [first, second]) assertPredicted(predicted);
  const truth = truthFor(first, gold);
  const credits = [first, second].map((predicted) => creditsOf(predicted, truth));
  let [records, wins, losses, total, squares] = [0, 0, 0, 0, 0];
  for (let row = 0; row < truth.rows; row++) {
    const difference = credits[0][row] - credits[1][row];
    if (Number.isNaN(difference)) continue;
    records++;
    if (difference > 0) wins++;
    if (difference < 0) losses++;
    total += difference;
    squares += difference ** 2;
  }
  if (records === 0) return undefined;
  const interval = intervalOf(total, squares, records);
  return { records, wins, losses, difference: total / records, interval, p: signTest(wins, losses) };
}

/** By the sums of the differences and of their squares, with a record more that either wins. */
function intervalOf(total: number, squares: number, records: number): Interval {
  const size = records + 2;
  const centre = total / size;
  const variance = (squares + 2) / size - centre ** 2;
  const spread = Z95 * Math.sqrt(variance / size);
  return { low: Math.max(-1, centre - spread), high: Math.min(1, centre + spread) };
}

/** Gold beside the labels that it speaks of. */
interface KnownTruth<L extends string> {
  readonly labels: readonly L[];
  readonly truth: Truth;
  readonly rows: number;
}

function truthFor<L extends string>(predicted: Predicted<L>, gold: Gold<L>): KnownTruth<L> {
  const soft = predicted instanceof ProbabilisticLabels;
  if (gold instanceof Int16Array && !soft) {
    throw new LabelwrightError('invalid-option', 'found gold as positions beside labels; expected labels');
  }
  const labels = soft ? predicted.labels : foundLabels(predicted, gold);
  const rows = soft ? predicted.rows : predicted.length;
  return { labels, truth: truthOf(labels, gold, rows), rows };
}

/** What a comparison tells: `open` where it may be chance, or where the records won and the accuracy disagree. */
export function verdictOf({ difference, wins, losses, p }: LabelComparison): 'better' | 'worse' | 'open' {
  if (p >= 0.05 || Math.sign(difference) !== Math.sign(wins - losses)) return 'open';
  return difference > 0 ? 'better' : 'worse';
}

/** How far each record is right: `NaN` where gold is unknown. */
function creditsOf<L extends string>(predicted: Predicted<L>, known: KnownTruth<L>): Float64Array {
  const { labels, truth, rows } = known;
  const soft = predicted instanceof ProbabilisticLabels;
  const found = soft ? predicted.rows : predicted.length;
  if (found !== rows) {
    throw new LabelwrightError('mismatch', `found labels of ${found} records; expected ${rows}`);
  }
  const credits = new Float64Array(rows).fill(Number.NaN);
  const position = new Map<string, number>(labels.map((label, k) => [label, k]));
  const tops = soft ? topPositions(predicted) : undefined;
  const givenTo = (row: number): readonly number[] => {
    if (!soft) return [position.get(predicted[row] ?? '') ?? ABSTAIN];
    const top = tops?.[predicted.index[row]] ?? ABSTAIN;
    if (top === ABSTAIN) return [ABSTAIN];
    // Its labels may come in another order.
    const leaders = top === TIED ? predicted.leaders(row) : [predicted.labels[top]];
    return leaders.map((label) => position.get(label) ?? ABSTAIN);
  };
  for (let row = 0; row < rows; row++) {
    eachTruth(truth, row, (label, share) => {
      const given = givenTo(row);
      const right = given.includes(label) ? share / given.length : 0;
      credits[row] = (Number.isNaN(credits[row]) ? 0 : credits[row]) + right;
    });
  }
  return credits;
}

/** The probability of so uneven a split of fair coin tosses, in either direction. */
function signTest(wins: number, losses: number): number {
  return Math.min(1, 2 * binomialTail(Math.min(wins, losses), wins + losses, 0.5));
}
