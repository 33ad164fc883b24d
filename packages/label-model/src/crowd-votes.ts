import { type LabelMatrix, seededRandom, type VotePatterns } from '@labelwright/core';
import { type Balance, resolveBalance } from './class-balance.ts';
import type { ConfusionEmOptions } from './confusion-em.ts';
import { dawidSkene } from './dawid-skene.ts';
import { fromFile } from './evidence-file.ts';
import type { EvidenceTable } from './evidence-table.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { givenShares, posteriorOf } from './label-shares.ts';
import { oneCoin } from './one-coin.ts';
import type { Outcomes } from './outcomes.ts';
import { pooledDawidSkene } from './pooled-dawid-skene.ts';
import { redraw } from './redraw.ts';
import { SMALLEST_CROWD, type VoteRegime } from './vote-regime.ts';
import { voteShares } from './vote-shares.ts';

/** Votes that tables of chances are learnt of, and what is known of them. */
export interface TableVotes<L extends string, F extends string> {
  readonly votes: LabelMatrix<L, F> | VotePatterns<L, F>;
  readonly patterns: VotePatterns<L, F>;
  readonly balance: Balance | undefined;
  readonly fitOptions: FitOptions<L> | undefined;
}

/** What the answers of a crowd say, and how that was found. */
export interface CrowdVotes {
  readonly table: EvidenceTable;
  readonly note: string;
}

/** A vote counts (number of votes on the record) ^ -CROWDING: what makes a record hard misleads many at once. */
const CROWDING = 0.5;
/** The weight of a balance that was learnt, so that it does not outweigh the votes thus discounted. */
const BALANCE_WEIGHT = 0.5;
/** How tables of chances are learnt: by which models, of which the mean is taken, and in how many rounds. */
interface TableLearning {
  readonly models: readonly ((options: ConfusionEmOptions) => Estimator)[];
  readonly maxIterations: number;
}

/**
 * One model holds each table close to that of all annotators, the other to what is usual: the mean does better than
 * either. After ten rounds fewer crowds lose to majority vote than after a hundred.
 */
const OF_CROWD: TableLearning = { models: [pooledDawidSkene, dawidSkene], maxIterations: 10 };
/** A few functions teach them slowly. */
const OF_FUNCTIONS: TableLearning = { models: [pooledDawidSkene], maxIterations: 100 };
/** So many functions do not teach tables of chances yet. */
const IDENTIFIED = 2;
/** Of more patterns, tables are learnt from a random sample of about so many. */
const ENOUGH = 100_000;
/**
 * Where more than so large a share of the records goes from some labels to others, tables of chances explain another
 * split. A little above a fifth, so that rounding does not decide about two records of ten.
 */
const LARGEST_SHIFT = 0.2 + 1e-9;

/**
 * Weighs the answers of a crowd: a table of chances per annotator, held close to that of all together; one chance
 * of being right per annotator where the tables move the labels' shares far from majority vote's.
 */
export function weighCrowdVotes<L extends string, F extends string>(from: TableVotes<L, F>): CrowdVotes {
  const { table, shift } = learnTables(from, OF_CROWD);
  const own = 'Each function has a table of its own chances, held close to that of all.';
  if (shift <= LARGEST_SHIFT) return { table, note: own };
  const { votes, balance = 'uniform', fitOptions } = from;
  const coins = temper(oneCoin({ balance }).fit(votes, fitOptions), from.balance);
  if (shiftOf(coins, from) > shift) return { table, note: own };
  const note =
    `Tables of chances would move ${Math.round(100 * shift)} % of the records between labels, ` +
    'so each function has one chance of being right instead.';
  return { table: coins, note };
}

/** What votes say with tables of chances in part, and in what part. */
export interface BelievedTables {
  readonly table: EvidenceTable;
  readonly believed: number;
}

/**
 * Adds tables of chances to what dense votes of labeling functions say: the more functions there are, the more, up to a
 * crowd. Not where the tables explain another split of the records.
 *
 * @param part - how much of what the functions say is open to it
 */
