import type { Outcomes } from './outcomes.ts';

/**
 * How often each outcome is voted on records of its own label, and on records of any other: the errors fall on
 * the other labels as these are frequent.
 */
export interface Propensities {
  /** P(outcome | its label), one per outcome. */
  readonly right: Float64Array;
  /** P(outcome | another label), the same for all others and never above `right`. */
  readonly wrong: Float64Array;
}

const SMALLEST_CHANCE = 1e-7;
const LARGEST_CHANCE = 0.999;

/**
 * What precision, coverage and class balance imply, by Bayes' rule.
 *
 * @param coverage - the share of the covered records on which each outcome is voted
 * @param precision - how often each outcome is right
 */
export function propensitiesOf(
  outcomes: Outcomes,
  coverage: Float64Array,
  precision: Float64Array,
  balance: Float64Array,
): Propensities {
  const right = new Float64Array(outcomes.size);
  const wrong = new Float64Array(outcomes.size);
  for (let o = 0; o < outcomes.size; o++) {
    const share = balance[outcomes.labelOf[o]];
    right[o] = chance((precision[o] * coverage[o]) / share);
    wrong[o] =
      share < 1 ? Math.min(right[o], chance(((1 - precision[o]) * coverage[o]) / (1 - share))) : right[o];
  }
  return { right, wrong };
}

function chance(value: number): number {
  return Math.min(Math.max(value, SMALLEST_CHANCE), LARGEST_CHANCE);
}
