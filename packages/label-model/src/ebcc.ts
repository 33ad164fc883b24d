import { ABSTAIN, LabelwrightError, type Random, seededRandom, type VotePatterns } from '@labelwright/core';
import { assertObject } from './assert-given.ts';
import { type Balance, resolveBalance } from './class-balance.ts';
import { mostlyOneSided } from './confusion-em.ts';
import { evidenceModel } from './evidence-model.ts';
import { cellWeights, type EvidenceTable, inferStates, sumStates } from './evidence-table.ts';
import { assertIterations, type IterationOptions } from './expectation-maximization.ts';
import { describeCollapse, stoppedEarly } from './fit-notes.ts';
import { type FitVotes, logLikelihoodOfKnown, toFitVotes } from './fit-votes.ts';
import { assertPrior, posteriorAccuracies } from './ibcc.ts';
import type { Estimator, LabelModel } from './label-model.ts';
import { countOutcomes, findOutcomes, type Outcomes, outcomesOfCells, totalsByFunction } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { digamma, dirichletDivergence } from './special-functions.ts';
import { votedShares, voteShares } from './vote-shares.ts';

/** How enhanced Bayesian classifier combination learns. */
export interface EbccOptions extends IterationOptions {
  /** How many kinds of records each label may have. Default 10; most stay empty. */
  readonly subtypes?: number | undefined;
  /** How many random starts to try; that with the best bound on the evidence wins. Default 10. */
  readonly restarts?: number | undefined;
  /** Seed of the starts. Default 0. */
  readonly seed?: number | undefined;
  /** Imagined votes of each function on records of each kind. Default `{ right: 4, wrong: 1 }`. */
  readonly prior?: { readonly right: number; readonly wrong: number } | undefined;
  /**
   * The class balance; `learnt` infers it with one imagined record per label. Default `learnt`, but `uniform`
   * where most functions vote one label only.
   */
  readonly balance?: Balance | 'learnt' | undefined;
}

type Settings = Required<{ [N in keyof EbccOptions]: Exclude<EbccOptions[N], undefined> }>;

/** How many imagined records each label's kinds share: few, so that most kinds stay empty. */
const KINDS_PRIOR = 0.1;

/**
 * Enhanced Bayesian classifier combination (Li, Rubinstein and Cohn, 2019) by variational inference: each label
 * has several kinds of records, so that functions may err together.
 *
 * Suits dense votes of many annotators. Its starts are random, drawn from `seed`; `figures.objective` is the
 * lower bound on the evidence. The posterior mixes the kinds, so no sum explains it.
 */
export function ebcc(options: EbccOptions = {}): Estimator {
  const { subtypes = 10, restarts = 10, seed = 0, prior = { right: 4, wrong: 1 } } = options;
  assertObject('the prior', prior);
  for (const [what, count] of [
    ['kinds', subtypes],
    ['starts', restarts],
  ] as const) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new LabelwrightError('invalid-option', `found ${count} ${what}; expected at least 1`);
  }
  assertPrior(prior);
  const { maxIterations = 500, tolerance = 1e-4 } = options;
  assertIterations(maxIterations, tolerance);
  return recorded(options, {
    name: 'ebcc',
    fit: (votes, fitOptions) => {
      const fitVotes = toFitVotes(votes, fitOptions);
      const oneSided = mostlyOneSided(findOutcomes(fitVotes.patterns));
      const balance = options.balance ?? (oneSided ? 'uniform' : 'learnt');
      return fitEbcc({ subtypes, restarts, seed, prior, maxIterations, tolerance, balance }, fitVotes);
    },
  });
}

interface Climb {
  readonly table: EvidenceTable;
  readonly mass: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly objective: number;
}

