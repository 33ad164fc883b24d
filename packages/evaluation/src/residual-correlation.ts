import type { LabelMatrix, ProbabilisticLabels, VotePatterns } from '@labelwright/core';
import { comparePairs, type FunctionPairs } from './function-pairs.ts';
import { type Gold, truthOf } from './gold.ts';
import { plainPatterns } from './plain-patterns.ts';

/**
 * Finds how far every two functions vote alike beyond what the labels explain: 0 where they are independent once the
 * label is known, 1 for a function and its copy, below 0 where one contradicts the other.
 *
 * A vote is a corner of a regular simplex, to abstain its centre: of two labels, a vote is +1 or -1 and to abstain is 0.
 * With xᵢ the vote on record i, and μᵢ = Σ_y P(y | record i) E(x | y) what its rates lead one to expect there, it is
 * Σᵢ (xᵢ − μᵢ)·(x′ᵢ − μ′ᵢ), divided by the root of the two sums of squares. Labels that a model makes of these very
 * votes explain a little too much of them.
 *
 * @param labels - what the labels are thought to be: a model's, or gold
 * @returns row-major, `correlations[a * M + b]`; `NaN` nowhere: 0 where a function never votes, 1 on the diagonal
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['no', 'yes'], {
 *   f: ['yes', undefined, 'no', undefined],
 *   copy: ['yes', undefined, 'no', undefined],
 * });
 * residualCorrelations(votes, ['yes', 'yes', 'no', 'no'])[1].toFixed(2); // => '1.00'
 * ```
 */
export function residualCorrelations<L extends string>(
  votes: LabelMatrix<L>,
  labels: ProbabilisticLabels<NoInfer<L>> | Gold<NoInfer<L>>,
): Float64Array {
  const { patterns, patternOf } = plainPatterns(votes);
  const shares = expectedShares(votes.labels, labels, patternOf);
  return residualsOf(patterns, comparePairs(votes), sumShares(patterns, patternOf, shares));
}

/** The probability of each label on each record, and how often each distribution occurs. */
export interface Shares {
  /** `table[distribution * K + label]`. */
  readonly table: Float64Array;
  /** The distribution of each record. */
  readonly index: ArrayLike<number>;
}

/** What the labels are thought to be; a record whose gold label is unknown has the balance of the others. */
function expectedShares<L extends string>(
  names: readonly L[],
  labels: ProbabilisticLabels<L> | Gold<L>,
  patternOf: Uint32Array,
): Shares {
  const { positions, soft } = truthOf(names, labels, patternOf.length);
  if (soft) return soft;
  const K = names.length;
  const table = new Float64Array((K + 1) * K);
  for (const k of positions) if (k >= 0) table[k]++;
  const known = table.reduce((sum, count) => sum + count, 0);
  for (let k = 0; k < K; k++) table[K * K + k] = known > 0 ? table[k] / known : 1 / K;
  table.fill(0, 0, K * K);
  for (let k = 0; k < K; k++) table[k * K + k] = 1;
  return { table, index: Int16Array.from(positions, (k) => (k < 0 ? K : k)) };
}

/** The probabilities of the labels, added up over records. */
export interface ShareSums {
  /** By pattern: `byPattern[p * K + label]`. */
  readonly byPattern: Float64Array;
  /** Products of the probabilities of two labels: `squares[y * K + z]`. */
  readonly squares: Float64Array;
}

/** Adds the probabilities up. */
export function sumShares(
  { size, labels }: Pick<VotePatterns, 'size' | 'labels'>,
  patternOf: Uint32Array,
  { table, index }: Shares,
): ShareSums {
  const K = labels.length;
  const byPattern = new Float64Array(size * K);
  const counts = new Float64Array(table.length / K);
  for (let i = 0; i < patternOf.length; i++) {
    counts[index[i]]++;
    for (let k = 0; k < K; k++) byPattern[patternOf[i] * K + k] += table[index[i] * K + k];
  }
  const squares = new Float64Array(K * K);
  for (let d = 0; d < counts.length; d++) {
    for (let y = 0; y < K; y++) {
      const weight = counts[d] * table[d * K + y];
      if (weight > 0) for (let z = 0; z < K; z++) squares[y * K + z] += weight * table[d * K + z];
    }
  }
  return { byPattern, squares };
}

/** Finds the correlations of {@link residualCorrelations} from what is added up already. */
export function residualsOf(patterns: VotePatterns, pairs: FunctionPairs, sums: ShareSums): Float64Array {
  const M = patterns.functions.length;
  const K = patterns.labels.length;
  const { voted, rates, expected } = ratesOf(patterns, sums);
  const apart = K > 1 ? 1 / (K - 1) : 0;
  const covariance = new Float64Array(M * M);
  for (let a = 0; a < M; a++) {
    for (let b = a; b < M; b++) {
      let sum = pairs.agreements[a * M + b] - apart * pairs.conflicts[a * M + b];
      for (let c = 0; c < K * K; c++) {
        const [atA, atB] = [a * K * K + c, b * K * K + c];
        sum += expected[atA] * rates[atB] - voted[atA] * rates[atB] - rates[atA] * voted[atB];
      }
      covariance[a * M + b] = sum;
      covariance[b * M + a] = sum;
    }
  }
  return covariance.map((sum, cell) => {
    const [a, b] = [Math.floor(cell / M), cell % M];
    if (a === b) return 1;
    const scale = Math.sqrt(Math.max(0, covariance[a * M + a]) * Math.max(0, covariance[b * M + b]));
    return scale > 1e-9 ? Math.min(1, Math.max(-1, sum / scale)) : 0;
  });
}

/** By function, vote k and label y, at `(column * K + k) * K + y`. */
interface Rates {
  /** The probability of y, added up over the records on which it votes k. */
  readonly voted: Float64Array;
  /** P(vote k | y), turned to where it meets others as corners of a simplex do. */
  readonly rates: Float64Array;
  /** The expected vote k times the probability of y, added up over all records. */
  readonly expected: Float64Array;
}

function ratesOf({ offsets, columns, votes, size, labels, functions }: VotePatterns, sums: ShareSums): Rates {
  const K = labels.length;
  const voted = new Float64Array(functions.length * K * K);
  const totals = new Float64Array(K);
  for (let p = 0; p < size; p++) {
    for (let y = 0; y < K; y++) totals[y] += sums.byPattern[p * K + y];
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
      const place = (columns[cell] * K + votes[cell]) * K;
      for (let y = 0; y < K; y++) voted[place + y] += sums.byPattern[p * K + y];
    }
  }
  const rates = voted.map((sum, place) => (totals[place % K] > 0 ? sum / totals[place % K] : 0));
  const expected = new Float64Array(voted.length);
  for (let at = 0; at < voted.length; at += K) {
    for (let y = 0; y < K; y++) {
      for (let z = 0; z < K; z++) expected[at + z] += rates[at + y] * sums.squares[y * K + z];
    }
  }
  return { voted, rates: centred(rates, K), expected };
}

/** The products with these are those of the corners of a simplex: 1 with itself, -1 / (K - 1) with another. */
function centred(rates: Float64Array, K: number): Float64Array {
  if (K < 2) return rates;
  return rates.map((rate, place) => {
    const first = place - (place % (K * K)) + (place % K);
    let mean = 0;
    for (let k = 0; k < K; k++) mean += rates[first + k * K] / K;
    return (K / (K - 1)) * (rate - mean);
  });
}
