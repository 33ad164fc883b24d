import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import type { Balance } from './class-balance.ts';
import { fromFile } from './evidence-file.ts';
import type { EvidenceTable } from './evidence-table.ts';
import type { FitOptions } from './label-model.ts';
import { pooledDawidSkene } from './pooled-dawid-skene.ts';

/** A vote counts (number of votes on the record) ^ -CROWDING: what makes a record hard misleads many at once. */
const CROWDING = 0.5;
/** The weight of the balance, so that it does not outweigh the votes thus discounted. */
const BALANCE_WEIGHT = 0.5;

/** Weighs the answers of a crowd: a table of chances per annotator, held close to that of all together. */
export function weighCrowdVotes<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  balance: Balance | undefined,
  fitOptions?: FitOptions<L>,
): EvidenceTable {
  const file = pooledDawidSkene({ balance: balance ?? 'learnt' })
    .fit(votes, fitOptions)
    .toJSON();
  const table = fromFile(file.evidence, file.functions.length, file.labels.length);
  const prior = table.prior.map((logShare) => BALANCE_WEIGHT * logShare);
  return { ...table, prior, discount: { crowd: CROWDING, cluster: 0 } };
}