function fitEbcc<L extends string, F extends string>(
  settings: Settings,
  votes: FitVotes<L, F>,
): LabelModel<L, F> {
  const { patterns } = votes;
  const { labels, functions } = patterns;
  const K = labels.length;
  const outcomes = findOutcomes(patterns);
  const numbers = outcomesOfCells(outcomes, patterns);
  const random = seededRandom(settings.seed);
  let best = climb(votes, outcomes, numbers, settings, random);
  for (let start = 1; start < settings.restarts; start++) {
    const found = climb(votes, outcomes, numbers, settings, random);
    if (found.objective > best.objective) best = found;
  }
  const mass = sumStates(best.table, best.mass, K);
  const accuracies = posteriorAccuracies(outcomes, countOutcomes(outcomes, patterns, numbers, mass));
  const shares = sumStates(best.table, normalizeStates(best.table.prior), K);
  return evidenceModel({
    kind: 'ebcc',
    labels,
    functions,
    balance: shares,
    accuracies,
    figures: { iterations: best.iterations, converged: Number(best.converged), objective: best.objective },
    notes: [...stoppedEarly(best), ...describeCollapse(patterns, mass, accuracies)],
    table: best.table,
  });
}

/** Climbs the bound on the evidence from one random start. */
function climb(
  votes: FitVotes,
  outcomes: Outcomes,
  numbers: Int32Array,
  settings: Settings,
  random: Random,
): Climb {
  const { patterns } = votes;
  const states = startStates(votes, settings.subtypes, random);
  const S = patterns.labels.length * settings.subtypes;
  const next = new Float64Array(states.length);
  const weights = cellWeights(patterns, numbers);
  const fixed = fixedBalance(patterns, settings.balance);
  for (let iterations = 1; ; iterations++) {
    const mass = stateMass(patterns, states, S);
    const { table, divergence } = learnStates(
      outcomes,
      countOutcomes(outcomes, patterns, numbers, mass),
      mass,
      settings,
      fixed,
    );
    const evidence = inferStates(table, patterns, numbers, weights, next) + logLikelihoodOfKnown(votes, next);
    clampStates(votes, next, settings.subtypes);
    let moved = 0;
    for (let n = 0; n < states.length; n++) moved = Math.max(moved, Math.abs(states[n] - next[n]));
    states.set(next);
    const converged = moved <= settings.tolerance;
    if (!converged && iterations < settings.maxIterations) continue;
    return {
      table,
      mass: stateMass(patterns, states, S),
      iterations,
      converged,
      objective: evidence - divergence,
    };
  }
}

function fixedBalance(patterns: VotePatterns, wanted: Balance | 'learnt'): Float64Array | undefined {
  if (wanted === 'learnt') return undefined;
  return resolveBalance(wanted, patterns.labels, votedShares(patterns));
}

/** The shares of the votes, each divided among the label's kinds at random. */
function startStates(votes: FitVotes, subtypes: number, random: Random): Float64Array {
  const shares = voteShares(votes.patterns);
  const states = new Float64Array(shares.length * subtypes);
  const parts = new Float64Array(subtypes);
  for (let n = 0; n < shares.length; n++) {
    let total = 0;
    // Exponential draws, normalised, are uniform on the simplex.
    for (let g = 0; g < subtypes; g++) {
      parts[g] = -Math.log(1 - random());
      total += parts[g];
    }
    for (let g = 0; g < subtypes; g++) states[n * subtypes + g] = (shares[n] * parts[g]) / total;
  }
  clampStates(votes, states, subtypes);
  return states;
}

/** Writes 0 into the kinds of other labels where the label is known. */
function clampStates({ patterns, known }: FitVotes, states: Float64Array, subtypes: number): void {
  if (!known) return;
  const S = patterns.labels.length * subtypes;
  for (let p = 0; p < known.length; p++) {
    if (known[p] === ABSTAIN) continue;
    const row = states.subarray(p * S, (p + 1) * S);
    const own = row.slice(known[p] * subtypes, (known[p] + 1) * subtypes);
    const total = own.reduce((sum, share) => sum + share, 0);
    row.fill(0);
    row.set(total > 0 ? own.map((share) => share / total) : own.fill(1 / subtypes), known[p] * subtypes);
  }
}