export function believeTables<L extends string, F extends string>(
  from: TableVotes<L, F>,
  table: EvidenceTable,
  part: number,
  { voting }: VoteRegime,
): BelievedTables {
  const believed = part * Math.max(0, (voting - IDENTIFIED) / (SMALLEST_CROWD - IDENTIFIED));
  if (believed <= 0) return { table, believed: 0 };
  const learnt = learnTables(from, OF_FUNCTIONS);
  if (learnt.shift > LARGEST_SHIFT) return { table, believed: 0 };
  const evidence = evidenceOf(learnt.table, table.outcomes);
  const mixed = mixTables(table, { ...learnt.table, evidence }, believed);
  return { table: from.balance === undefined ? mixed : { ...mixed, prior: table.prior }, believed };
}

/** What the table says of these outcomes, of which a sample may lack some: `evidence[outcome * K + label]`. */
function evidenceOf({ outcomes: known, evidence, unseen }: EvidenceTable, outcomes: Outcomes): Float64Array {
  const K = outcomes.labels;
  const found = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) {
    const label = outcomes.labelOf[o];
    const same = known.numberOf[outcomes.columnOf[o] * K + label];
    if (same >= 0) found.set(evidence.subarray(same * K, (same + 1) * K), o * K);
    else found[o * K + label] = unseen[label];
  }
  return found;
}

/** Tables of chances, and how many of the records they would move to another label than majority vote's. */
function learnTables<L extends string, F extends string>(
  from: TableVotes<L, F>,
  { models, maxIterations }: TableLearning,
): { readonly table: EvidenceTable; readonly shift: number } {
  const { votes, patterns, balance, fitOptions } = from;
  const sample = patterns.size > ENOUGH && fitOptions?.gold === undefined;
  const learnFrom = sample ? redraw(patterns, seededRandom(0), ENOUGH / patterns.size) : votes;
  const table = models
    .map((make) => make({ balance: balance ?? 'learnt', maxIterations }).fit(learnFrom, fitOptions))
    .map((model) => temper(model, balance))
    .reduce((mean, next, n) => mixTables(mean, next, 1 / (n + 1)));
  return { table, shift: shiftOf(table, from) };
}

/** How many of the records it moves to another label than majority vote's, or than a given balance says. */
function shiftOf<L extends string, F extends string>(
  table: EvidenceTable,
  { patterns, balance }: TableVotes<L, F>,
): number {
  const voted = givenShares(patterns, voteShares(patterns));
  const found = givenShares(patterns, posteriorOf(table, patterns));
  const shift = shareMoved(found, voted);
  if (balance === undefined) return shift;
  return Math.min(shift, shareMoved(found, resolveBalance(balance, patterns.labels, voted)));
}

/** The second of two tables of the same outcomes in part, the first for the rest. */
function mixTables(first: EvidenceTable, second: EvidenceTable, part: number): EvidenceTable {
  return {
    ...first,
    prior: mix(first.prior, second.prior, part),
    evidence: mix(first.evidence, second.evidence, part),
    unseen: mix(first.unseen, second.unseen, part),
  };
}

/** The second values in part, the first for the rest. */
function mix(first: Float64Array, second: Float64Array, part: number): Float64Array {
  return first.map((value, n) => (1 - part) * value + part * second[n]);
}

function temper(model: LabelModel, balance: Balance | undefined): EvidenceTable {
  const { evidence, functions, labels } = model.toJSON();
  const table = fromFile(evidence, functions.length, labels.length);
  const weight = balance === undefined ? BALANCE_WEIGHT : 1;
  const prior = table.prior.map((logShare) => weight * logShare);
  return { ...table, prior, discount: { crowd: CROWDING, cluster: 0 } };
}

/** How much of the whole lies elsewhere: half the sum of the differences. */
function shareMoved(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, share, k) => sum + Math.abs(share - b[k]) / 2, 0);
}
