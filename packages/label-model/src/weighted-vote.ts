import { ABSTAIN, LabelwrightError, type VotePatterns } from '@labelwright/core';
import { type Balance, resolveBalance } from './class-balance.ts';
import { evidenceModel } from './evidence-model.ts';
import { type FitVotes, toFitVotes } from './fit-votes.ts';
import type { Estimator } from './label-model.ts';
import { valuesByName } from './named-values.ts';
import { findOutcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { votedShares, voteShares } from './vote-shares.ts';

/** How much each function's vote counts. */
export interface WeightedVoteOptions {
  /**
   * `agreement`: how often the function agrees with majority vote; `gold`: how often it is right where gold is
   * known; or one weight per function by name. Default `gold` where gold is given, else `agreement`.
   */
  readonly weights?: 'agreement' | 'gold' | Readonly<Record<string, number>> | undefined;
  /** What records without votes get. Default `uniform`. */
  readonly balance?: Balance | undefined;
}

/**
 * Counts the votes, each weighted by how good its function is: each label's probability is its share.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['ann', 'bob'], [['yes', 'no']]);
 * weightedVote({ weights: { ann: 3, bob: 1 } }).fit(votes).predict(votes).probability(0, 'yes'); // => 0.75
 * ```
 */
export function weightedVote(options: WeightedVoteOptions = {}): Estimator {
  return recorded(options, {
    name: 'weighted',
    fit(votes, fitOptions) {
      const fitVotes = toFitVotes(votes, { ...fitOptions, goldWeight: 1 });
      const { patterns } = fitVotes;
      const { labels, functions } = patterns;
      const wanted = options.weights ?? (fitVotes.known ? 'gold' : 'agreement');
      const learnt = typeof wanted === 'object' ? undefined : learnWeights(fitVotes, wanted);
      const weights = typeof wanted === 'object' ? givenWeights(functions, wanted) : fillGaps(learnt ?? []);
      const outcomes = findOutcomes(patterns);
      const K = labels.length;
      const evidence = new Float64Array(outcomes.size * K);
      for (let o = 0; o < outcomes.size; o++) {
        evidence[o * K + outcomes.labelOf[o]] = weights[outcomes.columnOf[o]];
      }
      const balance = resolveBalance(options.balance ?? 'uniform', labels, votedShares(patterns));
      return evidenceModel({
        kind: 'weighted',
        labels,
        functions,
        balance,
        accuracies: functions.map((_, j) => learnt?.[j]),
        notes: [weightNote(wanted)],
        table: {
          unit: 'share',
          // Decides where nobody votes, and breaks no tie.
          prior: options.balance === undefined ? new Float64Array(K) : balance.map((share) => share * 1e-12),
          outcomes,
          evidence,
          unseen: new Float64Array(K).fill(meanOf(weights)),
        },
      });
    },
  });
}

function weightNote(wanted: NonNullable<WeightedVoteOptions['weights']>): string {
  if (wanted === 'gold') return 'Each vote counts as much as its function is right where gold is known.';
  if (wanted === 'agreement') return 'Each vote counts as much as its function agrees with majority vote.';
  return 'Each vote counts as much as the given weight of its function.';
}

/** How often each function is right: against gold, or against the labels with most votes. */
function learnWeights({ patterns, known }: FitVotes, by: 'agreement' | 'gold'): (number | undefined)[] {
  if (by === 'gold' && !known) {
    throw new LabelwrightError(
      'invalid-option',
      'found no gold labels to weight votes by; expected gold in fit',
    );
  }
  const K = patterns.labels.length;
  const right = new Float64Array(patterns.functions.length);
  const voted = new Float64Array(patterns.functions.length);
  const credit = by === 'gold' && known ? knownCredit(known, K) : leaderCredit(patterns);
  for (let p = 0; p < patterns.size; p++) {
    if (by === 'gold' && known?.[p] === ABSTAIN) continue;
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      voted[patterns.columns[cell]] += patterns.counts[p];
      right[patterns.columns[cell]] += patterns.counts[p] * credit[p * K + patterns.votes[cell]];
    }
  }
  return Array.from(right, (count, j) => (voted[j] > 0 ? count / voted[j] : undefined));
}

/** 1 for the known label of each pattern. */
function knownCredit(known: Int16Array, K: number): Float64Array {
  const credit = new Float64Array(known.length * K);
  for (let p = 0; p < known.length; p++) if (known[p] !== ABSTAIN) credit[p * K + known[p]] = 1;
  return credit;
}

/** 1 for the label with most votes in each pattern; labels that share the lead share the credit. */
function leaderCredit(patterns: VotePatterns): Float64Array {
  const K = patterns.labels.length;
  const shares = voteShares(patterns);
  for (let p = 0; p < patterns.size; p++) {
    const row = shares.subarray(p * K, (p + 1) * K);
    const highest = row.reduce((most, share) => Math.max(most, share), 0);
    const leads = row.map((share) => Number(highest - share < 1e-9));
    const leaders = leads.reduce((sum, lead) => sum + lead, 0);
    row.set(leads.map((lead) => lead / leaders));
  }
  return shares;
}

function givenWeights(functions: readonly string[], given: Readonly<Record<string, number>>): number[] {
  return valuesByName(functions, given, 'labeling function', 'weights').map((weight, j) => {
    if (weight !== undefined && weight >= 0 && Number.isFinite(weight)) return weight;
    throw new LabelwrightError(
      'invalid-option',
      `the weight of '${functions[j]}' is ${weight}; expected 0 or more`,
    );
  });
}

/** A function of which nothing is known weighs as much as the others on average. */
function fillGaps(weights: readonly (number | undefined)[]): number[] {
  const mean = meanOf(weights.filter((weight) => weight !== undefined));
  return weights.map((weight) => weight ?? mean);
}

function meanOf(weights: readonly number[]): number {
  return weights.length > 0 ? weights.reduce((sum, weight) => sum + weight, 0) / weights.length : 1;
}
