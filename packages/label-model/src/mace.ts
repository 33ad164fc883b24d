import { type LabelMatrix, LabelwrightError, seededRandom, type VotePatterns } from '@labelwright/core';
import { type DependentIterations, learnTogether } from './dependencies.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { describeCollapse, stoppedEarly } from './fit-notes.ts';
import { type FitVotes, toFitVotes } from './fit-votes.ts';
import { posteriorAccuracies } from './ibcc.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { countOutcomes, findOutcomes, type Outcomes, outcomesOfCells } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { digamma } from './special-functions.ts';
import { voteShares } from './vote-shares.ts';

/** How MACE learns. */
export interface MaceOptions extends DependentIterations {
  /** Variational Bayes, or EM with a little smoothing. Default `variational`. */
  readonly method?: 'variational' | 'em' | undefined;
  /**
   * How many starts to try; that with the best likelihood wins. The first is the same for all functions, the
   * others are random. Default 1.
   */
  readonly restarts?: number | undefined;
  /** Seed of the random starts. Default 0. */
  readonly seed?: number | undefined;
}

/** What MACE believes of the functions. */
export interface Competence {
  /** The weight of knowing, and of guessing, per function; variational weights sum to less than 1. */
  readonly knowing: Float64Array;
  readonly guessing: Float64Array;
  /** What a function votes when it guesses, per outcome. */
  readonly guess: Float64Array;
}

/**
 * MACE (Hovy, Berg-Kirkpatrick, Vaswani and Hovy, 2013): each function either knows the label or guesses by a
 * habit of its own; learns how often each knows. All labels are taken for equally frequent.
 *
 * Suits annotators of whom some do not care. `accuracies` are the shares of votes expected to be right.
 */
export function mace(options: MaceOptions = {}): Estimator {
  const { method = 'variational', restarts = 1 } = options;
  if (method !== 'variational' && method !== 'em') {
    throw new LabelwrightError('invalid-option', `found the method '${method}'; expected variational or em`);
  }
  if (!(Number.isInteger(restarts) && restarts >= 1)) {
    throw new LabelwrightError('invalid-option', `found ${restarts} starts; expected at least 1`);
  }
  return recorded(options, { name: 'mace', fit: (votes, fitOptions) => fitMace(options, votes, fitOptions) });
}

function fitMace<L extends string, F extends string>(
  options: MaceOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const fitVotes = toFitVotes(votes, fitOptions);
  const { patterns } = fitVotes;
  const outcomes = findOutcomes(patterns);
  const random = seededRandom(options.seed ?? 0);
  let best = climb(fitVotes, outcomes, evenStart(outcomes), options);
  for (let start = 1; start < (options.restarts ?? 1); start++) {
    const found = climb(fitVotes, outcomes, randomStart(outcomes, random), options);
    if (found.objective > best.objective) best = found;
  }
  const { labels, functions } = patterns;
  const counts = countOutcomes(outcomes, patterns, outcomesOfCells(outcomes, patterns), best.mass);
  const accuracies = posteriorAccuracies(outcomes, counts);
  return evidenceModel({
    kind: 'mace',
    labels,
    functions,
    balance: labels.map(() => 1 / labels.length),
    accuracies,
    figures: { iterations: best.iterations, converged: Number(best.converged), objective: best.objective },
    notes: [...stoppedEarly(best), ...best.notes, ...describeCollapse(patterns, best.mass, accuracies)],
    table: best.table,
  });
}

/** Learns from this start. */
export function climb(
  votes: FitVotes,
  outcomes: Outcomes,
  start: Competence,
  { method = 'variational', maxIterations = 50, tolerance, dependencies }: MaceOptions,
): ReturnType<typeof learnTogether> {
  if (!(Number.isInteger(maxIterations) && maxIterations >= 0)) {
    throw new LabelwrightError('invalid-option', `found ${maxIterations} iterations; expected 0 or more`);
  }
  const { patterns } = votes;
  const numbers = outcomesOfCells(outcomes, patterns);
  let competence = start;
  let started = false;
  const begin = () => {
    competence = start;
    started = false;
    return voteShares(patterns);
  };
  const learn = (mass: Float64Array) => {
    // A round before the first infers labels from the start; each other learns from the labels first.
    if (started)
      competence = learnCompetence(
        outcomes,
        competence,
        countOutcomes(outcomes, patterns, numbers, mass),
        method,
      );
    started = true;
    return { table: competenceTable(outcomes, competence), logPrior: 0 };
  };
  const found = learnTogether(votes, outcomes, begin, learn, {
    maxIterations: maxIterations + 1,
    tolerance,
    dependencies,
  });
  return { ...found, iterations: found.iterations - 1 };
}

function evenStart(outcomes: Outcomes): Competence {
  return {
    knowing: new Float64Array(outcomes.functions).fill(0.5),
    guessing: new Float64Array(outcomes.functions).fill(0.5),
    guess: new Float64Array(outcomes.size).fill(1 / outcomes.labels),
  };
}

function randomStart(outcomes: Outcomes, random: () => number): Competence {
  const knowing = Float64Array.from({ length: outcomes.functions }, () => 0.25 + 0.5 * random());
  return {
    knowing,
    guessing: knowing.map((weight) => 1 - weight),
    guess: Float64Array.from({ length: outcomes.size }, () => (0.5 + random()) / outcomes.labels),
  };
}

function competenceTable(outcomes: Outcomes, { knowing, guessing, guess }: Competence): EvidenceTable {
  const K = outcomes.labels;
  const evidence = new Float64Array(outcomes.size * K);
  for (let n = 0; n < evidence.length; n++) {
    const o = Math.floor(n / K);
    const column = outcomes.columnOf[o];
    const known = outcomes.labelOf[o] === n % K ? knowing[column] : 0;
    evidence[n] = Math.log(Math.max(guessing[column] * guess[o] + known, 1e-300));
  }
  return {
    unit: 'log-odds',
    prior: new Float64Array(K).fill(Math.log(1 / K)),
    outcomes,
    evidence,
    unseen: new Float64Array(K).fill(Math.log(1 + K)),
  };
}

/** How often each function knew and how often it guessed, from the expected labels. */
function learnCompetence(
  outcomes: Outcomes,
  { knowing, guessing, guess }: Competence,
  counts: Float64Array,
  method: 'variational' | 'em',
): Competence {
  const K = outcomes.labels;
  const knew = new Float64Array(outcomes.functions);
  const guessed = new Float64Array(outcomes.size);
  for (let o = 0; o < outcomes.size; o++) {
    const column = outcomes.columnOf[o];
    const sure = knowing[column] / (knowing[column] + guessing[column] * guess[o]);
    const right = counts[o * K + outcomes.labelOf[o]] * sure;
    knew[column] += right;
    for (let k = 0; k < K; k++) guessed[o] += counts[o * K + k];
    guessed[o] -= right;
  }
  const total = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) total[outcomes.columnOf[o]] += guessed[o];
  const [belief, habit] = method === 'em' ? [0.01 / K, 0.01 / K] : [0.5, 10];
  const share = method === 'em' ? (count: number, all: number) => count / all : expectedShare;
  return {
    knowing: knew.map((count, j) => share(count + belief, count + total[j] + 2 * belief)),
    guessing: total.map((count, j) => share(count + belief, count + knew[j] + 2 * belief)),
    guess: guessed.map((count, o) => share(count + habit, total[outcomes.columnOf[o]] + K * habit)),
  };
}

/** The exponential of the expected logarithm of a share with a Dirichlet distribution. */
function expectedShare(count: number, all: number): number {
  return Math.exp(digamma(count) - digamma(all));
}
