import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import { type Balance, resolveBalance } from './class-balance.ts';
import { evidenceModel } from './evidence-model.ts';
import { toProbabilities } from './evidence-table.ts';
import { assertIterations, type IterationOptions, largestDifference } from './expectation-maximization.ts';
import { describeCollapse, stoppedEarly } from './fit-notes.ts';
import { clampKnown, type FitVotes, toFitVotes, writeMass } from './fit-votes.ts';
import { posteriorAccuracies } from './ibcc.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { coinEvidence } from './one-coin.ts';
import { countOutcomes, findOutcomes, outcomesOfCells } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { logistic } from './special-functions.ts';
import { meanOf, voteShares } from './vote-shares.ts';

/** How GLAD learns. */
export interface GladOptions extends IterationOptions {
  /** Default `uniform`. */
  readonly balance?: Balance | undefined;
}

/** Skills and difficulties are expected around 1, with a standard deviation of 1. */
const EXPECTED = 1;

/** Newton steps per round; a step is at most this long. */
const STEPS = 3;
const LONGEST_STEP = 1;

/**
 * GLAD (Whitehill, Ruvolo, Wu, Bergsma and Movellan, 2009): a skill per function and an ease per record; a vote
 * is right with the probability σ(skill · exp(ease)), and wrong votes fall on the other labels evenly.
 *
 * Records with the same votes are equally easy. The fitted model takes a record for one of mean ease, so that its
 * posterior is a sum; what it learnt about the ease of single records shapes the skills only.
 */
export function glad(options: GladOptions = {}): Estimator {
  return recorded(options, { name: 'glad', fit: (votes, fitOptions) => fitGlad(options, votes, fitOptions) });
}

/** What the model believes while it learns. */
interface Beliefs {
  /** By column. */
  readonly skills: Float64Array;
  /** By pattern. */
  readonly ease: Float64Array;
  /** `posterior[pattern * K + label]`. */
  readonly posterior: Float64Array;
}

function fitGlad<L extends string, F extends string>(
  { balance: wanted = 'uniform', maxIterations = 100, tolerance = 1e-5 }: GladOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  assertIterations(maxIterations, tolerance);
  const fitVotes = toFitVotes(votes, fitOptions);
  const { patterns } = fitVotes;
  const { labels, functions } = patterns;
  const K = labels.length;
  const posterior = voteShares(patterns);
  const balance = resolveBalance(wanted, labels, meanOf(patterns, posterior));
  const beliefs: Beliefs = {
    skills: new Float64Array(functions.length).fill(EXPECTED),
    ease: new Float64Array(patterns.size).fill(EXPECTED),
    posterior,
  };
  const found = climb(fitVotes, beliefs, balance, maxIterations, tolerance);
  const mass = new Float64Array(posterior.length);
  writeMass(patterns, posterior, mass);
  const outcomes = findOutcomes(patterns);
  const right = beliefs.skills.map((skill) => chanceRight(skill, meanEase(patterns, beliefs.ease)));
  const evidence = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) {
    evidence[o * K + outcomes.labelOf[o]] = coinEvidence(right[outcomes.columnOf[o]], K);
  }
  const counts = countOutcomes(outcomes, patterns, outcomesOfCells(outcomes, patterns), mass);
  const accuracies = posteriorAccuracies(outcomes, counts);
  return evidenceModel({
    kind: 'glad',
    labels,
    functions,
    balance,
    accuracies,
    figures: { iterations: found.iterations, converged: Number(found.converged) },
    notes: [...stoppedEarly(found), ...describeCollapse(patterns, mass, accuracies)],
    table: {
      unit: 'log-odds',
      prior: balance.map(Math.log),
      outcomes,
      evidence,
      unseen: new Float64Array(K).fill(coinEvidence(chanceRight(EXPECTED, EXPECTED), K)),
    },
  });
}

/** The probability that a vote is right. */
export function chanceRight(skill: number, ease: number): number {
  return logistic(skill * Math.exp(ease));
}

function climb(
  votes: FitVotes,
  beliefs: Beliefs,
  balance: Float64Array,
  maxIterations: number,
  tolerance: number,
): { readonly iterations: number; readonly converged: boolean } {
  const { patterns } = votes;
  clampKnown(votes, beliefs.posterior);
  for (let iterations = 1; ; iterations++) {
    for (let step = 0; step < STEPS; step++) {
      learnSkills(patterns, beliefs);
      learnEase(patterns, beliefs);
    }
    const before = beliefs.posterior.slice();
    inferLabels(patterns, beliefs, balance);
    clampKnown(votes, beliefs.posterior);
    const converged = largestDifference(before, beliefs.posterior) <= tolerance;
    if (converged || iterations >= maxIterations) return { iterations, converged };
  }
}

/** Writes one Newton step of all skills into the beliefs. */
function learnSkills(patterns: VotePatterns, { skills, ease, posterior }: Beliefs): void {
  const K = patterns.labels.length;
  const slope = skills.map((skill) => EXPECTED - skill);
  const curve = new Float64Array(skills.length).fill(1);
  for (let p = 0; p < patterns.size; p++) {
    const scale = Math.exp(ease[p]);
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      const column = patterns.columns[cell];
      const right = chanceRight(skills[column], ease[p]);
      slope[column] += patterns.counts[p] * (posterior[p * K + patterns.votes[cell]] - right) * scale;
      curve[column] += patterns.counts[p] * right * (1 - right) * scale * scale;
    }
  }
  for (let j = 0; j < skills.length; j++) skills[j] += boundedStep(slope[j] / curve[j]);
}

/** Writes one Newton step of the ease of all patterns, each that of a single record, into the beliefs. */
function learnEase(patterns: VotePatterns, { skills, ease, posterior }: Beliefs): void {
  const K = patterns.labels.length;
  for (let p = 0; p < patterns.size; p++) {
    let slope = EXPECTED - ease[p];
    let curve = 1;
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      const skill = skills[patterns.columns[cell]];
      const right = chanceRight(skill, ease[p]);
      const scaled = skill * Math.exp(ease[p]);
      slope += (posterior[p * K + patterns.votes[cell]] - right) * scaled;
      curve += right * (1 - right) * scaled * scaled;
    }
    ease[p] += boundedStep(slope / curve);
  }
}

function boundedStep(step: number): number {
  return Math.min(Math.max(step, -LONGEST_STEP), LONGEST_STEP);
}

/** Writes the distributions that skills and ease give into the beliefs. */
function inferLabels(
  patterns: VotePatterns,
  { skills, ease, posterior }: Beliefs,
  balance: Float64Array,
): void {
  const K = balance.length;
  for (let p = 0; p < patterns.size; p++) {
    const row = posterior.subarray(p * K, (p + 1) * K);
    for (let k = 0; k < K; k++) row[k] = Math.log(balance[k]);
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      row[patterns.votes[cell]] += coinEvidence(chanceRight(skills[patterns.columns[cell]], ease[p]), K);
    }
    toProbabilities(row);
  }
}

/** The mean over the records with votes. */
function meanEase(patterns: VotePatterns, ease: Float64Array): number {
  let sum = 0;
  let records = 0;
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) continue;
    sum += patterns.counts[p] * ease[p];
    records += patterns.counts[p];
  }
  return records > 0 ? sum / records : EXPECTED;
}
