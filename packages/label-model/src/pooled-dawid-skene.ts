import { LabelwrightError } from '@labelwright/core';
import { type Confusion, type ConfusionEmOptions, confusionEm, SMALLEST_CHANCE } from './confusion-em.ts';
import type { Estimator } from './label-model.ts';
import type { Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';

/** How pooled Dawid-Skene learns. */
export interface PooledDawidSkeneOptions extends ConfusionEmOptions {
  /** How many imagined votes, voted as all functions together vote, stand behind each function and label. Default 5. */
  readonly strength?: number | undefined;
}

/** Imagined votes behind the pooled table: so many per label right, so many wrong. */
const POOL_RIGHT = 4;
const POOL_WRONG = 1;

/**
 * Dawid-Skene with a prior read off the functions themselves: each is held close to how all functions together
 * vote on records of each label, the closer the fewer votes it cast.
 *
 * Suits crowds of annotators, of whom most answered few questions.
 */
export function pooledDawidSkene(options: PooledDawidSkeneOptions = {}): Estimator {
  const { strength = 5 } = options;
  if (!(strength > 0 && Number.isFinite(strength))) {
    throw new LabelwrightError('invalid-option', `the strength is ${strength}; expected above 0`);
  }
  const { balance, abstainWeight = 0, maxIterations = 100, tolerance = 1e-6, dependencies } = options;
  return recorded(
    options,
    confusionEm(
      'pooled-dawid-skene',
      { balance, abstainWeight, maxIterations, tolerance, dependencies },
      (outcomes, counts, totals) => learnChances(outcomes, counts, totals, strength),
    ),
  );
}

function learnChances(
  outcomes: Outcomes,
  counts: Float64Array,
  totals: Float64Array,
  strength: number,
): Confusion {
  const K = outcomes.labels;
  const pooled = poolChances(outcomes, counts);
  const chances = counts.map((count, n) => {
    const o = Math.floor(n / K);
    const k = n % K;
    const imagined = strength * pooled[outcomes.labelOf[o] * K + k];
    const total = totals[outcomes.columnOf[o] * K + k] + strength;
    return Math.max((count + imagined) / total, SMALLEST_CHANCE);
  });
  return { chances, unseen: meanEvidence(pooled, K), logPrior: 0 };
}

/** P(vote | label) over all functions together: `pooled[vote * K + label]`. */
function poolChances(outcomes: Outcomes, counts: Float64Array): Float64Array {
  const K = outcomes.labels;
  const pooled = new Float64Array(K * K).fill(POOL_WRONG);
  for (let k = 0; k < K; k++) pooled[k * K + k] = POOL_RIGHT;
  const totals = new Float64Array(K).fill(POOL_RIGHT + (K - 1) * POOL_WRONG);
  for (let n = 0; n < counts.length; n++) {
    pooled[outcomes.labelOf[Math.floor(n / K)] * K + (n % K)] += counts[n];
    totals[n % K] += counts[n];
  }
  return pooled.map((count, n) => count / totals[n % K]);
}

/** What a vote for each label says for it against the others, on average. */
function meanEvidence(pooled: Float64Array, K: number): Float64Array {
  return Float64Array.from({ length: K }, (_, vote) => {
    let others = 0;
    for (let k = 0; k < K; k++) if (k !== vote) others += Math.log(pooled[vote * K + k]) / (K - 1);
    return K < 2 ? 0 : Math.log(pooled[vote * K + vote]) - others;
  });
}
