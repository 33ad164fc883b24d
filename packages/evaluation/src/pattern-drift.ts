import { assertSameNames, findPatterns, LabelMatrix, seededRandom } from '@labelwright/core';
import { assertVotes } from './assert-votes.ts';
import { chiSquareTail } from './chi-square.ts';
import { distanceInterval } from './distance-interval.ts';
import { binomial } from './draw-counts.ts';
import type { Interval } from './interval.ts';

/** How far the vote patterns of two data sets are from each other. */
export interface PatternDrift {
  /** The share of the records of one data set whose votes would have to change to have the patterns of the other (total variation). */
  readonly distance: number;
  /**
   * Where the distance of the sources lies with 95 % confidence or more, by the distances that chance sets between two
   * halves of all records (permutations, Pitman 1937): from 0 where the data sets are no farther apart than that.
   */
  readonly interval: Interval;
  /** Pearson's statistic of the two data sets × their patterns, those of few records taken together. */
  readonly chiSquare: number;
  readonly degrees: number;
  /** How probable so large a statistic is if both data sets are drawn from the same source. */
  readonly p: number;
}

/** A pattern expected in fewer records of either data set than this is counted with the other rare ones. */
const LEAST_EXPECTED = 5;

/**
 * Tests whether two data sets have the same vote patterns, by the same labeling functions; `undefined` where one
 * has no records, or there are no functions.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const of = (spam: number) =>
 *   LabelMatrix.fromColumns(['ham', 'spam'], { link: Array.from({ length: 100 }, (_, i) => (i < spam ? 'spam' : undefined)) });
 * const drift = patternDrift(of(30), of(50));
 * drift?.distance.toFixed(2); // => '0.20'
 * drift?.p.toFixed(3); // => '0.004'
 * ```
 */
export function patternDrift(before: LabelMatrix, after: LabelMatrix): PatternDrift | undefined {
  for (const votes of [before, after]) assertVotes(votes);
  assertSameNames(before, after);
  if (before.rows === 0 || after.rows === 0 || before.columns === 0) return undefined;
  const [ours, theirs] = countPatterns(before, after);
  const distance = distanceOf(ours, theirs);
  const cells = pooled(ours, theirs, before.rows, after.rows);
  const chiSquare = pearson(cells, before.rows / (before.rows + after.rows));
  const degrees = cells.length - 1;
  const p = degrees === 0 ? 1 : chiSquareTail(chiSquare, degrees);
  const interval = distanceInterval(distance, chanceDistances(ours, theirs));
  return { distance, interval, chiSquare, degrees, p };
}

/** So often the records of both are dealt out anew. */
const SAMPLES = 200;

/** Distances that chance alone makes, ascending: the records of each pattern are dealt out to two sets as large. */
function chanceDistances(ours: readonly number[], theirs: readonly number[]): Float64Array {
  const random = seededRandom(0);
  const totals = Float64Array.from(ours, (count, p) => count + theirs[p]);
  const share = sum(ours) / sum(totals);
  const [dealt, rest] = [new Float64Array(totals.length), new Float64Array(totals.length)];
  return Float64Array.from({ length: SAMPLES }, () => {
    for (let p = 0; p < totals.length; p++) {
      dealt[p] = binomial(totals[p], share, random);
      rest[p] = totals[p] - dealt[p];
    }
    return distanceOf(dealt, rest);
  }).sort();
}

/** The total variation of the shares that these counts are. */
function distanceOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  const [before, after] = [Math.max(1, sum(ours)), Math.max(1, sum(theirs))];
  let distance = 0;
  for (let p = 0; p < ours.length; p++) distance += Math.abs(ours[p] / before - theirs[p] / after) / 2;
  return distance;
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let n = 0; n < counts.length; n++) total += counts[n];
  return total;
}

/** The counts of each pattern, the rare ones added up. */
function pooled(ours: readonly number[], theirs: readonly number[], before: number, after: number): Cell[] {
  const smaller = Math.min(before, after) / (before + after);
  const cells: Cell[] = [];
  const rare: Cell = [0, 0];
  for (const [p, count] of ours.entries()) {
    if ((count + theirs[p]) * smaller >= LEAST_EXPECTED) cells.push([count, theirs[p]]);
    else {
      rare[0] += count;
      rare[1] += theirs[p];
    }
  }
  if (rare[0] + rare[1] > 0) cells.push(rare);
  return cells;
}

type Cell = [before: number, after: number];

/** The statistic of Pearson (1900) for the counts, with this share of the records in the first data set. */
function pearson(cells: readonly Cell[], share: number): number {
  return cells.reduce((sum, [a, b]) => {
    const expected = (a + b) * share;
    const other = a + b - expected;
    return sum + (a - expected) ** 2 / expected + (b - other) ** 2 / other;
  }, 0);
}

/** How many records of each data set have each pattern of either, confidences apart. */
function countPatterns(before: LabelMatrix, after: LabelMatrix): [number[], number[]] {
  const plain = ({ labels, functions, votes }: LabelMatrix): LabelMatrix =>
    new LabelMatrix({ labels, functions, votes, ids: functions.length === 0 ? [] : undefined });
  const { patterns, patternOf } = findPatterns(LabelMatrix.concat([plain(before), plain(after)]));
  const counts: [number[], number[]] = [new Array(patterns.size).fill(0), new Array(patterns.size).fill(0)];
  for (const [row, pattern] of patternOf.entries()) counts[row < before.rows ? 0 : 1][pattern]++;
  return counts;
}
