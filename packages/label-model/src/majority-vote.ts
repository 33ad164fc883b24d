import { LabelwrightError } from '@labelwright/core';
import { type Balance, resolveBalance } from './class-balance.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { toFitVotes, unusedGold, writeMass } from './fit-votes.ts';
import type { Estimator } from './label-model.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { meanShares, voteShares, votesByFunction } from './vote-shares.ts';

/**
 * Where labels have equally many votes: `share` leaves them equal, for `top` to decide; `balance` prefers the
 * label that is more frequent; `rarer-function` prefers the label of the function that votes on fewer records.
 */
export type MajorityTies = 'share' | 'balance' | 'rarer-function';

/** How majority vote counts. */
export interface MajorityVoteOptions {
  /** Default `share`. */
  readonly ties?: MajorityTies | undefined;
  /** What records without votes get, and what `ties: 'balance'` prefers. Default `uniform`. */
  readonly balance?: Balance | undefined;
}

/** Enough to decide a tie, too little to outweigh a vote's confidence. */
const TIE_BREAK = 1e-4;

/** Enough to decide where nobody votes, too little to break a tie. */
const NEGLIGIBLE = 1e-12;

/**
 * Counts the votes: each label's probability is its share of them, weighted by their confidence.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['a', 'b', 'c'], [['spam', 'spam', 'ham'], ['ham', 'spam', undefined]]);
 * const labels = majorityVote().fit(votes).predict(votes);
 * labels.top(0); // => 'spam'
 * labels.leaders(1); // => ['ham', 'spam']
 * ```
 */
export function majorityVote(options: MajorityVoteOptions = {}): Estimator {
  const { ties = 'share', balance: wanted = 'uniform' } = options;
  if (!['share', 'balance', 'rarer-function'].includes(ties)) {
    throw new LabelwrightError(
      'invalid-option',
      `found the tie policy '${ties}'; expected share, balance or rarer-function`,
    );
  }
  return recorded(options, {
    name: 'majority',
    fit(votes, fitOptions) {
      const { patterns } = toFitVotes(votes);
      const { labels, functions } = patterns;
      const shares = voteShares(patterns);
      const mass = new Float64Array(shares.length);
      writeMass(patterns, shares, mass);
      const balance = resolveBalance(wanted, labels, meanShares(patterns, mass));
      const outcomes = findOutcomes(patterns);
      const extra = ties === 'rarer-function' ? rarity(votesByFunction(patterns)) : undefined;
      const weight = ties === 'balance' ? TIE_BREAK : wanted === 'uniform' ? 0 : NEGLIGIBLE;
      return evidenceModel({
        kind: 'majority',
        labels,
        functions,
        balance,
        accuracies: functions.map(() => undefined),
        notes: unusedGold(fitOptions),
        table: countingTable(
          outcomes,
          balance.map((share) => share * weight),
          extra,
        ),
      });
    },
  });
}

/** What a vote of each function counts above 1: more, the fewer records it votes on. */
function rarity(voted: Float64Array): Float64Array {
  const fewest = voted.reduce((least, count) => (count > 0 ? Math.min(least, count) : least), Infinity);
  return voted.map((count) => (count > 0 ? (TIE_BREAK * fewest) / count : 0));
}

function countingTable(
  outcomes: Outcomes,
  prior: Float64Array,
  extra: Float64Array | undefined,
): EvidenceTable {
  const K = outcomes.labels;
  const evidence = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) {
    evidence[o * K + outcomes.labelOf[o]] = 1 + (extra ? extra[outcomes.columnOf[o]] : 0);
  }
  return {
    unit: 'share',
    prior,
    outcomes,
    evidence,
    unseen: new Float64Array(K).fill(1),
  };
}
