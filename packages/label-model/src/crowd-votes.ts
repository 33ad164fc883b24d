import { type LabelMatrix, seededRandom, type VotePatterns } from '@labelwright/core';
import type { Balance } from './class-balance.ts';
import { dawidSkene } from './dawid-skene.ts';
import { fromFile } from './evidence-file.ts';
import type { EvidenceTable } from './evidence-table.ts';
import type { FitOptions, LabelModel } from './label-model.ts';
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
/** The weight of the balance, so that it does not outweigh the votes thus discounted. */
const BALANCE_WEIGHT = 0.5;
/** Many annotators teach tables in few rounds; later ones find what else records have in common. */
const CROWD_ROUNDS = 10;
/** A few functions teach them slowly. */
const FUNCTION_ROUNDS = 100;
/** So many functions do not teach tables of chances yet. */
const IDENTIFIED = 2;
/** Of more patterns, tables are learnt from a random sample of about so many. */
const ENOUGH = 100_000;
/** Where so large a share of the records goes from some labels to others, tables of chances explain another split. */
const LARGEST_SHIFT = 0.2;

/**
 * Weighs the answers of a crowd: a table of chances per annotator, held close to that of all together; one chance
 * of being right per annotator where the tables move the labels' shares far from majority vote's.
 */
export function weighCrowdVotes<L extends string, F extends string>(from: TableVotes<L, F>): CrowdVotes {
  const { table, shift } = learnTables(from, CROWD_ROUNDS);
  if (shift <= LARGEST_SHIFT) {
    return { table, note: 'Each function has a table of its own chances, held close to that of all.' };
  }
  const { votes, balance = 'uniform', fitOptions } = from;
  const note =
    `Tables of chances would move ${Math.round(100 * shift)} % of the records between labels, ` +
    'so each function has one chance of being right instead.';
  return { table: temper(oneCoin({ balance }).fit(votes, fitOptions)), note };
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
  const learnt = learnTables(from, FUNCTION_ROUNDS);
  if (learnt.shift > LARGEST_SHIFT) return { table, believed: 0 };
  return {
    table: {
      ...table,
      prior: from.balance === undefined ? mix(table.prior, learnt.table.prior, believed) : table.prior,
      evidence: mix(table.evidence, evidenceOf(learnt.table, table.outcomes), believed),
      unseen: mix(table.unseen, learnt.table.unseen, believed),
    },
    believed,
  };
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

/**
 * Tables of chances, and how many of the records they would move to another label than majority vote's: the mean of what
 * two models say, one of which holds each table close to that of all, the other to what is usual. They err apart.
 */
function learnTables<L extends string, F extends string>(
  { votes, patterns, balance, fitOptions }: TableVotes<L, F>,
  maxIterations: number,
): { readonly table: EvidenceTable; readonly shift: number } {
  const sample = patterns.size > ENOUGH && fitOptions?.gold === undefined;
  const learnFrom = sample ? redraw(patterns, seededRandom(0), ENOUGH / patterns.size) : votes;
  const [table, other] = [pooledDawidSkene, dawidSkene].map((make) =>
    temper(make({ balance: balance ?? 'learnt', maxIterations }).fit(learnFrom, fitOptions)),
  );
  const both = {
    ...table,
    prior: mix(table.prior, other.prior, 0.5),
    evidence: mix(table.evidence, other.evidence, 0.5),
    unseen: mix(table.unseen, other.unseen, 0.5),
  };
  const shift = shareMoved(
    givenShares(patterns, posteriorOf(both, patterns)),
    givenShares(patterns, voteShares(patterns)),
  );
  return { table: both, shift };
}

/** The second values in part, the first for the rest. */
function mix(first: Float64Array, second: Float64Array, part: number): Float64Array {
  return first.map((value, n) => (1 - part) * value + part * second[n]);
}

function temper(model: LabelModel): EvidenceTable {
  const { evidence, functions, labels } = model.toJSON();
  const table = fromFile(evidence, functions.length, labels.length);
  const prior = table.prior.map((logShare) => BALANCE_WEIGHT * logShare);
  return { ...table, prior, discount: { crowd: CROWDING, cluster: 0 } };
}

/** How much of the whole lies elsewhere: half the sum of the differences. */
function shareMoved(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, share, k) => sum + Math.abs(share - b[k]) / 2, 0);
}
