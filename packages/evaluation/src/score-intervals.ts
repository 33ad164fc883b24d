import { seededRandom } from '@labelwright/core';
import { accuracy } from './accuracy.ts';
import { quantile } from './bootstrap.ts';
import { BINS } from './calibration.ts';
import { distanceInterval } from './distance-interval.ts';
import { drawCounts } from './draw-counts.ts';
import type { Interval } from './interval.ts';
import { matthews } from './matthews.ts';
import type { Outcomes } from './outcomes.ts';
import { f1, macroF1 } from './precision-recall.ts';
import { meanOf, ratio } from './ratio.ts';
import { type Cells, cellsOf, type Ranking, type SoftCells } from './score-cells.ts';
import type { Scores } from './score-labels.ts';

/** The scores that have intervals. */
export type IntervalScore =
  | 'accuracy'
  | 'f1'
  | 'macroF1'
  | 'matthews'
  | 'rocAuc'
  | 'logLoss'
  | 'brier'
  | 'calibrationError';

/** Where scores lie with 95 % confidence, by their names. */
export type ScoreIntervals = Readonly<Partial<Record<IntervalScore, Interval>>>;

/** In the order in which they are computed. */
const NAMES: readonly IntervalScore[] = [
  'accuracy',
  'f1',
  'macroF1',
  'matthews',
  'rocAuc',
  'logLoss',
  'brier',
  'calibrationError',
];

/** So many counts are drawn at most, so many samples at least, and no more than so many. */
const [MOST_DRAWS, FEWEST, MOST] = [300_000, 200, 1000];

/**
 * Finds where the scores lie with 95 % confidence by drawing the records anew, as `bootstrapInterval` does, for all
 * scores at once: 1,000 times, fewer where there are many kinds of outcomes, never fewer than 200. Chance makes a
 * calibration error larger, so what drawing anew alone makes is taken off it.
 *
 * @param grouped - outcomes, of which those that are nearly alike may stand together
 * @param scores - the scores of all outcomes: the intervals lie around them
 */
export function scoreIntervals(grouped: Outcomes, scores: Scores, seed = 0): ScoreIntervals {
  const cells = cellsOf(grouped);
  const size = cells.counts.length;
  if (size === 0) return {};
  const samples = Math.max(FEWEST, Math.min(MOST, Math.floor(MOST_DRAWS / size)));
  const random = seededRandom(seed);
  const drawn = new Float64Array(size);
  const gaps = cells.soft ? gapsOf(cells.soft, cells.counts) : NO_GAPS;
  const found = NAMES.map(() => [] as number[]);
  for (let sample = 0; sample < samples; sample++) {
    drawCounts(cells.counts, random, drawn);
    const values = scoresOf(cells, grouped, drawn, gaps);
    for (const [n, value] of values.entries()) if (value !== undefined) found[n].push(value);
  }
  const centres = scoresOf(cells, grouped, cells.counts, NO_GAPS);
  const entries = NAMES.flatMap((name, n) => {
    const centre = centres[n];
    if (found[n].length === 0 || centre === undefined) return [];
    const sorted = Float64Array.from(found[n]).sort();
    const value = scores[name] ?? centre;
    const shift = value - centre;
    const interval =
      name === 'calibrationError'
        ? distanceInterval(value, sorted)
        : { low: quantile(sorted, 0.025) + shift, high: quantile(sorted, 0.975) + shift };
    return [[name, interval] as const];
  });
  return Object.fromEntries(entries);
}

/** Of confidence and accuracy, where they are the same in every range. */
const NO_GAPS = new Float64Array(BINS);

/** The scores in the order of the names; in place of the calibration error how far its gaps are from those given. */
function scoresOf(
  { entries, soft }: Cells,
  outcomes: Outcomes,
  drawn: Float64Array,
  gaps: Float64Array,
): (number | undefined)[] {
  const { labels, positive } = outcomes;
  const K = labels.length;
  const confusion = new Float64Array(K * (K + 1));
  const { cell, place, weight } = entries;
  for (let n = 0; n < cell.length; n++) confusion[place[n]] += weight[n] * drawn[cell[n]];
  const judged = { labels, positive, records: 0, labelled: 0, confusion };
  const hard = [accuracy(judged), f1(judged), macroF1(judged), matthews(judged)];
  if (!soft) return hard;
  let [records, loss, distance] = [0, 0, 0];
  for (let n = 0; n < drawn.length; n++) {
    records += drawn[n];
    loss += drawn[n] * soft.logLoss[n];
    distance += drawn[n] * soft.brier[n];
  }
  const area = meanOf(soft.rankings.map((ranking) => areaOf(ranking, drawn)));
  const error = gapsOf(soft, drawn).reduce((sum, gap, bin) => sum + Math.abs(gap - gaps[bin]), 0);
  return [...hard, area, ratio(loss, records), ratio(distance, records), records > 0 ? error : undefined];
}

function areaOf({ order, has, same }: Ranking, drawn: Float64Array): number | undefined {
  let [below, wins, positives, have, lack] = [0, 0, 0, 0, 0];
  for (let n = 0; n <= order.length; n++) {
    if (n === order.length || same[n] === 0) {
      wins += have * (below + lack / 2);
      below += lack;
      positives += have;
      have = 0;
      lack = 0;
    }
    if (has[n] === 1) have += drawn[order[n]];
    else if (n < order.length) lack += drawn[order[n]];
  }
  return positives > 0 && below > 0 ? wins / (positives * below) : undefined;
}

/** By range: confidence less accuracy, times the share of the records. */
function gapsOf({ bin, confidence, right }: SoftCells, drawn: Float64Array): Float64Array {
  const gaps = new Float64Array(BINS);
  let records = 0;
  for (let n = 0; n < drawn.length; n++) {
    gaps[bin[n]] += drawn[n] * (confidence[n] - right[n]);
    records += drawn[n];
  }
  return gaps.map((gap) => gap / records);
}
