import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { type Balance, normalizeBalance, resolveBalance } from './class-balance.ts';
import { type Dependencies, type DependentIterations, learnTogether } from './dependencies.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import type { Learnt } from './expectation-maximization.ts';
import { describeCollapse, stoppedEarly } from './fit-notes.ts';
import { toFitVotes } from './fit-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { countOutcomes, findOutcomes, type Outcomes, outcomesOfCells, totalsByFunction } from './outcomes.ts';
import { startLabels } from './start-labels.ts';
import { meanShares, votedShares } from './vote-shares.ts';

/** What the models that learn by EM what each function votes on records of each label have in common. */
export interface ConfusionEmOptions extends DependentIterations {
  /**
   * The class balance; `learnt` re-estimates it in each round. Default `learnt`, but `uniform` where most
   * functions vote one label only: learning it there ends with one label for all.
   */
  readonly balance?: Balance | 'learnt' | undefined;
  /** How much it counts on which records a function votes at all: 0 ignores it, 1 takes it at face value. */
  readonly abstainWeight?: number | undefined;
}

/** {@link ConfusionEmOptions} with nothing left open. */
export interface ConfusionEmSettings {
  readonly balance: Balance | 'learnt' | undefined;
  readonly abstainWeight: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly dependencies: Dependencies | undefined;
}

/** What functions that vote are expected to vote. */
export interface Confusion {
  /** P(vote of the outcome | label, the function votes): `chances[outcome * K + label]`, none of them 0. */
  readonly chances: Float64Array;
  /** What a vote never seen in fitting says: log-odds for its own label against any other, one per label. */
  readonly unseen: Float64Array;
  /** The logarithm of the prior density of the chances, up to a constant. */
  readonly logPrior: number;
}

/** Learns the chances from the expected counts per outcome and label, and their totals per function and label. */
export type LearnConfusion = (outcomes: Outcomes, counts: Float64Array, totals: Float64Array) => Confusion;

/** No chance is below this, so that its logarithm is finite. */
export const SMALLEST_CHANCE = 1e-10;

/** Makes the estimator that learns its chances in this way. */
export function confusionEm(
  name: string,
  options: ConfusionEmSettings,
  learnConfusion: LearnConfusion,
): Estimator {
  const { abstainWeight } = options;
  if (!(abstainWeight >= 0 && abstainWeight <= 1)) {
    throw new LabelwrightError('invalid-option', `the abstain weight is ${abstainWeight}; expected 0 to 1`);
  }
  return { name, fit: (votes, fitOptions) => fitConfusion(name, options, learnConfusion, votes, fitOptions) };
}

function fitConfusion<L extends string, F extends string>(
  kind: string,
  options: ConfusionEmSettings,
  learnConfusion: LearnConfusion,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const fitVotes = toFitVotes(votes, fitOptions);
  const { patterns } = fitVotes;
  const { labels, functions } = patterns;
  const outcomes = findOutcomes(patterns);
  const numbers = outcomesOfCells(outcomes, patterns);
  const { abstainWeight } = options;
  const oneSided = mostlyOneSided(outcomes);
  const wanted = options.balance ?? (oneSided ? 'uniform' : 'learnt');
  const fixed = wanted === 'learnt' ? undefined : resolveBalance(wanted, labels, votedShares(patterns));
  let confusion: Confusion | undefined;
  let totals: Float64Array = new Float64Array();
  let balance: Float64Array = fixed ?? votedShares(patterns);
  const learn = (expected: Float64Array): Learnt => {
    const counts = countOutcomes(outcomes, patterns, numbers, expected);
    totals = totalsByFunction(outcomes, counts);
    confusion = learnConfusion(outcomes, counts, totals);
    if (!fixed) balance = normalizeBalance(meanShares(patterns, expected));
    const table = confusionTable(outcomes, confusion, balance);
    if (abstainWeight === 0) return { table, logPrior: confusion.logPrior };
    const voting = learnVoting(totals, labelTotals(expected, labels.length));
    return { table: countAbstaining(table, voting, abstainWeight), logPrior: confusion.logPrior };
  };
  const start = () => startLabels(patterns, fitOptions);
  const found = learnTogether(fitVotes, outcomes, start, learn, options);
  const accuracies = accuraciesOf(outcomes, confusion, totals);
  return evidenceModel({
    kind,
    labels,
    functions,
    balance,
    accuracies,
    figures: { iterations: found.iterations, converged: Number(found.converged), objective: found.objective },
    notes: [
      ...stoppedEarly(found),
      ...found.notes,
      ...(oneSided && abstainWeight === 0 ? [ONE_SIDED] : []),
      ...describeCollapse(patterns, found.mass, accuracies),
    ],
    table: found.table,
  });
}

function confusionTable(
  outcomes: Outcomes,
  { chances, unseen }: Confusion,
  balance: Float64Array,
): EvidenceTable {
  return {
    unit: 'log-odds',
    prior: balance.map(Math.log),
    outcomes,
    evidence: chances.map(Math.log),
    unseen,
  };
}

/** P(function votes | label), kept off 0 and 1 by half a record: `voting[column * K + label]`. */
function learnVoting(totals: Float64Array, records: Float64Array): Float64Array {
  const K = records.length;
  return totals.map((voted, n) => Math.min(1, (voted + 0.5) / (records[n % K] + 1)));
}

function countAbstaining(table: EvidenceTable, voting: Float64Array, weight: number): EvidenceTable {
  const { outcomes } = table;
  const K = outcomes.labels;
  const evidence = table.evidence.map(
    (chance, n) => chance + weight * Math.log(voting[outcomes.columnOf[Math.floor(n / K)] * K + (n % K)]),
  );
  const silence = voting.map((chance) => weight * Math.log(Math.max(1 - chance, SMALLEST_CHANCE)));
  return { ...table, evidence, silence };
}

function labelTotals(mass: Float64Array, K: number): Float64Array {
  const sums = new Float64Array(K);
  for (let n = 0; n < mass.length; n++) sums[n % K] += mass[n];
  return sums;
}

/** P(vote right | voted) of each function: over the labels, weighted by the records on which it voted. */
function accuraciesOf(
  outcomes: Outcomes,
  confusion: Confusion | undefined,
  totals: Float64Array,
): (number | undefined)[] {
  const K = outcomes.labels;
  const right = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) {
    const k = outcomes.labelOf[o];
    const column = outcomes.columnOf[o];
    right[column] += (confusion?.chances[o * K + k] ?? 0) * totals[column * K + k];
  }
  return Array.from(right, (sum, column) => {
    const voted = totals.subarray(column * K, (column + 1) * K).reduce((all, count) => all + count, 0);
    return voted > 0 ? Math.min(1, sum / voted) : undefined;
  });
}

/** Holds when most functions that vote do so for one label only. */
export function mostlyOneSided({ labels, functions, columnOf }: Outcomes): boolean {
  const voted = new Uint32Array(functions);
  for (const column of columnOf) voted[column]++;
  const voting = voted.filter((count) => count > 0).length;
  return labels > 1 && voted.filter((count) => count === 1).length * 2 > voting;
}

const ONE_SIDED =
  'Most labeling functions vote one label only: their votes say little in a model that ignores abstaining. ' +
  'MAP-EM or the default suits such votes better.';
