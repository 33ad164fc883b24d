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
}

/** What is assumed where the votes cannot tell. */
export const USUAL_PRECISION = 0.7;

/** How much of the estimate is read off many votes: functions that repeat each other agree without being right. */
const TRUST = 0.7;
/** So many pairs of votes are trusted half as much. */
const FEW_PAIRS = 20;
const LOWEST = 0.3;
const HIGHEST = 0.99;
const HALVINGS = 30;

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
  const pairs = agreeing + conflicting;
  // Where no two functions share a label, all pairs conflict, whatever the precision.
  if (agreeing === 0) return { value: USUAL_PRECISION, agreeing, conflicting };
  const conflictAt = (precision: number) => {
    const same = new Float64Array(outcomes.size).fill(precision);
    return expectedConflict(outcomes, propensitiesOf(outcomes, coverage, same, balance), balance);
  };
  let low = LOWEST;
  let high = HIGHEST;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (conflictAt(middle) > conflicting / pairs) low = middle;
    else high = middle;
  }
  const trust = (TRUST * pairs) / (pairs + FEW_PAIRS);
  return { value: trust * low + (1 - trust) * USUAL_PRECISION, agreeing, conflicting };
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
