import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { dependentPairs } from './agreement.ts';
import { type Balance, resolveBalance } from './class-balance.ts';
import { clusterFunctions, discountClusters } from './dependencies.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { toFitVotes, unusedGold } from './fit-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { dot, multiply } from './linear-algebra.ts';
import { smallestChance } from './matrix-completion.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { scaledInverse, type VoteCovariance, voteCovariance } from './vote-covariance.ts';
import { coveredRecords, votedShares } from './vote-shares.ts';

/** How the inverse covariance is used. */
export interface InverseCovarianceOptions {
  /** Default `uniform`. */
  readonly balance?: Balance | undefined;
  /** How often a vote is right where the votes do not tell. Default .7. */
  readonly precision?: number | undefined;
  /** Pairs of functions, by name, that depend on each other; together they count as one. */
  readonly dependencies?: readonly (readonly [string, string])[] | undefined;
}

/** The pull towards where the search starts: enough to decide where the votes leave it open. */
const PULL = 1e-6;
const ROUNDS = 1000;
const TOLERANCE = 1e-10;

/**
 * Learns P(vote | label) of two labels from the inverse covariance of the votes, which for functions that do not
 * depend on each other is minus one product of two numbers (Ratner, Hancock, Dunnmon, Sala, Pandey and Ré, 2019).
 *
 * Abstaining is no evidence. Needs a task with two labels, and three functions or groups of dependent functions
 * to learn more than it is told.
 */
export function inverseCovariance(options: InverseCovarianceOptions = {}): Estimator {
  const { precision = 0.7 } = options;
  if (!(precision > 0 && precision < 1)) {
    throw new LabelwrightError('invalid-option', `the precision is ${precision}; expected between 0 and 1`);
  }
  return recorded(options, {
    name: 'inverse-covariance',
    fit: (votes, fitOptions) => fitInverse(options, votes, fitOptions),
  });
}

function fitInverse<L extends string, F extends string>(
  { balance: wanted = 'uniform', precision = 0.7, dependencies = [] }: InverseCovarianceOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const { patterns } = toFitVotes(votes);
  const { labels, functions } = patterns;
  if (labels.length !== 2) {
    throw new LabelwrightError('invalid-option', `found ${labels.length} labels; expected 2`);
  }
  const balance = resolveBalance(wanted, labels, votedShares(patterns));
  const outcomes = findOutcomes(patterns);
  const found = voteCovariance(outcomes, patterns);
  const free = independentPairs(outcomes, found.kept, dependentPairs(functions, dependencies));
  const withLabel = labelCovariance(outcomes, found, balance, precision);
  const start = startFactor(found, withLabel, balance);
  const { factor: either, rounds } = factorize(scaledInverse(found), free, start);
  const factor = turned(either, found, withLabel);
  const smallest = smallestChance(coveredRecords(patterns));
  const chances = toChances(outcomes, found, factor, balance, smallest);
  const table: EvidenceTable = {
    unit: 'log-odds',
    prior: balance.map(Math.log),
    outcomes,
    evidence: chances.map(Math.log),
    unseen: new Float64Array(2),
  };
  return evidenceModel({
    kind: 'inverse-covariance',
    labels,
    functions,
    balance,
    accuracies: accuraciesOf(outcomes, found.means, chances, balance),
    figures: { iterations: rounds },
    notes: unusedGold(fitOptions),
    table:
      dependencies.length > 0 ? discountClusters(table, clusterFunctions(functions, dependencies)) : table,
  });
}

/** 1 for the pairs of outcomes of functions that do not depend on each other. */
function independentPairs(outcomes: Outcomes, kept: readonly number[], dependent: Uint8Array): Uint8Array {
  const free = new Uint8Array(kept.length * kept.length);
  for (const [n, a] of kept.entries()) {
    for (const [m, b] of kept.entries()) {
      const [first, second] = [outcomes.columnOf[a], outcomes.columnOf[b]];
      if (first !== second && dependent[first * outcomes.functions + second] === 0)
        free[n * kept.length + m] = 1;
    }
  }
  return free;
}

/** The covariance with the label of votes that are right so often. */
function labelCovariance(
  outcomes: Outcomes,
  { kept, means }: VoteCovariance,
  balance: Float64Array,
  precision: number,
): Float64Array {
  return Float64Array.from(
    kept,
    (o) => means[o] * ((outcomes.labelOf[o] === 1 ? precision : 1 - precision) - balance[1]),
  );
}

