import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { type Balance, normalizeBalance, resolveBalance } from './class-balance.ts';
import { mostlyOneSided } from './confusion-em.ts';
import { type DependentIterations, learnTogether } from './dependencies.ts';
import { evidenceModel } from './evidence-model.ts';
import type { Learnt } from './expectation-maximization.ts';
import { describeCollapse, stoppedEarly } from './fit-notes.ts';
import { toFitVotes } from './fit-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { countOutcomes, findOutcomes, type Outcomes, outcomesOfCells, totalsByFunction } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { digamma, dirichletDivergence } from './special-functions.ts';
import { startLabels } from './start-labels.ts';
import { votedShares } from './vote-shares.ts';

/** How independent Bayesian classifier combination learns. */
export interface IbccOptions extends DependentIterations {
  /** Imagined votes of each function on records of each label. Default `{ right: 4, wrong: 1 }`. */
  readonly prior?: { readonly right: number; readonly wrong: number } | undefined;
  /**
   * The class balance; `learnt` infers it with one imagined record per label. Default `learnt`, but `uniform`
   * where most functions vote one label only.
   */
  readonly balance?: Balance | 'learnt' | undefined;
}

/**
 * Independent Bayesian classifier combination (Kim and Ghahramani, 2012) by variational inference: Dawid-Skene
 * that keeps a distribution over what each function votes in place of one estimate.
 *
 * Rare votes weigh more than in {@link dawidSkene} with the same imagined votes. `figures.objective` is the lower
 * bound on the evidence.
 */
export function ibcc(options: IbccOptions = {}): Estimator {
  assertPrior(options.prior ?? DEFAULT_PRIOR);
  return recorded(options, { name: 'ibcc', fit: (votes, fitOptions) => fitIbcc(options, votes, fitOptions) });
}

/** Refuses imagined votes that are no positive numbers. */
export function assertPrior({ right, wrong }: typeof DEFAULT_PRIOR): void {
  if (right > 0 && wrong > 0 && Number.isFinite(right + wrong)) return;
  throw new LabelwrightError(
    'invalid-option',
    `the prior is ${right} right and ${wrong} wrong votes; expected above 0`,
  );
}

const DEFAULT_PRIOR = { right: 4, wrong: 1 };

function fitIbcc<L extends string, F extends string>(
  options: IbccOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const fitVotes = toFitVotes(votes, fitOptions);
  const { patterns } = fitVotes;
  const { labels, functions } = patterns;
  const prior = options.prior ?? DEFAULT_PRIOR;
  const outcomes = findOutcomes(patterns);
  const numbers = outcomesOfCells(outcomes, patterns);
  const wanted = options.balance ?? (mostlyOneSided(outcomes) ? 'uniform' : 'learnt');
  const fixed = wanted === 'learnt' ? undefined : resolveBalance(wanted, labels, votedShares(patterns));
  const learn = (expected: Float64Array): Learnt => {
    const counts = countOutcomes(outcomes, patterns, numbers, expected);
    const confusion = expectedLogs(outcomes, counts, prior);
    const shares = fixed
      ? { logs: fixed.map(Math.log), divergence: 0 }
      : expectedBalance(expected, labels.length);
    return {
      table: {
        unit: 'log-odds',
        prior: shares.logs,
        outcomes,
        evidence: confusion.logs,
        unseen: new Float64Array(labels.length).fill(digamma(prior.right) - digamma(prior.wrong)),
      },
      logPrior: -confusion.divergence - shares.divergence,
    };
  };
  const { maxIterations = 500, tolerance, dependencies } = options;
  const start = () => startLabels(patterns, fitOptions);
  const found = learnTogether(fitVotes, outcomes, start, learn, { maxIterations, tolerance, dependencies });
  const final = countOutcomes(outcomes, patterns, numbers, found.mass);
  const accuracies = posteriorAccuracies(outcomes, final);
  return evidenceModel({
    kind: 'ibcc',
    labels,
    functions,
    balance: normalizeBalance(found.table.prior.map(Math.exp)),
    accuracies,
    figures: { iterations: found.iterations, converged: Number(found.converged), objective: found.objective },
    notes: [...stoppedEarly(found), ...found.notes, ...describeCollapse(patterns, found.mass, accuracies)],
    table: found.table,
  });
}

/** E log P(vote | label) under the Dirichlet posteriors, and how far these moved from their priors. */
function expectedLogs(
  outcomes: Outcomes,
  counts: Float64Array,
  { right, wrong }: { readonly right: number; readonly wrong: number },
): { readonly logs: Float64Array; readonly divergence: number } {
  const K = outcomes.labels;
  const totals = totalsByFunction(outcomes, counts);
  const priorTotal = right + (K - 1) * wrong;
  const imagined = (o: number, k: number) => (outcomes.labelOf[o] === k ? right : wrong);
  const logs = counts.map((count, n) => {
    const o = Math.floor(n / K);
    const total = totals[outcomes.columnOf[o] * K + (n % K)] + priorTotal;
    return digamma(count + imagined(o, n % K)) - digamma(total);
  });
  let divergence = 0;
  for (let column = 0; column < outcomes.functions; column++) {
    const own: number[] = [];
    for (let label = 0; label < K; label++) own.push(outcomes.numberOf[column * K + label]);
    const seen = own.filter((o) => o >= 0);
    for (let k = 0; k < K; k++) {
      divergence += dirichletDivergence(
        seen.map((o) => counts[o * K + k]),
        seen.map((o) => imagined(o, k)),
        priorTotal,
      );
    }
  }
  return { logs, divergence };
}

/** E log of the class balance with one imagined record per label. */
function expectedBalance(
  mass: Float64Array,
  K: number,
): { readonly logs: Float64Array; readonly divergence: number } {
  const records = new Float64Array(K);
  for (let n = 0; n < mass.length; n++) records[n % K] += mass[n];
  const total = records.reduce((sum, count) => sum + count, K);
  return {
    logs: records.map((count) => digamma(count + 1) - digamma(total)),
    divergence: dirichletDivergence(Array.from(records), new Array<number>(K).fill(1), K),
  };
}

/** The share of each function's votes that fall on records of the label voted. */
export function posteriorAccuracies(outcomes: Outcomes, counts: Float64Array): (number | undefined)[] {
  const K = outcomes.labels;
  const right = new Float64Array(outcomes.functions);
  const voted = new Float64Array(outcomes.functions);
  for (let n = 0; n < counts.length; n++) {
    const o = Math.floor(n / K);
    voted[outcomes.columnOf[o]] += counts[n];
    if (outcomes.labelOf[o] === n % K) right[outcomes.columnOf[o]] += counts[n];
  }
  return Array.from(right, (count, j) => (voted[j] > 0 ? Math.min(1, count / voted[j]) : undefined));
}
