import { LabelwrightError } from '@labelwright/core';
import { assertObject } from './assert-given.ts';
import { type Confusion, type ConfusionEmOptions, confusionEm, SMALLEST_CHANCE } from './confusion-em.ts';
import type { Estimator } from './label-model.ts';
import type { Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';

/** How the one-coin model learns. */
export interface OneCoinOptions extends ConfusionEmOptions {
  /**
   * Imagined votes of each function, so many right and so many wrong. Default `{ right: 4, wrong: 2 }`;
   * `{ right: 0, wrong: 0 }` is maximum likelihood.
   */
  readonly smoothing?: { readonly right: number; readonly wrong: number } | undefined;
}

/**
 * Learns by EM one number per function, the chance that its vote is right; wrong votes fall on the other labels
 * evenly (the homogeneous model of Dawid and Skene, 1979; with a uniform balance, ZenCrowd).
 *
 * The probabilities are those of a vote weighted by each function's log-odds of being right.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['ann', 'bob', 'eve'], [
 *   ['yes', 'yes', 'no'], ['no', 'no', 'yes'], ['yes', 'yes', 'yes'], ['no', 'no', 'no'],
 * ]);
 * oneCoin().fit(votes).accuracies.eve < 0.7; // => true
 * ```
 */
export function oneCoin(options: OneCoinOptions = {}): Estimator {
  const { smoothing = { right: 4, wrong: 2 } } = options;
  assertSmoothing(smoothing);
  const { balance, abstainWeight = 0, maxIterations = 100, tolerance = 1e-6, dependencies } = options;
  return recorded(
    options,
    confusionEm(
      'one-coin',
      { balance, abstainWeight, maxIterations, tolerance, dependencies },
      (outcomes, counts) => learnCoins(outcomes, counts, smoothing),
    ),
  );
}

/** Refuses imagined votes below 0. */
export function assertSmoothing(smoothing: { readonly right: number; readonly wrong: number }): void {
  assertObject('smoothing', smoothing);
  const { right, wrong } = smoothing;
  if (right >= 0 && wrong >= 0 && Number.isFinite(right + wrong)) return;
  throw new LabelwrightError(
    'invalid-option',
    `the smoothing is ${right} right and ${wrong} wrong votes; expected 0 or more`,
  );
}

function learnCoins(
  outcomes: Outcomes,
  counts: Float64Array,
  smoothing: { readonly right: number; readonly wrong: number },
): Confusion {
  const K = outcomes.labels;
  const right = new Float64Array(outcomes.functions).fill(smoothing.right);
  const voted = new Float64Array(outcomes.functions).fill(smoothing.right + smoothing.wrong);
  let [allRight, all] = [smoothing.right, smoothing.right + smoothing.wrong];
  for (let n = 0; n < counts.length; n++) {
    const o = Math.floor(n / K);
    voted[outcomes.columnOf[o]] += counts[n];
    all += counts[n];
    if (outcomes.labelOf[o] !== n % K) continue;
    right[outcomes.columnOf[o]] += counts[n];
    allRight += counts[n];
  }
  const coins = right.map((sum, column) => keepInside(voted[column] > 0 ? sum / voted[column] : 1 / K));
  const chances = new Float64Array(counts.length);
  for (let n = 0; n < chances.length; n++) {
    const o = Math.floor(n / K);
    const coin = coins[outcomes.columnOf[o]];
    chances[n] = outcomes.labelOf[o] === n % K ? coin : (1 - coin) / Math.max(1, K - 1);
  }
  const logPrior = coins.reduce(
    (sum, coin) => sum + smoothing.right * Math.log(coin) + smoothing.wrong * Math.log(1 - coin),
    0,
  );
  return {
    chances,
    unseen: new Float64Array(K).fill(coinEvidence(all > 0 ? allRight / all : 1 / K, K)),
    logPrior,
  };
}

/** The log-odds that a vote with this chance of being right gives its label, against any other. */
export function coinEvidence(chance: number, labels: number): number {
  const coin = keepInside(chance);
  return labels < 2 ? 0 : Math.log((coin * (labels - 1)) / (1 - coin));
}

function keepInside(chance: number): number {
  return Math.min(Math.max(chance, SMALLEST_CHANCE), 1 - SMALLEST_CHANCE);
}
