import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { type Balance, resolveBalance } from './class-balance.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { toFitVotes, unusedGold } from './fit-votes.ts';
import type { Estimator } from './label-model.ts';
import { findOutcomes, numberOutcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { mostVotes, votedShares, votesByFunction } from './vote-shares.ts';

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

/** What all votes of a record may differ by for their functions' rarity: less than the least confidence. */
const RARITY = 0.01;

/** Enough to decide where nobody votes, too little to break a tie. */
const NEGLIGIBLE = 1e-12;

const EMPTY = new Float64Array();

type Votes = LabelMatrix | VotePatterns;
type Evidence = Pick<EvidenceTable, 'outcomes' | 'evidence'>;

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
      const { labels, functions } = votes;
      const balance = resolveBalance(
        wanted,
        labels,
        wanted === 'uniform' ? EMPTY : votedShares(toFitVotes(votes).patterns),
      );
      const weight = ties === 'balance' ? TIE_BREAK : wanted === 'uniform' ? 0 : NEGLIGIBLE;
      return evidenceModel({
        kind: 'majority',
        labels,
        functions,
        balance,
        accuracies: functions.map(() => undefined),
        notes: unusedGold(fitOptions),
        table: {
          unit: 'share',
          prior: balance.map((share) => share * weight),
          ...(ties === 'rarer-function' ? rarerFirst(votes) : plainVotes(labels, functions)),
          unseen: new Float64Array(labels.length).fill(1),
        },
      });
    },
  });
}

/** Every vote counts what an unseen one counts: nothing is learnt, so the votes need not be looked at. */
function plainVotes(labels: readonly string[], functions: readonly string[]): Evidence {
  const outcomes = numberOutcomes(new Uint8Array(functions.length * labels.length), labels.length);
  return { outcomes, evidence: EMPTY };
}

/** A vote counts more, the fewer records its function votes on. */
function rarerFirst(votes: Votes): Evidence {
  const { patterns } = toFitVotes(votes);
  const outcomes = findOutcomes(patterns);
  const K = outcomes.labels;
  const voted = votesByFunction(patterns);
  const ranks = new Map([...new Set(voted)].sort((a, b) => b - a).map((count, rank) => [count, rank]));
  const most = mostVotes(patterns);
  const evidence = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) {
    const rank = ranks.get(voted[outcomes.columnOf[o]]) ?? 0;
    evidence[o * K + outcomes.labelOf[o]] = 1 + (RARITY * rank) / (ranks.size * most);
  }
  return { outcomes, evidence };
}
