import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { dependentPairs } from './agreement.ts';
import { type Balance, resolveBalance } from './class-balance.ts';
import { evidenceModel } from './evidence-model.ts';
import { toFitVotes, unusedGold } from './fit-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { findOutcomes, type Outcomes, outcomesOfCells } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { type SecondMoments, secondMoments } from './second-moments.ts';
import { coveredRecords, votedShares } from './vote-shares.ts';

/** How matrix completion learns. */
export interface MatrixCompletionOptions {
  /** Default `uniform`. */
  readonly balance?: Balance | undefined;
  /** How often a vote is right at the start. Default .7. */
  readonly precision?: number | undefined;
  /** Steps down the gradient. Default 100: more fit the overlaps better and, as a rule, the labels worse. */
  readonly steps?: number | undefined;
  /** The length of a step; halved where it would climb. Default .01. */
  readonly learningRate?: number | undefined;
  /** Pairs of functions, by name, that depend on each other: how often they vote together is not fitted. */
  readonly dependencies?: readonly (readonly [string, string])[] | undefined;
}

/**
 * Learns P(vote | label) such that it explains how often each two votes come together, by gradient descent
 * (Ratner, Hancock, Dunnmon, Sala, Pandey and Ré, 2019): the label model of Snorkel.
 *
 * Starts from votes that are right in `precision` of all cases, without chance, so the same votes give the same
 * model. Abstaining is no evidence. `figures.objective` is minus the loss.
 */
export function matrixCompletion(options: MatrixCompletionOptions = {}): Estimator {
  const { precision = 0.7, steps = 100, learningRate = 0.01 } = options;
  if (!(precision > 0 && precision < 1)) {
    throw new LabelwrightError('invalid-option', `the precision is ${precision}; expected between 0 and 1`);
  }
  if (!(Number.isInteger(steps) && steps >= 0)) {
    throw new LabelwrightError('invalid-option', `found ${steps} steps; expected 0 or more`);
  }
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new LabelwrightError('invalid-option', `the learning rate is ${learningRate}; expected above 0`);
  }
  return recorded(options, {
    name: 'matrix-completion',
    fit: (votes, fitOptions) => fitMoments(options, votes, fitOptions),
  });
}

function fitMoments<L extends string, F extends string>(
  {
    balance: wanted = 'uniform',
    precision = 0.7,
    steps = 100,
    learningRate = 0.01,
    dependencies = [],
  }: MatrixCompletionOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const { patterns } = toFitVotes(votes);
  const { labels, functions } = patterns;
  const outcomes = findOutcomes(patterns);
  const balance = resolveBalance(wanted, labels, votedShares(patterns));
  const numbers = outcomesOfCells(outcomes, patterns);
  const moments = secondMoments(outcomes, patterns, numbers, dependentPairs(functions, dependencies));
  const found = descend(
    moments,
    balance,
    startChances(outcomes, moments, balance, precision),
    steps,
    learningRate,
  );
  const smallest = smallestChance(coveredRecords(patterns));
  const chances = found.chances.map((chance) => Math.min(Math.max(chance, smallest), 1 - smallest));
  return evidenceModel({
    kind: 'matrix-completion',
    labels,
    functions,
    balance,
    accuracies: accuraciesOf(outcomes, moments, chances, balance),
    figures: { iterations: steps, objective: 0 - found.loss },
    notes: unusedGold(fitOptions),
    table: {
      unit: 'log-odds',
      prior: balance.map(Math.log),
      outcomes,
      evidence: chances.map(Math.log),
      unseen: new Float64Array(labels.length),
    },
  });
}

/** P(outcome | its own label) where its votes are right so often; 0 for other labels. */
export function startChances(
  outcomes: Outcomes,
  { alone }: SecondMoments,
  balance: Float64Array,
  precision: number,
): Float64Array {
  const K = outcomes.labels;
  const chances = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) {
    const k = outcomes.labelOf[o];
    chances[o * K + k] = Math.min(1, (alone[o] * precision) / balance[k]);
  }
  return chances;
}

/** What chances are kept away from 0 and 1 by: less, the more records there are. */
export function smallestChance(records: number): number {
  return Math.min(0.01, 10 ** -Math.ceil(Math.log10(Math.max(1, records))));
}

