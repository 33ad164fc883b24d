import type { VotePatterns } from '@labelwright/core';
import { type ConflictLift, measureConflicts } from './conflict-lift.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { densePrecision, meanPrecision, USUAL_PRECISION } from './mean-precision.ts';
import type { Outcomes } from './outcomes.ts';
import { propensitiesOf } from './precision-prior.ts';
import { logistic, logit } from './special-functions.ts';
import { countMeetings } from './vote-meetings.ts';
import { isOneSided, type VoteRegime } from './vote-regime.ts';
import { measureRepetition, type VoteRepetition } from './vote-repetition.ts';

/*
 * What each thing that the votes show is worth, in log-odds for the label of a vote. Chosen by log loss on the votes
 * that rules of simulated users cast on real texts and tables, then rounded.
 */

/** Of the log-odds that precision, coverage and class balance give a vote. */
const PRECISION = 0.6;
/** Of how often the votes for a label conflict, against those for all labels. */
const LABEL_CONFLICT = -0.9;
/** Of how often a function's votes for a label conflict, against all votes for it. */
const OWN_CONFLICT = -0.7;
/** Of the mean logarithm of the votes' coverage: what is said seldom is said with reason. */
const MEAN_COVERAGE = -0.4;
/** The same of how much less or more a function with one label covers than is usual. */
const OWN_COVERAGE = -0.6;
/** Of the log-odds of a known class balance, in those of a vote's precision: seldom is a vote for a rare label right. */
const LEANING = 0.5;
/** Of the log-odds that a known precision and class balance give a vote. */
const KNOWN_PRECISION = 0.8;
/** Of the mean logarithm of the votes' coverage where the precision is known. */
const KNOWN_COVERAGE = -0.3;
/** Of the logarithm of the guessed class balance as a prior; a known one counts in full. */
const GUESSED_PRIOR = 0.55;
/** No vote counts less than this, but those of functions that are known to be worse than chance. */
const LEAST_VOTE = 0.1;

/** Functions that vote on up to this share of all records are sparse, from the second on they are dense. */
const DENSE = [0.2, 0.5] as const;
/** Rules leave records without a vote, models hardly any: from this share with votes on they may be models, then are. */
const COVERED = [0.5, 0.9] as const;
/** Coverages below this count as this. */
const LEAST_COVERAGE = 0.002;

/** A vote counts (votes on the record) ^ -CROWDING: functions that vote together repeat each other. */
const CROWDING = 0.15;
/** How much less a vote counts where another for its label repeats it; below 1, so that one more seldom takes away. */
const REPETITION = 0.75;

/** How the class balance was come by; `ignored` leaves a mere count of votes. */
export type BalanceSource = 'guessed' | 'known' | 'ignored';

/** What the votes of labeling functions say. */
export interface FunctionVotes {
  readonly table: EvidenceTable;
  /** How often a vote is taken to be right, on average. */
  readonly precision: number;
  /** How often votes conflict, against chance. */
  readonly conflict: number;
  /** The share of the evidence that is a plain count of votes, because functions vote several labels densely. */
  readonly counted: number;
}

/**
 * Weighs the votes of labeling functions by how seldom they conflict and how little they cover, without learning
 * each function's reliability from the labels that it helps to find.
 *
 * Where functions vote several labels on many records, neither coverage nor the guessed balance says how often they are
 * right: there each vote counts the same, the more the seldomer votes conflict.
 *
 * @param quality - the precision of each function by column, `undefined` where not given
 */
export function weighFunctionVotes(
  patterns: VotePatterns,
  outcomes: Outcomes,
  regime: VoteRegime,
  balance: Float64Array,
  quality: readonly (number | undefined)[],
  source: BalanceSource,
): FunctionVotes {
  const records = Math.max(1, regime.covered);
  const coverage = regime.votesOf.map((count) => count / records);
  const meetings = countMeetings(patterns, outcomes);
  const conflicts = measureConflicts(meetings.conflicts, outcomes, coverage, records);
  const counted = source === 'ignored' ? 1 : shareCounted(regime);
  const ruled = meanPrecision(conflicts, outcomes.labels);
  const dense = densePrecision(conflicts, outcomes.labels);
  const least = Float64Array.from(outcomes.columnOf, (column) =>
    quality[column] === undefined ? LEAST_VOTE : -Infinity,
  );
  const precision =
    source === 'known'
      ? leaning(outcomes, coverage, ruled, balance)
      : new Float64Array(outcomes.size).fill(ruled);
  const sparse = sparseWeights(outcomes, coverage, precision, balance, conflicts, quality);
  const plain = denseWeights(outcomes, quality, dense);
  const weights = mixWeights(sparse, source === 'ignored' ? evenWeights(outcomes) : plain, counted, least);
  const prior = { guessed: (1 - counted) * GUESSED_PRIOR, known: 1, ignored: 0 }[source];
  const repetition = measureRepetition(meetings, outcomes, coverage, records, ruled, balance);
  const table: EvidenceTable = {
    unit: 'log-odds',
    // 0 times a logarithm is -0, which JSON does not keep.
    prior: balance.map((share) => prior * Math.log(share) + 0),
    outcomes,
    evidence: toEvidence(outcomes, weights.ofOutcome),
    unseen: weights.unseen,
    discount: { crowd: CROWDING, repeats: toRepeats(repetition, counted), cluster: 0 },
  };
  return { table, precision: (1 - counted) * ruled + counted * dense, conflict: conflicts.all, counted };
}