function stateMass(patterns: VotePatterns, states: Float64Array, S: number): Float64Array {
  return states.map((share, n) => {
    const p = Math.floor(n / S);
    return patterns.isEmpty(p) ? 0 : share * patterns.counts[p];
  });
}

/** What the kinds of records look like: expected logarithms, and how far beliefs moved from the prior. */
function learnStates(
  outcomes: Outcomes,
  counts: Float64Array,
  mass: Float64Array,
  { subtypes, prior: { right, wrong } }: Settings,
  fixed: Float64Array | undefined,
): { readonly table: EvidenceTable; readonly divergence: number } {
  const K = outcomes.labels;
  const S = K * subtypes;
  const labelOfState = Uint16Array.from({ length: S }, (_, s) => Math.floor(s / subtypes));
  const totals = totalsByFunction(outcomes, counts);
  const priorTotal = right + (K - 1) * wrong;
  const expectedTotals = totals.map((total) => digamma(total + priorTotal));
  const imagined = (o: number, s: number) => (outcomes.labelOf[o] === labelOfState[s] ? right : wrong);
  const evidence = new Float64Array(counts.length);
  for (let o = 0; o < outcomes.size; o++) {
    for (let s = 0; s < S; s++) {
      evidence[o * S + s] =
        digamma(counts[o * S + s] + imagined(o, s)) - expectedTotals[outcomes.columnOf[o] * S + s];
    }
  }
  const kinds = learnKinds(mass, K, subtypes, fixed);
  let divergence = kinds.divergence;
  for (const own of outcomesByFunction(outcomes)) {
    for (let s = 0; s < S; s++) {
      divergence += dirichletDivergence(
        own.map((o) => counts[o * S + s]),
        own.map((o) => imagined(o, s)),
        priorTotal,
      );
    }
  }
  const unseen = new Float64Array(K).fill(digamma(right) - digamma(wrong));
  return {
    table: { unit: 'log-odds', prior: kinds.logs, labelOfState, outcomes, evidence, unseen },
    divergence,
  };
}

function outcomesByFunction(outcomes: Outcomes): number[][] {
  const own: number[][] = Array.from({ length: outcomes.functions }, () => []);
  for (let o = 0; o < outcomes.size; o++) own[outcomes.columnOf[o]].push(o);
  return own;
}

/** How frequent each label, and each kind among its label's, is expected to be. */
function learnKinds(
  mass: Float64Array,
  K: number,
  subtypes: number,
  fixed: Float64Array | undefined,
): { readonly logs: Float64Array; readonly divergence: number } {
  const S = K * subtypes;
  const records = new Float64Array(S);
  for (let n = 0; n < mass.length; n++) records[n % S] += mass[n];
  const ofLabel = Array.from({ length: K }, (_, k) => {
    return records.subarray(k * subtypes, (k + 1) * subtypes).reduce((sum, count) => sum + count, 0);
  });
  const share = KINDS_PRIOR / subtypes;
  const all = ofLabel.reduce((sum, count) => sum + count, K);
  let divergence = fixed ? 0 : dirichletDivergence(ofLabel, new Array<number>(K).fill(1), K);
  for (let k = 0; k < K; k++) {
    const own = Array.from(records.subarray(k * subtypes, (k + 1) * subtypes));
    divergence += dirichletDivergence(own, new Array<number>(subtypes).fill(share), KINDS_PRIOR);
  }
  const logs = records.map((count, s) => {
    const k = Math.floor(s / subtypes);
    const label = fixed ? Math.log(fixed[k]) : digamma(ofLabel[k] + 1) - digamma(all);
    return label + digamma(count + share) - digamma(ofLabel[k] + KINDS_PRIOR);
  });
  return { logs, divergence };
}

function normalizeStates(logs: Float64Array): Float64Array {
  const shares = logs.map(Math.exp);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
