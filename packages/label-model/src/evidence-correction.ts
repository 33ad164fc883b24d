import { pickPatterns, type VotePatterns } from '@labelwright/core';
import { answersByPattern } from './answers.ts';
import { cellWeights, type EvidenceTable, inferStates } from './evidence-table.ts';
import { outcomesOfCells } from './outcomes.ts';

/** What answers teach about votes on all records. */
export interface EvidenceCorrection {
  /** Added to the prior, one number per label. */
  readonly prior: Float64Array;
  /** Added to the evidence: `evidence[outcome * K + label]`. */
  readonly evidence: Float64Array;
}

/** How far answers are expected to move what a vote says, and the prior, in log-odds. */
const SPREAD = { evidence: 0.4, prior: 0.25 };

const ROUNDS = 500;
const TOLERANCE = 1e-8;

/**
 * Finds the numbers to add to the evidence under which the answers are most probable, held close to 0: logistic
 * regression with the table's sums as the offset.
 *
 * It asks for the label given the votes, so it does no harm that the answered records were chosen by their votes.
 *
 * @param columnOf - the column here of each function there; as they are by default
 */
export function learnCorrection(
  table: EvidenceTable,
  patterns: VotePatterns,
  counts: Float64Array,
  columnOf?: ArrayLike<number>,
): EvidenceCorrection {
  const K = patterns.labels.length;
  const size = table.outcomes.size * K;
  const answers = answersOn(table, patterns, counts, columnOf);
  const posterior = new Float64Array(answers.counts.length);
  const steepness = steepestSlope(answers);
  // Accelerated ascent, begun anew where it overshoots: Nesterov 1983; O'Donoghue and Candès 2015.
  let found = new Float64Array(size + K);
  let ahead = found;
  let speed = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const corrected = correctTable(table, { evidence: ahead.subarray(0, size), prior: ahead.subarray(size) });
    inferStates(corrected, answers.patterns, answers.numbers, answers.weights, posterior, columnOf);
    const slope = slopeOf(answers, posterior, ahead);
    const next = ahead.map((value, n) => value + slope[n] / steepness);
    const moved = next.map((value, n) => value - found[n]);
    const uphill = slope.reduce((sum, value, n) => sum + value * moved[n], 0) >= 0;
    const faster = uphill ? (1 + Math.sqrt(1 + 4 * speed ** 2)) / 2 : 1;
    const momentum = uphill ? (speed - 1) / faster : 0;
    ahead = next.map((value, n) => value + momentum * moved[n]);
    speed = faster;
    found = next;
    if (moved.every((by) => Math.abs(by) <= TOLERANCE)) break;
  }
  return { evidence: found.slice(0, size), prior: found.slice(size) };
}

/** The patterns with answers; their counts are the numbers of answers. */
interface Answers {
  readonly patterns: VotePatterns;
  /** The outcome and the weight of each cell. */
  readonly numbers: Int32Array;
  readonly weights: Float64Array | undefined;
  /** Answers of each label: `counts[pattern * K + label]`. */
  readonly counts: Float64Array;
}

function answersOn(
  table: EvidenceTable,
  all: VotePatterns,
  counts: Float64Array,
  columnOf?: ArrayLike<number>,
): Answers {
  const K = all.labels.length;
  const totals = answersByPattern(counts, K);
  const answered = [...totals.keys()].filter((p) => totals[p] > 0);
  const patterns = pickPatterns(
    all,
    answered,
    Float64Array.from(answered, (p) => totals[p]),
  );
  const numbers = outcomesOfCells(table.outcomes, patterns, columnOf);
  return {
    patterns,
    numbers,
    weights: cellWeights(patterns, numbers, table.discount, columnOf),
    counts: Float64Array.from(answered.flatMap((p) => Array.from(counts.subarray(p * K, (p + 1) * K)))),
  };
}

/** The table with the correction added. */
export function correctTable(table: EvidenceTable, { evidence, prior }: EvidenceCorrection): EvidenceTable {
  return {
    ...table,
    prior: table.prior.map((value, k) => value + prior[k]),
    evidence: table.evidence.map((value, n) => value + evidence[n]),
  };
}

/** The gradient of the log-probability of the answers and of the correction. */
function slopeOf(
  { patterns, numbers, weights, counts }: Answers,
  posterior: Float64Array,
  at: Float64Array,
): Float64Array {
  const K = patterns.labels.length;
  const size = at.length - K;
  const slope = at.map((value, n) => -value / (n < size ? SPREAD.evidence : SPREAD.prior) ** 2);
  const missing = counts.map((count, n) => count - patterns.counts[Math.floor(n / K)] * posterior[n]);
  for (let p = 0; p < patterns.size; p++) {
    const own = missing.subarray(p * K, (p + 1) * K);
    addTo(slope, size, 1, own);
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      if (numbers[cell] >= 0) addTo(slope, numbers[cell] * K, weights ? weights[cell] : 1, own);
    }
  }
  return slope;
}

function addTo(sums: Float64Array, at: number, weight: number, values: Float64Array): void {
  for (let k = 0; k < values.length; k++) sums[at + k] += weight * values[k];
}

/** A bound on the curvature: steps no longer than its inverse never overshoot. */
function steepestSlope({ patterns, weights }: Answers): number {
  let bound = 1 / Math.min(SPREAD.evidence, SPREAD.prior) ** 2;
  for (let p = 0; p < patterns.size; p++) {
    let length = 1;
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      length += weights ? weights[cell] ** 2 : 1;
    }
    bound += 0.5 * patterns.counts[p] * length;
  }
  return bound;
}
