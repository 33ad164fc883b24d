import type { VotePatterns } from '@labelwright/core';
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

/** How far answers may move the evidence. */
export interface CorrectionOptions {
  /** The standard deviation expected of what is added to a vote's evidence, in log-odds. */
  readonly evidence: number;
  /** The same for the prior. */
  readonly prior: number;
}

const ROUNDS = 500;
const TOLERANCE = 1e-9;

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
  options: CorrectionOptions,
  columnOf?: ArrayLike<number>,
): EvidenceCorrection {
  const K = patterns.labels.length;
  const answered = answersByPattern(counts, K);
  const numbers = outcomesOfCells(table.outcomes, patterns, columnOf);
  const weights = cellWeights(patterns, table.discount, columnOf);
  const posterior = new Float64Array(patterns.size * K);
  const size = table.outcomes.size * K;
  const steepness = steepestSlope(patterns, answered, weights, options);
  const momentum = momentumOf(steepness, options);
  let found = new Float64Array(size + K);
  let ahead = found;
  for (let round = 0; round < ROUNDS; round++) {
    const corrected = correctTable(table, { evidence: ahead.subarray(0, size), prior: ahead.subarray(size) });
    inferStates(corrected, patterns, numbers, weights, posterior, columnOf);
    const slope = slopeOf(patterns, numbers, weights, posterior, counts, answered, ahead, options);
    const next = ahead.map((value, n) => value + slope[n] / steepness);
    const moved = next.reduce((most, value, n) => Math.max(most, Math.abs(value - found[n])), 0);
    ahead = next.map((value, n) => value + momentum * (value - found[n]));
    found = next;
    if (moved <= TOLERANCE) break;
  }
  return { evidence: found.slice(0, size), prior: found.slice(size) };
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
  patterns: VotePatterns,
  numbers: Int32Array,
  weights: Float64Array | undefined,
  posterior: Float64Array,
  counts: Float64Array,
  answered: Float64Array,
  at: Float64Array,
  options: CorrectionOptions,
): Float64Array {
  const K = patterns.labels.length;
  const size = at.length - K;
  const slope = at.map((value, n) => -value / (n < size ? options.evidence : options.prior) ** 2);
  for (let p = 0; p < patterns.size; p++) {
    if (answered[p] === 0) continue;
    const missing = Float64Array.from(
      { length: K },
      (_, k) => counts[p * K + k] - answered[p] * posterior[p * K + k],
    );
    addTo(slope, size, 1, missing);
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      if (numbers[cell] >= 0) addTo(slope, numbers[cell] * K, weights ? weights[cell] : 1, missing);
    }
  }
  return slope;
}

function addTo(sums: Float64Array, at: number, weight: number, values: Float64Array): void {
  for (let k = 0; k < values.length; k++) sums[at + k] += weight * values[k];
}

/** A bound on the curvature: steps no longer than its inverse never overshoot. */
function steepestSlope(
  patterns: VotePatterns,
  answered: Float64Array,
  weights: Float64Array | undefined,
  options: CorrectionOptions,
): number {
  let bound = 1 / Math.min(options.evidence, options.prior) ** 2;
  for (let p = 0; p < patterns.size; p++) {
    let length = 1;
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      length += weights ? weights[cell] ** 2 : 1;
    }
    bound += 0.5 * answered[p] * length;
  }
  return bound;
}

function momentumOf(steepness: number, { evidence, prior }: CorrectionOptions): number {
  const condition = Math.sqrt(steepness * Math.max(evidence, prior) ** 2);
  return (condition - 1) / (condition + 1);
}
