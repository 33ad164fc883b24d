import { LabelwrightError, type VotePatterns } from '@labelwright/core';
import { invert } from './linear-algebra.ts';
import { countOutcomes, type Outcomes, outcomesOfCells } from './outcomes.ts';

/** How the indicators of outcomes vary together over the records. */
export interface VoteCovariance {
  /** The outcomes kept: where a function never abstains its last one is left out, as it follows from the others. */
  readonly kept: readonly number[];
  /** The share of records with each outcome, of all outcomes. */
  readonly means: Float64Array;
  /** Row-major over the outcomes kept. */
  readonly covariance: Float64Array;
  readonly inverse: Float64Array;
}

/** Added to each variance, as a share of it: duplicated functions have no inverse covariance otherwise. */
const RIDGE = 1e-6;

/**
 * The covariance of the outcomes and its inverse; with distributions, the mean covariance among records of one
 * label.
 *
 * @param posterior - the probability of each label per pattern: `posterior[pattern * K + label]`
 */
export function voteCovariance(
  outcomes: Outcomes,
  patterns: VotePatterns,
  posterior?: Float64Array,
): VoteCovariance {
  const S = posterior ? patterns.labels.length : 1;
  const { sums, products, weights } = countProducts(outcomes, patterns, S, posterior);
  const kept = keepOutcomes(outcomes, sums, S, patterns.records);
  const D = kept.length;
  const covariance = new Float64Array(D * D);
  for (let a = 0; a < D; a++) {
    for (let b = 0; b < D; b++) {
      let expected = 0;
      for (let s = 0; s < S; s++) {
        if (weights[s] > 0) expected += (sums[kept[a] * S + s] * sums[kept[b] * S + s]) / weights[s];
      }
      covariance[a * D + b] = (products[kept[a] * outcomes.size + kept[b]] - expected) / patterns.records;
    }
    covariance[a * D + a] += RIDGE * covariance[a * D + a] + Number.EPSILON;
  }
  const inverse = invert(covariance, D);
  if (!inverse) {
    throw new LabelwrightError(
      'invalid-matrix',
      `the covariance of ${D} kinds of votes has no inverse; expected votes that do not follow from each other`,
    );
  }
  return { kept, means: totals(sums, S).map((sum) => sum / patterns.records), covariance, inverse };
}

/** Records with each outcome, by label, and with each two outcomes. */
function countProducts(
  outcomes: Outcomes,
  patterns: VotePatterns,
  S: number,
  posterior?: Float64Array,
): { readonly sums: Float64Array; readonly products: Float64Array; readonly weights: Float64Array } {
  const numbers = outcomesOfCells(outcomes, patterns);
  const mass = new Float64Array(patterns.size * S);
  for (let n = 0; n < mass.length; n++) {
    mass[n] = patterns.counts[Math.floor(n / S)] * (posterior ? posterior[n] : 1);
  }
  const weights = new Float64Array(S);
  for (let n = 0; n < mass.length; n++) weights[n % S] += mass[n];
  const sums = countOutcomes(outcomes, patterns, numbers, mass);
  const products = new Float64Array(outcomes.size * outcomes.size);
  for (let p = 0; p < patterns.size; p++) {
    for (let a = patterns.offsets[p]; a < patterns.offsets[p + 1]; a++) {
      for (let b = patterns.offsets[p]; b < patterns.offsets[p + 1]; b++) {
        products[numbers[a] * outcomes.size + numbers[b]] += patterns.counts[p];
      }
    }
  }
  return { sums, products, weights };
}

function keepOutcomes(outcomes: Outcomes, sums: Float64Array, S: number, records: number): number[] {
  const seen = totals(sums, S);
  const voted = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) voted[outcomes.columnOf[o]] += seen[o];
  const kept: number[] = [];
  for (let o = 0; o < outcomes.size; o++) {
    const last = outcomes.columnOf[o] !== outcomes.columnOf[o + 1];
    if (!last || voted[outcomes.columnOf[o]] < records - 1e-9 * records) kept.push(o);
  }
  return kept;
}

function totals(sums: Float64Array, S: number): Float64Array {
  const all = new Float64Array(sums.length / S);
  for (let n = 0; n < sums.length; n++) all[Math.floor(n / S)] += sums[n];
  return all;
}

/** An entry of the inverse on the scale of a correlation: from -1 to 1, and minus the partial correlation. */
export function scaledInverse({ inverse, kept }: VoteCovariance): Float64Array {
  const D = kept.length;
  return inverse.map(
    (entry, n) => entry / Math.sqrt(inverse[Math.floor(n / D) * (D + 1)] * inverse[(n % D) * (D + 1)]),
  );
}
