import { type Confusion, type ConfusionEmOptions, confusionEm, SMALLEST_CHANCE } from './confusion-em.ts';
import type { Estimator } from './label-model.ts';
import { assertSmoothing, coinEvidence } from './one-coin.ts';
import type { Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';

/** How the model with a coin per label learns. */
export interface LabelCoinsOptions extends ConfusionEmOptions {
  /**
   * Imagined votes of each function on records of each label, so many right and so many wrong. Default
   * `{ right: 4, wrong: 2 }`.
   */
  readonly smoothing?: { readonly right: number; readonly wrong: number } | undefined;
}

/**
 * Learns by EM, per function and label, the chance that its vote on records of that label is right; wrong votes
 * fall on the other labels evenly.
 *
 * Between {@link oneCoin} and {@link dawidSkene}: it knows that a function recognises one label better than
 * another, with one number per label in place of a row per label.
 */
export function labelCoins(options: LabelCoinsOptions = {}): Estimator {
  const { smoothing = { right: 4, wrong: 2 } } = options;
  assertSmoothing(smoothing);
  const { balance, abstainWeight = 0, maxIterations = 100, tolerance = 1e-6, dependencies } = options;
  return recorded(
    options,
    confusionEm(
      'label-coins',
      { balance, abstainWeight, maxIterations, tolerance, dependencies },
      (outcomes, counts, totals) => learnCoins(outcomes, counts, totals, smoothing),
    ),
  );
}

function learnCoins(
  outcomes: Outcomes,
  counts: Float64Array,
  totals: Float64Array,
  { right, wrong }: { readonly right: number; readonly wrong: number },
): Confusion {
  const K = outcomes.labels;
  const coins = totals.map((total, cell) => {
    const outcome = outcomes.numberOf[cell];
    const hits = right + (outcome < 0 ? 0 : counts[outcome * K + (cell % K)]);
    const all = total + right + wrong;
    return Math.min(Math.max(all > 0 ? hits / all : 1 / K, SMALLEST_CHANCE), 1 - SMALLEST_CHANCE);
  });
  const chances = counts.map((_, n) => {
    const o = Math.floor(n / K);
    const coin = coins[outcomes.columnOf[o] * K + (n % K)];
    return outcomes.labelOf[o] === n % K ? coin : (1 - coin) / Math.max(1, K - 1);
  });
  const logPrior = coins.reduce((sum, coin) => sum + right * Math.log(coin) + wrong * Math.log(1 - coin), 0);
  const unseen = right > 0 && wrong > 0 ? coinEvidence(right / (right + wrong), K) : 0;
  return { chances, unseen: new Float64Array(K).fill(unseen), logPrior };
}