/** The factor turned the way in which votes are more often right than wrong: its opposite has the same products. */
function turned(
  factor: Float64Array,
  { covariance, inverse }: VoteCovariance,
  withLabel: Float64Array,
): Float64Array {
  const found = multiply(
    covariance,
    factor.map((value, n) => value * Math.sqrt(inverse[n * (factor.length + 1)])),
  );
  return dot(found, withLabel) < 0 ? factor.map((value) => -value) : factor;
}

/** The factor of votes with this covariance with the label, on the scale of a correlation. */
function startFactor(
  { inverse }: VoteCovariance,
  withLabel: Float64Array,
  balance: Float64Array,
): Float64Array {
  const D = withLabel.length;
  const along = multiply(inverse, withLabel);
  const explained = dot(withLabel, along);
  const variance = balance[0] * balance[1];
  // Many functions of that precision could explain more of the label than there is.
  const scale = Math.sqrt(Math.min(1, (0.9 * variance) / Math.max(explained, Number.MIN_VALUE)));
  const rest = Math.sqrt(variance - scale ** 2 * explained);
  return along.map((value, n) => (value * scale) / rest / Math.sqrt(inverse[n * (D + 1)]));
}

/** Finds numbers whose products are minus the entries of the pairs that are free. */
function factorize(
  scaled: Float64Array,
  free: Uint8Array,
  start: Float64Array,
): { readonly factor: Float64Array; readonly rounds: number } {
  const D = start.length;
  const factor = start.slice();
  for (let rounds = 1; ; rounds++) {
    let moved = 0;
    for (let a = 0; a < D; a++) {
      let along = PULL * start[a];
      let length = PULL;
      for (let b = 0; b < D; b++) {
        if (free[a * D + b] === 0) continue;
        along -= scaled[a * D + b] * factor[b];
        length += factor[b] ** 2;
      }
      moved = Math.max(moved, Math.abs(along / length - factor[a]));
      factor[a] = along / length;
    }
    if (moved <= TOLERANCE || rounds === ROUNDS) return { factor, rounds };
  }
}

/** P(outcome | label) for both labels: `chances[outcome * 2 + label]`. */
function toChances(
  outcomes: Outcomes,
  { kept, means, covariance, inverse }: VoteCovariance,
  factor: Float64Array,
  balance: Float64Array,
  smallest: number,
): Float64Array {
  const D = kept.length;
  const z = factor.map((value, n) => value * Math.sqrt(inverse[n * (D + 1)]));
  const spread = multiply(covariance, z);
  const scale = Math.sqrt((balance[0] * balance[1]) / (1 + dot(z, spread)));
  const withLabel = new Float64Array(outcomes.size);
  for (const [n, o] of kept.entries()) withLabel[o] = spread[n] * scale;
  for (let o = 0; o < outcomes.size; o++) {
    if (kept.includes(o)) continue;
    // What a function that never abstains does not vote otherwise, it votes here.
    for (let other = o - 1; other >= 0 && outcomes.columnOf[other] === outcomes.columnOf[o]; other--) {
      withLabel[o] -= withLabel[other];
    }
  }
  const chances = new Float64Array(outcomes.size * 2);
  for (let o = 0; o < outcomes.size; o++) {
    const [less, more] = [means[o] - withLabel[o] / balance[0], means[o] + withLabel[o] / balance[1]];
    chances[o * 2] = Math.min(Math.max(less, smallest), 1 - smallest);
    chances[o * 2 + 1] = Math.min(Math.max(more, smallest), 1 - smallest);
  }
  return chances;
}

/** P(label voted and right) over P(voted). */
function accuraciesOf(
  outcomes: Outcomes,
  means: Float64Array,
  chances: Float64Array,
  balance: Float64Array,
): (number | undefined)[] {
  const right = new Float64Array(outcomes.functions);
  const voted = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) {
    const k = outcomes.labelOf[o];
    right[outcomes.columnOf[o]] += chances[o * 2 + k] * balance[k];
    voted[outcomes.columnOf[o]] += means[o];
  }
  return Array.from(right, (sum, j) => (voted[j] > 0 ? Math.min(1, sum / voted[j]) : undefined));
}
