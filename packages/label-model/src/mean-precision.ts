import { type ConflictLift, logLift } from './conflict-lift.ts';

/** What is assumed of a vote that nothing is known about. */
export const USUAL_PRECISION = 0.7;

/** Found by regression on the true precisions of rules over texts with known labels: see the harness. */
const INTERCEPT = 1.04;
const PER_LIFT = -0.73;
const PER_LABEL = -0.72;

/**
 * Reads off conflicts how often votes are right on average: the more seldom they conflict, against chance, the more
 * often; and with more labels a vote has more ways to be wrong.
 */
export function meanPrecision({ all }: ConflictLift, labels: number): number {
  const odds = INTERCEPT + PER_LIFT * logLift(all) + PER_LABEL * Math.log(Math.max(1, labels - 1));
  return 1 / (1 + Math.exp(-odds));
}
