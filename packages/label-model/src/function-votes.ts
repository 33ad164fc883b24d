import type { EvidenceTable } from './evidence-table.ts';
import type { FitVotes } from './fit-votes.ts';
import { movedByGold } from './gold-precision.ts';
import { estimateMeanPrecision, type MeanPrecision, USUAL_PRECISION } from './mean-precision.ts';
import type { Outcomes } from './outcomes.ts';
import { propensitiesOf } from './precision-prior.ts';
import { countVotes } from './vote-regime.ts';
import { coveredRecords } from './vote-shares.ts';

/** How the parts of the evidence are weighed. */
interface Weights {
  /** Of the logarithm of the class balance. */
  readonly balance: number;
  /** Of what precision and coverage say. */
  readonly precision: number;
  /** Of the bare vote: log-odds for its label, whoever votes. */
  readonly vote: number;
  /** Of abstaining. */
  readonly silence: number;
}

/**
 * Chosen by log loss on simulated votes. The balance guessed from the votes counts little as a prior; it does its
 * work in the propensities, where it lets a vote for a rarely voted label win over one for a common label.
 */
const GUESSED_BALANCE: Weights = { balance: 0.1, precision: 0.55, vote: 0.58, silence: 0.015 };

/** The same where the balance is known. */
const KNOWN_BALANCE: Weights = { balance: 1, precision: 0.5, vote: 0.33, silence: 0.15 };

/** Bare votes: where nothing else can be trusted. */
const COUNT_ONLY: Weights = { balance: 0, precision: 0, vote: 1, silence: 0 };

/** How the class balance was come by; `ignored` leaves a mere count of votes. */
export type BalanceSource = 'guessed' | 'known' | 'ignored';

const WEIGHTS: Readonly<Record<BalanceSource, Weights>> = {
  guessed: GUESSED_BALANCE,
  known: KNOWN_BALANCE,
  ignored: COUNT_ONLY,
};

/** A vote counts (number of votes on the record) ^ -CROWDING: functions that vote together repeat each other. */
const CROWDING = 0.5;

const LARGEST_SILENCE = 0.999;

/** What the votes of labeling functions say. */
export interface FunctionVotes {
  readonly table: EvidenceTable;
  readonly precision: MeanPrecision;
}

/**
 * Weighs the votes of labeling functions without learning each function's reliability, for which their few
 * meetings do not suffice: every function is as precise as all are on average, unless its quality is given.
 *
 * The evidence is a compromise, in log-odds, between naive Bayes with propensities from precision and coverage,
 * and a plain count of votes.
 *
 * @param quality - the precision of each function by column, `undefined` where not given
 */
export function weighFunctionVotes(
  votes: FitVotes,
  outcomes: Outcomes,
  balance: Float64Array,
  quality: readonly (number | undefined)[],
  source: BalanceSource,
): FunctionVotes {
  const { patterns } = votes;
  const records = Math.max(1, coveredRecords(patterns));
  const coverage = countVotes(patterns, outcomes).map((count) => count / records);
  const mean = estimateMeanPrecision(patterns, outcomes, coverage, balance);
  const expected = Float64Array.from(outcomes.columnOf, (column) => quality[column] ?? mean.value);
  const precision = movedByGold(votes, outcomes, expected);
  return { table: toTable(outcomes, coverage, precision, balance, WEIGHTS[source]), precision: mean };
}

function toTable(
  outcomes: Outcomes,
  coverage: Float64Array,
  precision: Float64Array,
  balance: Float64Array,
  weights: Weights,
): EvidenceTable {
  const K = outcomes.labels;
  const { right, wrong } = propensitiesOf(outcomes, coverage, precision, balance);
  const evidence = new Float64Array(outcomes.size * K);
  const voting = new Float64Array(outcomes.functions * K);
  for (let o = 0; o < outcomes.size; o++) {
    const vote = outcomes.labelOf[o];
    // Against all other labels alike, so that a vote adds nothing to them.
    evidence[o * K + vote] = weights.precision * Math.log(right[o] / wrong[o]) + weights.vote;
    for (let k = 0; k < K; k++) {
      voting[outcomes.columnOf[o] * K + k] += k === vote ? right[o] : wrong[o];
    }
  }
  return {
    unit: 'log-odds',
    // 0 times a logarithm is -0, which JSON does not keep.
    prior: balance.map((share) => weights.balance * Math.log(share) + 0),
    outcomes,
    evidence,
    unseen: balance.map((share) => weights.precision * Math.max(0, USUAL_ODDS - logit(share)) + weights.vote),
    silence:
      weights.silence === 0
        ? undefined
        : voting.map((chance) => weights.silence * Math.log(1 - Math.min(chance, LARGEST_SILENCE))),
    discount: { crowd: CROWDING, cluster: 0 },
  };
}

function logit(share: number): number {
  const kept = Math.min(Math.max(share, 1e-6), 1 - 1e-6);
  return Math.log(kept / (1 - kept));
}

/** The log-odds of the precision assumed for a vote never seen in fitting. */
const USUAL_ODDS = logit(USUAL_PRECISION);
