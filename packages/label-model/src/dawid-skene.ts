import { type Confusion, type ConfusionEmOptions, confusionEm, SMALLEST_CHANCE } from './confusion-em.ts';
import type { Estimator } from './label-model.ts';
import { assertSmoothing } from './one-coin.ts';
import type { Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';

/** How Dawid-Skene learns. */
export interface DawidSkeneOptions extends ConfusionEmOptions {
  /**
   * Imagined votes that each function casts on records of each label: so many for the label itself, so many for
   * each other one. Default `{ right: 4, wrong: 1 }`; `{ right: 0, wrong: 0 }` is maximum likelihood.
   */
  readonly smoothing?: Smoothing | undefined;
}

/** Imagined votes per function and label. */
export interface Smoothing {
  readonly right: number;
  readonly wrong: number;
}

/**
 * Learns by EM how often each function votes each label on records of each label (Dawid and Skene, 1979).
 *
 * Suits annotators who each vote many labels. Abstaining is ignored unless told otherwise; of functions that vote
 * one label only it then learns little.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['ann', 'bob', 'eve'], [
 *   ['yes', 'yes', 'no'], ['no', 'no', 'yes'], ['yes', 'yes', 'yes'], ['no', 'no', 'no'],
 * ]);
 * const model = dawidSkene().fit(votes);
 * model.accuracies.ann > model.accuracies.eve; // => true
 * ```
 */
export function dawidSkene(options: DawidSkeneOptions = {}): Estimator {
  const { smoothing = { right: 4, wrong: 1 } } = options;
  assertSmoothing(smoothing);
  const { balance, abstainWeight = 0, maxIterations = 100, tolerance = 1e-6, dependencies } = options;
  return recorded(
    options,
    confusionEm(
      'dawid-skene',
      { balance, abstainWeight, maxIterations, tolerance, dependencies },
      (outcomes, counts) => learnChances(outcomes, counts, smoothing),
    ),
  );
}

/** The share of each outcome among the function's votes on records of each label, smoothed. */
function learnChances(outcomes: Outcomes, counts: Float64Array, { right, wrong }: Smoothing): Confusion {
  const K = outcomes.labels;
  const chances = new Float64Array(counts.length);
  const totals = new Float64Array(outcomes.functions * K).fill(right + (K - 1) * wrong);
  for (let o = 0; o < outcomes.size; o++) {
    for (let k = 0; k < K; k++) {
      const imagined = outcomes.labelOf[o] === k ? right : wrong;
      chances[o * K + k] = Math.max(counts[o * K + k] + imagined, SMALLEST_CHANCE);
      totals[outcomes.columnOf[o] * K + k] += chances[o * K + k] - imagined;
    }
  }
  for (let n = 0; n < chances.length; n++) {
    const total = totals[outcomes.columnOf[Math.floor(n / K)] * K + (n % K)];
    chances[n] = Math.max(chances[n] / total, SMALLEST_CHANCE);
  }
  const unseen = right > 0 && wrong > 0 ? Math.log(right / wrong) : 0;
  return {
    chances,
    unseen: new Float64Array(K).fill(unseen),
    logPrior: logDensity(outcomes, chances, totals, { right, wrong }),
  };
}

/** The logarithm of the Dirichlet density of the chances, up to a constant. */
function logDensity(
  outcomes: Outcomes,
  chances: Float64Array,
  totals: Float64Array,
  { right, wrong }: Smoothing,
): number {
  if (right === 0 && wrong === 0) return 0;
  const K = outcomes.labels;
  let sum = 0;
  const add = (imagined: number, chance: number) => {
    if (imagined > 0) sum += imagined * Math.log(chance);
  };
  for (let cell = 0; cell < outcomes.numberOf.length; cell++) {
    const outcome = outcomes.numberOf[cell];
    const column = Math.floor(cell / K);
    for (let k = 0; k < K; k++) {
      const imagined = cell % K === k ? right : wrong;
      add(imagined, outcome >= 0 ? chances[outcome * K + k] : imagined / totals[column * K + k]);
    }
  }
  return sum;
}
