import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import type { Balance } from './class-balance.ts';
import { fromFile } from './evidence-file.ts';
import type { EvidenceTable } from './evidence-table.ts';
import type { FitOptions, LabelModel } from './label-model.ts';
import { givenShares, posteriorOf } from './label-shares.ts';
import { oneCoin } from './one-coin.ts';
import { pooledDawidSkene } from './pooled-dawid-skene.ts';
import { voteShares } from './vote-shares.ts';

/** What the answers of a crowd say, and how that was found. */
export interface CrowdVotes {
  readonly table: EvidenceTable;
  readonly note: string;
}

/** A vote counts (number of votes on the record) ^ -CROWDING: what makes a record hard misleads many at once. */
const CROWDING = 0.5;
/** The weight of the balance, so that it does not outweigh the votes thus discounted. */
const BALANCE_WEIGHT = 0.5;
/** Where so large a share of the records goes from some labels to others, tables of chances explain another split. */
const LARGEST_SHIFT = 0.2;

/**
 * Weighs the answers of a crowd: a table of chances per annotator, held close to that of all together; one chance
 * of being right per annotator where the tables move the labels' shares far from majority vote's.
 */
export function weighCrowdVotes<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  patterns: VotePatterns<L, F>,
  balance: Balance | undefined,
  fitOptions?: FitOptions<L>,
): CrowdVotes {
  const tables = temper(pooledDawidSkene({ balance: balance ?? 'learnt' }).fit(votes, fitOptions));
  const shift = shareMoved(
    givenShares(patterns, posteriorOf(tables, patterns)),
    givenShares(patterns, voteShares(patterns)),
  );
  if (shift <= LARGEST_SHIFT) {
    return {
      table: tables,
      note: 'Each function has a table of its own chances, held close to that of all.',
    };
  }
  const coins = temper(oneCoin({ balance: balance ?? 'uniform' }).fit(votes, fitOptions));
  const note =
    `Tables of chances would move ${Math.round(100 * shift)} % of the records between labels, ` +
    'so each function has one chance of being right instead.';
  return { table: coins, note };
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
