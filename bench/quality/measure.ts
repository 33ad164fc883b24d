import { findPatterns, type VotePatterns } from 'labelwright';
import type { DataSet, Split } from './data-sets.ts';

/** The records to be judged: how many of each vote pattern have which true label. Records without votes are left out. */
export interface Judged {
  readonly patterns: VotePatterns;
  /** `gold[pattern * K + label]`. */
  readonly gold: Float64Array;
  readonly metric: DataSet['metric'];
}

/** What one model is worth on one set, in percent where it is a score. */
export interface Measures {
  /** Ties go to the first label. */
  readonly score: number;
  /** What random tie-breaking gives on average. */
  readonly expected: number;
  readonly logLoss: number;
  /** Summed over the labels. */
  readonly brier: number;
  /** Of the top label, in 15 bins of equal width. */
  readonly calibration: number;
}

const SMALLEST_PROBABILITY = 1e-6;
const BINS = 15;
const TIE = 1e-9;

/** Counts the true labels of each pattern. */
export function toJudged({ votes, gold }: Split, metric: DataSet['metric']): Judged {
  const { patterns, patternOf } = findPatterns(votes);
  const K = patterns.labels.length;
  const counts = new Float64Array(patterns.size * K);
  for (const [i, label] of gold.entries()) {
    if (label >= 0 && !patterns.isEmpty(patternOf[i])) counts[patternOf[i] * K + label]++;
  }
  return { patterns, gold: counts, metric };
}

/** Measures distributions, `probabilities[pattern * K + label]`. */
export function measure({ patterns, gold, metric }: Judged, probabilities: Float64Array): Measures {
  const K = patterns.labels.length;
  const total = gold.reduce((sum, count) => sum + count, 0);
  let logLoss = 0;
  let brier = 0;
  for (let n = 0; n < gold.length; n++) {
    logLoss -= gold[n] * Math.log(Math.max(probabilities[n], SMALLEST_PROBABILITY));
    const p = Math.floor(n / K);
    let squares = 0;
    for (let k = 0; k < K; k++) squares += (probabilities[p * K + k] - (p * K + k === n ? 1 : 0)) ** 2;
    brier += gold[n] * squares;
  }
  return {
    score: score(gold, choose(probabilities, K, true), K, metric),
    expected: score(gold, choose(probabilities, K, false), K, metric),
    logLoss: logLoss / total,
    brier: brier / total,
    calibration: calibrationError(gold, probabilities, K, total),
  };
}

/** The best that any rule can reach which sees the votes only. */
export function ceiling({ patterns, gold, metric }: Judged): number {
  const K = patterns.labels.length;
  const rows = Array.from({ length: patterns.size }, (_, p) => gold.subarray(p * K, (p + 1) * K));
  if (metric === 'acc') {
    const right = rows.reduce((sum, row) => sum + Math.max(...row), 0);
    return (100 * right) / gold.reduce((sum, count) => sum + count, 0);
  }
  // The best F1 takes the patterns by falling share of the second label, up to some point.
  const share = (row: Float64Array) => row[1] / Math.max(row[0] + row[1], 1e-9);
  const sorted = rows.toSorted((a, b) => share(b) - share(a));
  const positive = rows.reduce((sum, row) => sum + row[1], 0);
  let best = 0;
  let found = 0;
  let taken = 0;
  for (const row of sorted) {
    found += row[1];
    taken += row[0] + row[1];
    best = Math.max(best, (200 * found) / (taken + positive));
  }
  return best;
}

/** The weight of each label of each pattern: 1 on the top label, shared or given to the first where several tie. */
function choose(probabilities: Float64Array, K: number, first: boolean): Float64Array {
  const chosen = new Float64Array(probabilities.length);
  for (let from = 0; from < chosen.length; from += K) {
    const row = probabilities.subarray(from, from + K);
    const highest = Math.max(...row);
    const leaders = [...row.keys()].filter((k) => highest - row[k] <= TIE);
    for (const k of first ? leaders.slice(0, 1) : leaders) chosen[from + k] = first ? 1 : 1 / leaders.length;
  }
  return chosen;
}

function score(gold: Float64Array, chosen: Float64Array, K: number, metric: DataSet['metric']): number {
  if (metric === 'acc') {
    let right = 0;
    let total = 0;
    for (let n = 0; n < gold.length; n++) {
      right += gold[n] * chosen[n];
      total += gold[n];
    }
    return (100 * right) / total;
  }
  let both = 0;
  let given = 0;
  let positive = 0;
  for (let n = 0; n < gold.length; n += K) {
    both += gold[n + 1] * chosen[n + 1];
    given += (gold[n] + gold[n + 1]) * chosen[n + 1];
    positive += gold[n + 1];
  }
  return given + positive > 0 ? (200 * both) / (given + positive) : 0;
}

function calibrationError(gold: Float64Array, probabilities: Float64Array, K: number, total: number): number {
  const chosen = choose(probabilities, K, false);
  const gaps = new Float64Array(BINS);
  for (let from = 0; from < gold.length; from += K) {
    const confidence = Math.max(...probabilities.subarray(from, from + K));
    const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
    for (let k = 0; k < K; k++) gaps[bin] += gold[from + k] * (confidence - chosen[from + k]);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
}
