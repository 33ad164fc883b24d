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

/** Of the pairs of votes that these propensities expect on one record, the share that disagrees. */
export function expectedConflict(
  outcomes: Outcomes,
  { right, wrong }: Propensities,
  balance: Float64Array,
): number {
  const K = outcomes.labels;
  const wrongOf = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) wrongOf[outcomes.columnOf[o]] += wrong[o];
  const wrongByLabel = new Float64Array(K);
  const wrongPairs = new Float64Array(K);
  const rightByLabel = new Float64Array(K);
  const rightPairs = new Float64Array(K);
  const ownSquares = new Float64Array(K);
  for (let o = 0; o < outcomes.size; o++) {
    const k = outcomes.labelOf[o];
    const gain = right[o] - wrong[o];
    wrongByLabel[k] += wrong[o];
    wrongPairs[k] += wrong[o] ** 2;
    rightByLabel[k] += right[o];
    rightPairs[k] += right[o] ** 2;
    ownSquares[k] += 2 * wrongOf[outcomes.columnOf[o]] * gain + gain ** 2;
  }
  const allWrong = sum(wrongByLabel);
  const agreeWrong = sum(wrongByLabel.map((chance, k) => chance ** 2 - wrongPairs[k]));
  const squares = sum(wrongOf.map((chance) => chance ** 2));
  let pairs = 0;
  let agreeing = 0;
  for (let k = 0; k < K; k++) {
    const all = allWrong + rightByLabel[k] - wrongByLabel[k];
    pairs += balance[k] * (all ** 2 - squares - ownSquares[k]);
    const own = rightByLabel[k] ** 2 - rightPairs[k] - (wrongByLabel[k] ** 2 - wrongPairs[k]);
    agreeing += balance[k] * (agreeWrong + own);
  }
  return pairs > 0 ? Math.min(Math.max(1 - agreeing / pairs, 0), 1) : 0;
}

function chance(value: number): number {
  return Math.min(Math.max(value, SMALLEST_CHANCE), LARGEST_CHANCE);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