/** Takes steps down the gradient of the loss; a step that would climb is halved instead. */
function descend(
  moments: SecondMoments,
  balance: Float64Array,
  start: Float64Array,
  steps: number,
  learningRate: number,
): { readonly chances: Float64Array; readonly loss: number } {
  let chances = start;
  let loss = momentLoss(moments, balance, chances);
  let rate = learningRate;
  for (let step = 0; step < steps && rate > 1e-12; step++) {
    const gradient = momentGradient(moments, balance, chances);
    const next = chances.map((chance, n) => chance - rate * gradient[n]);
    const nextLoss = momentLoss(moments, balance, next);
    if (nextLoss <= loss) {
      chances = next;
      loss = nextLoss;
    } else rate /= 2;
  }
  return { chances, loss };
}

/** P(both outcomes) if functions were independent given the label. */
function joint(chances: Float64Array, balance: Float64Array, a: number, b: number): number {
  const K = balance.length;
  let sum = 0;
  for (let k = 0; k < K; k++) sum += balance[k] * chances[a * K + k] * chances[b * K + k];
  return sum;
}

/** The squared distance of the expected moments from those counted, over ordered pairs and single outcomes. */
export function momentLoss(moments: SecondMoments, balance: Float64Array, chances: Float64Array): number {
  const K = balance.length;
  const gram = gramMatrix(chances, K);
  let loss = 0;
  // All pairs at once, as the expected moments have rank K; then what differs for the pairs counted or left out.
  for (let k = 0; k < K; k++)
    for (let l = 0; l < K; l++) loss += balance[k] * balance[l] * gram[k * K + l] ** 2;
  for (const [a, b] of moments.leftOut) loss -= (a === b ? 1 : 2) * joint(chances, balance, a, b) ** 2;
  for (let n = 0; n < moments.together.length; n++) {
    const expected = joint(chances, balance, moments.first[n], moments.second[n]);
    loss += 2 * ((moments.together[n] - expected) ** 2 - expected ** 2);
  }
  for (let o = 0; o < moments.alone.length; o++) loss += aloneError(moments, balance, chances, o) ** 2;
  return loss;
}

/** How much too frequent the outcome is expected to be. */
function aloneError(
  { alone }: SecondMoments,
  balance: Float64Array,
  chances: Float64Array,
  o: number,
): number {
  const K = balance.length;
  let expected = 0;
  for (let k = 0; k < K; k++) expected += balance[k] * chances[o * K + k];
  return expected - alone[o];
}

function gramMatrix(chances: Float64Array, K: number): Float64Array {
  const gram = new Float64Array(K * K);
  for (let row = 0; row < chances.length; row += K) {
    for (let k = 0; k < K; k++)
      for (let l = 0; l < K; l++) gram[k * K + l] += chances[row + k] * chances[row + l];
  }
  return gram;
}

/** The gradient of {@link momentLoss}. */
export function momentGradient(
  moments: SecondMoments,
  balance: Float64Array,
  chances: Float64Array,
): Float64Array {
  const K = balance.length;
  const gram = gramMatrix(chances, K);
  const gradient = new Float64Array(chances.length);
  for (let o = 0; o < moments.alone.length; o++) {
    const error = aloneError(moments, balance, chances, o);
    for (let k = 0; k < K; k++) {
      let sum = 0;
      for (let l = 0; l < K; l++) sum += chances[o * K + l] * balance[l] * gram[l * K + k];
      gradient[o * K + k] = 4 * balance[k] * sum + 2 * error * balance[k];
    }
  }
  const add = (a: number, b: number, factor: number) => {
    for (let k = 0; k < K; k++) gradient[a * K + k] += factor * balance[k] * chances[b * K + k];
  };
  for (const [a, b] of moments.leftOut) {
    const expected = joint(chances, balance, a, b);
    add(a, b, -4 * expected);
    if (a !== b) add(b, a, -4 * expected);
  }
  for (let n = 0; n < moments.together.length; n++) {
    add(moments.first[n], moments.second[n], -4 * moments.together[n]);
    add(moments.second[n], moments.first[n], -4 * moments.together[n]);
  }
  return gradient;
}

/** P(label voted and right) over P(voted), from the chances. */
function accuraciesOf(
  outcomes: Outcomes,
  { alone }: SecondMoments,
  chances: Float64Array,
  balance: Float64Array,
): (number | undefined)[] {
  const K = outcomes.labels;
  const right = new Float64Array(outcomes.functions);
  const voted = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) {
    const k = outcomes.labelOf[o];
    right[outcomes.columnOf[o]] += chances[o * K + k] * balance[k];
    voted[outcomes.columnOf[o]] += alone[o];
  }
  return Array.from(right, (sum, j) => (voted[j] > 0 ? Math.min(1, sum / voted[j]) : undefined));
}
