import type { VotePatterns } from '@labelwright/core';
import type { Outcomes } from './outcomes.ts';
import { expectedConflict, propensitiesOf } from './precision-prior.ts';

/** How often votes are right on average, as far as votes alone can tell. */
export interface MeanPrecision {
  /** The estimate, drawn towards {@link USUAL_PRECISION}. */
  readonly value: number;
  /** Pairs of votes on one record that agree, and that do not. */
  readonly agreeing: number;
  readonly conflicting: number;
  /** Whether the votes can tell: functions share labels, and enough pairs were seen. */
  readonly identified: boolean;
}

/** What is assumed where the votes cannot tell. */
export const USUAL_PRECISION = 0.7;

/** How much of the estimate is read off the votes: functions that repeat each other agree without being right. */
const TRUST = 0.7;
const LOWEST = 0.3;
const STEP = 0.01;
const STEPS = 70;
const FEWEST_PAIRS = 20;

/**
 * Reads the mean precision off agreement and conflict: the more often votes are right, the smaller the share of
 * conflicts among the pairs of votes that meet on a record.
 */
export function estimateMeanPrecision(
  patterns: VotePatterns,
  outcomes: Outcomes,
  coverage: Float64Array,
  balance: Float64Array,
): MeanPrecision {
  const { agreeing, conflicting } = countPairs(patterns);
  const identified = agreeing > 0 && agreeing + conflicting >= FEWEST_PAIRS;
  if (!identified) return { value: USUAL_PRECISION, agreeing, conflicting, identified };
  const observed = conflicting / (agreeing + conflicting);
  let best = USUAL_PRECISION;
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < STEPS; step++) {
    const precision = LOWEST + step * STEP;
    const propensities = propensitiesOf(
      outcomes,
      coverage,
      new Float64Array(outcomes.size).fill(precision),
      balance,
    );
    const distance = Math.abs(expectedConflict(outcomes, propensities, balance) - observed);
    if (distance >= smallest) continue;
    smallest = distance;
    best = precision;
  }
  return { value: TRUST * best + (1 - TRUST) * USUAL_PRECISION, agreeing, conflicting, identified };
}

/** Pairs of votes that meet on a record. */
function countPairs(patterns: VotePatterns): { agreeing: number; conflicting: number } {
  const tally = new Float64Array(patterns.labels.length);
  let agreeing = 0;
  let all = 0;
  for (let p = 0; p < patterns.size; p++) {
    const from = patterns.offsets[p];
    const to = patterns.offsets[p + 1];
    let same = 0;
    // A vote agrees with each earlier vote for its label.
    for (let cell = from; cell < to; cell++) same += tally[patterns.votes[cell]]++;
    for (let cell = from; cell < to; cell++) tally[patterns.votes[cell]] = 0;
    agreeing += patterns.counts[p] * same;
    all += (patterns.counts[p] * (to - from) * (to - from - 1)) / 2;
  }
  return { agreeing, conflicting: all - agreeing };
}
