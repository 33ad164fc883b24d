import { type ConflictLift, logLift } from './conflict-lift.ts';
import { logistic, logit } from './special-functions.ts';

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
  return logistic(odds);
}

/** How often functions that vote all labels usually are right. */
const USUAL_DENSE = 0.77;
/** How far what conflicts tell is believed against that: errors that functions share do not show in conflicts. */
const TOLD = 0.3;
/** No function is taken to be right more often. */
const MOST_PRECISE = 0.97;
/** Votes that conflict as by chance are taken to say this much still. */
const LEAST_RELIABLE = 0.1;

/**
 * The same for functions that vote all labels: where each vote is the record's label with the chance `r`, and any label
 * otherwise, two votes conflict `1 - r²` times as often as by chance.
 */
export function densePrecision({ all }: ConflictLift, labels: number): number {
  const reliable = Math.max(LEAST_RELIABLE, Math.sqrt(Math.max(0, 1 - all)));
  const told = Math.min(MOST_PRECISE, reliable + (1 - reliable) / labels);
  const odds = TOLD * logit(told) + (1 - TOLD) * logit(USUAL_DENSE);
  return logistic(odds);
}
