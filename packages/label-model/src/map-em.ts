import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { type Balance, balanceShrinkage, resolveBalance } from './class-balance.ts';
import { type DependentIterations, learnTogether } from './dependencies.ts';
import { evidenceModel } from './evidence-model.ts';
import { type EvidenceTable, scaleEvidence } from './evidence-table.ts';
import { describeCollapse, stoppedEarly } from './fit-notes.ts';
import { toFitVotes } from './fit-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { givenQualities } from './named-values.ts';
import { countOutcomes, findOutcomes, type Outcomes, outcomesOfCells, totalsByFunction } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { logit } from './special-functions.ts';
import { startLabels } from './start-labels.ts';
import { coveredRecords, votedShares } from './vote-shares.ts';

/** How MAP-EM learns. */
export interface MapEmOptions extends DependentIterations {
  /** Default `half-uniform`. */
  readonly balance?: Balance | undefined;
  /** How often a vote is expected to be right before looking at the votes: for all functions, or by name. Default .75. */
  readonly quality?: number | Readonly<Record<string, number>> | undefined;
  /** How many imagined votes stand behind `quality` for each vote cast. Default 8. */
  readonly strength?: number | undefined;
  /** How much abstaining counts as evidence, 0 to 1. Default .3. */
  readonly abstainWeight?: number | undefined;
}

const DEFAULT_QUALITY = 0.75;

/**
 * Learns how often each function votes each label on records of each label, held close to a common quality by a
 * prior that grows with the votes, and counts abstaining as weak evidence.
 *
 * Made for labeling functions that vote on few records, mostly one label each, where plain EM collapses.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['common', 'rare'], [
 *   ['ham', undefined], ['ham', undefined], ['ham', undefined], ['ham', 'spam'],
 * ]);
 * mapEm().fit(votes).predict(votes).top(3); // => 'spam'
 * ```
 */
export function mapEm(options: MapEmOptions = {}): Estimator {
  const { strength = 8, abstainWeight = 0.3 } = options;
  if (!(strength >= 0 && Number.isFinite(strength))) {
    throw new LabelwrightError('invalid-option', `the strength is ${strength}; expected 0 or more`);
  }
  if (!(abstainWeight >= 0 && abstainWeight <= 1)) {
    throw new LabelwrightError('invalid-option', `the abstain weight is ${abstainWeight}; expected 0 to 1`);
  }
  return recorded(options, {
    name: 'map-em',
    fit: (votes, fitOptions) => fitMapEm(options, votes, fitOptions),
  });
}

function fitMapEm<L extends string, F extends string>(
  options: MapEmOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const { balance: wanted = 'half-uniform', strength = 8, abstainWeight = 0.3 } = options;
  const { maxIterations = 20, tolerance, dependencies } = options;
  const fitVotes = toFitVotes(votes, fitOptions);
  const { patterns } = fitVotes;
  const { labels, functions } = patterns;
  const quality = Float64Array.from(
    givenQualities(functions, options.quality),
    (value) => value ?? DEFAULT_QUALITY,
  );
  const outcomes = findOutcomes(patterns);
  const numbers = outcomesOfCells(outcomes, patterns);
  const balance = resolveBalance(wanted, labels, votedShares(patterns));
  const records = coveredRecords(patterns);
  let precision: Float64Array = new Float64Array();
  const learn = (expected: Float64Array) => {
    const counts = countOutcomes(outcomes, patterns, numbers, expected);
    precision = learnPrecision(outcomes, counts, balance, quality, strength);
    const chances = toChances(outcomes, precision, counts, balance, records);
    return { table: propensityTable(outcomes, chances, balance, abstainWeight), logPrior: 0 };
  };
  const start = () => startLabels(patterns, fitOptions);
  const found = learnTogether(fitVotes, outcomes, start, learn, { maxIterations, tolerance, dependencies });
  const final = countOutcomes(outcomes, patterns, numbers, found.mass);
  const accuracies = meanPrecision(outcomes, precision, final);
  return evidenceModel({
    kind: 'map-em',
    labels,
    functions,
    balance,
    accuracies,
    figures: { iterations: found.iterations, converged: Number(found.converged) },
    notes: [...stoppedEarly(found), ...found.notes, ...describeCollapse(patterns, found.mass, accuracies)],
    table: scaleEvidence(found.table, balanceShrinkage(wanted)),
  });
}

/** The share of each label among the records with the outcome, held close to the quality: `[outcome * K + label]`. */
function learnPrecision(
  outcomes: Outcomes,
  counts: Float64Array,
  balance: Float64Array,
  quality: Float64Array,
  strength: number,
): Float64Array {
  const K = outcomes.labels;
  const precision = new Float64Array(counts.length);
  for (let o = 0; o < outcomes.size; o++) {
    const vote = outcomes.labelOf[o];
    const right = quality[outcomes.columnOf[o]];
    const votes = rowSum(counts, o, K);
    const imagined = strength * votes + 2;
    for (let k = 0; k < K; k++) {
      const expected = k === vote ? right : ((1 - right) * balance[k]) / (1 - balance[vote]);
      precision[o * K + k] = (counts[o * K + k] + imagined * expected) / (votes + imagined);
    }
  }
  return precision;
}

/** P(vote of the outcome | label), by Bayes' rule; no vote speaks against its own label. */
function toChances(
  outcomes: Outcomes,
  precision: Float64Array,
  counts: Float64Array,
  balance: Float64Array,
  records: number,
): Float64Array {
  const K = outcomes.labels;
  const chances = new Float64Array(precision.length);
  for (let o = 0; o < outcomes.size; o++) {
    const share = rowSum(counts, o, K) / records;
    const vote = outcomes.labelOf[o];
    const chance = (k: number) =>
      Math.min(Math.max((precision[o * K + k] * share) / balance[k], 1e-7), 0.999);
    const right = chance(vote);
    for (let k = 0; k < K; k++) chances[o * K + k] = Math.min(chance(k), right);
  }
  return chances;
}

function propensityTable(
  outcomes: Outcomes,
  chances: Float64Array,
  balance: Float64Array,
  abstainWeight: number,
): EvidenceTable {
  const voting = totalsByFunction(outcomes, chances);
  return {
    unit: 'log-odds',
    prior: balance.map(Math.log),
    outcomes,
    evidence: chances.map(Math.log),
    unseen: balance.map((share) => Math.max(0, logit(DEFAULT_QUALITY) - logit(share))),
    // A function may vote on nearly all records of a label: the chance that it does not stays above 0.
    silence: voting.map((chance) => abstainWeight * Math.log(Math.max(1 - chance, 1e-3))),
  };
}

function meanPrecision(
  outcomes: Outcomes,
  precision: Float64Array,
  counts: Float64Array,
): (number | undefined)[] {
  const K = outcomes.labels;
  const right = new Float64Array(outcomes.functions);
  const voted = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) {
    const votes = rowSum(counts, o, K);
    right[outcomes.columnOf[o]] += votes * precision[o * K + outcomes.labelOf[o]];
    voted[outcomes.columnOf[o]] += votes;
  }
  return Array.from(right, (sum, column) =>
    voted[column] > 0 ? Math.min(1, sum / voted[column]) : undefined,
  );
}

function rowSum(table: Float64Array, row: number, K: number): number {
  let sum = 0;
  for (let k = 0; k < K; k++) sum += table[row * K + k];
  return sum;
}