/** The precision of votes, above the mean for frequent labels and below it for rare ones. */
function leaning(
  outcomes: Outcomes,
  coverage: Float64Array,
  mean: number,
  balance: Float64Array,
): Float64Array {
  const shares = Float64Array.from(outcomes.labelOf, (label) => logit(balance[label]));
  const usual = weightedMean(shares, coverage);
  return shares.map((share) => logistic(logit(mean) + LEANING * (share - usual)));
}

/** How far functions vote several labels, each on many of the records. */
function shareCounted({ density, coveredShare, voting, manySidedShare }: VoteRegime): number {
  if (voting === 0) return 0;
  const coverage = (density * coveredShare) / voting;
  return along(DENSE, coverage) * along(COVERED, coveredShare) * manySidedShare;
}

/** How far a share has come from the first to the second: 0 to 1. */
function along([from, to]: readonly [number, number], share: number): number {
  return Math.min(1, Math.max(0, (share - from) / (to - from)));
}

/** What votes add to the log-odds of their label. */
interface VoteWeights {
  /** One per outcome. */
  readonly ofOutcome: Float64Array;
  /** Of a vote that was never seen, by label. */
  readonly unseen: Float64Array;
}

/** Where functions vote several labels densely: against any other label, as errors fall on all of them. */
function denseWeights(
  { labels, columnOf }: Outcomes,
  quality: readonly (number | undefined)[],
  usual: number,
): VoteWeights {
  const weight = (right: number) => logit(right) + Math.log(Math.max(1, labels - 1));
  return {
    ofOutcome: Float64Array.from(columnOf, (column) => weight(quality[column] ?? usual)),
    unseen: new Float64Array(labels).fill(weight(usual)),
  };
}

/** Where votes are but counted. */
function evenWeights({ size, labels }: Outcomes): VoteWeights {
  return { ofOutcome: new Float64Array(size).fill(1), unseen: new Float64Array(labels).fill(1) };
}

/** The second weights in part, the first for the rest; none of an outcome below its least. */
function mixWeights(first: VoteWeights, second: VoteWeights, part: number, least: Float64Array): VoteWeights {
  const mix = (one: number, other: number, low: number) =>
    (1 - part) * Math.max(low, one) + part * Math.max(low, other);
  return {
    ofOutcome: first.ofOutcome.map((weight, o) => mix(weight, second.ofOutcome[o], least[o])),
    unseen: first.unseen.map((weight, label) => mix(weight, second.unseen[label], LEAST_VOTE)),
  };
}

/** Where functions are sparse: by precision, coverage, balance and conflicts. */
function sparseWeights(
  outcomes: Outcomes,
  coverage: Float64Array,
  precision: Float64Array,
  balance: Float64Array,
  conflicts: ConflictLift,
  quality: readonly (number | undefined)[],
): VoteWeights {
  const { right, wrong } = propensitiesOf(outcomes, coverage, precision, balance);
  const logCoverage = coverage.map((share) => Math.log(Math.max(LEAST_COVERAGE, share)));
  const usual = weightedMean(logCoverage, coverage);
  const oneLabel = findOneLabel(outcomes, coverage);
  const ofOutcome = right.map((chance, o) => {
    const [column, label] = [outcomes.columnOf[o], outcomes.labelOf[o]];
    const known = quality[column];
    if (known !== undefined) {
      return KNOWN_PRECISION * (logit(known) - logit(balance[label])) + KNOWN_COVERAGE * usual;
    }
    const vote = PRECISION * Math.log(chance / wrong[o]) + MEAN_COVERAGE * usual;
    const own = oneLabel[column] ? OWN_COVERAGE * (logCoverage[o] - usual) : 0;
    const conflict = LABEL_CONFLICT * conflicts.ofLabel[label];
    return vote + own + conflict + OWN_CONFLICT * conflicts.ofOutcome[o];
  });
  const unseen = balance.map(
    (share) => PRECISION * Math.max(0, logit(USUAL_PRECISION) - logit(share)) + MEAN_COVERAGE * usual,
  );
  return { ofOutcome, unseen };
}

/** The functions, by column, that give nearly all their votes to one label. */
function findOneLabel(outcomes: Outcomes, coverage: Float64Array): boolean[] {
  const most = new Float64Array(outcomes.functions);
  const all = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) {
    const column = outcomes.columnOf[o];
    most[column] = Math.max(most[column], coverage[o]);
    all[column] += coverage[o];
  }
  return Array.from(most, (share, column) => isOneSided(share, all[column]));
}

/** Against all other labels alike, so that a vote adds nothing to them: `evidence[outcome * K + label]`. */
function toEvidence(outcomes: Outcomes, weights: Float64Array): Float64Array {
  const K = outcomes.labels;
  const evidence = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) evidence[o * K + outcomes.labelOf[o]] = weights[o];
  return evidence;
}

/** Where votes are counted they repeat each other alike, so that the count decides. */
function toRepeats({ ofOutcome, all }: VoteRepetition, counted: number): Float64Array {
  return Float64Array.from([...ofOutcome, all], (own) => REPETITION * ((1 - counted) * own + counted * all));
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? values.reduce((sum, value, n) => sum + value * weights[n], 0) / total : 0;
}
