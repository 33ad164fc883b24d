import { assertSameNames, findPatterns, LabelMatrix, seededRandom } from '@labelwright/core';
import { quantile } from './bootstrap.ts';
import { chiSquareTail } from './chi-square.ts';
import { drawCounts } from './draw-counts.ts';
import type { Interval } from './interval.ts';

/** How far the vote patterns of two data sets are from each other. */
export interface PatternDrift {
  /** The share of the records of one data set whose votes would have to change to have the patterns of the other (total variation). */
  readonly distance: number;
  /**
   * Where the distance of the sources lies with 95 % confidence, by drawing the records of both anew (basic bootstrap):
   * below `distance` where patterns are many and rare, for chance alone sets such data sets apart.
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
 * has no records.
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
  assertSameNames(before, after);
  if (before.rows === 0 || after.rows === 0) return undefined;
  const [ours, theirs] = countPatterns(before, after);
  const shares = ours.map((count, p) => Math.abs(count / before.rows - theirs[p] / after.rows));
  const distance = shares.reduce((sum, share) => sum + share, 0) / 2;
  const cells = pooled(ours, theirs, before.rows, after.rows);
  const chiSquare = pearson(cells, before.rows / (before.rows + after.rows));
  const degrees = cells.length - 1;
  const p = degrees === 0 ? 1 : chiSquareTail(chiSquare, degrees);
  return { distance, interval: distanceInterval(distance, ours, theirs), chiSquare, degrees, p };
}

/** So often the records are drawn anew. */
const SAMPLES = 200;

/** Drawn distances are too large by chance, about as much as the distance itself: they are taken as far below it. */
function distanceInterval(distance: number, ours: readonly number[], theirs: readonly number[]): Interval {
  const random = seededRandom(0);
  const [before, after] = [Float64Array.from(ours), Float64Array.from(theirs)];
  const [drawn, other] = [new Float64Array(ours.length), new Float64Array(ours.length)];
  const found = Float64Array.from({ length: SAMPLES }, () => {
    drawCounts(before, random, drawn);
    drawCounts(after, random, other);
    const [n, m] = [drawn, other].map((counts) =>
      Math.max(
        1,
        counts.reduce((sum, count) => sum + count, 0),
      ),
    );
    return drawn.reduce((sum, count, p) => sum + Math.abs(count / n - other[p] / m), 0) / 2;
  }).sort();
  const inside = (share: number): number => Math.min(1, Math.max(0, 2 * distance - quantile(found, share)));
  return { low: inside(0.975), high: inside(0.025) };
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
