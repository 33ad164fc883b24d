import type { VotePatterns } from '@labelwright/core';
import { meanShares, votedShares, votesByFunction } from './vote-shares.ts';

/** A label with nearly all records, although not nearly all votes are for it. */
const SWALLOWING = 0.98;
const UNANIMOUS = 0.9;
/** Fewer votes do not show that a function is worse than chance. */
const ENOUGH_VOTES = 20;
/** So many functions are named at most. */
const NAMED = 5;

/** A note where the rounds ran out before the probabilities settled. */
export function stoppedEarly(found: { readonly converged: boolean; readonly iterations: number }): string[] {
  return found.converged
    ? []
    : [`Stopped after ${found.iterations} iterations, before the probabilities settled.`];
}

/**
 * Warns of labels that were learnt wrongly, as it seems: where one swallowed the others, and where functions come out
 * worse than chance.
 *
 * @param mass - the expected number of records of each label per pattern: `mass[pattern * K + label]`
 * @param accuracies - how often each function is right, by column
 */
export function describeCollapse(
  patterns: VotePatterns,
  mass: Float64Array,
  accuracies: readonly (number | undefined)[],
): string[] {
  return [...describeSwallowed(patterns, mass), ...describeWorse(patterns, accuracies)];
}

function describeSwallowed(patterns: VotePatterns, mass: Float64Array): string[] {
  const share = meanShares(patterns, mass);
  const voted = votedShares(patterns);
  const k = share.findIndex((value, label) => value > SWALLOWING && voted[label] < UNANIMOUS);
  if (k < 0) return [];
  return [
    `The label ${patterns.labels[k]} swallowed the others: ${percent(share[k])} of the records, ` +
      `${percent(voted[k])} of the votes.`,
  ];
}

/** Names the functions whose votes come out right less often than a label drawn at random. */
export function describeWorse(patterns: VotePatterns, accuracies: readonly (number | undefined)[]): string[] {
  const chance = 1 / patterns.labels.length;
  const votes = votesByFunction(patterns);
  const worse = patterns.functions.flatMap((name, j) => {
    const accuracy = accuracies[j];
    const isWorse = accuracy !== undefined && accuracy < chance && votes[j] >= ENOUGH_VOTES;
    return isWorse ? [`${name} (${percent(accuracy)})`] : [];
  });
  if (worse.length === 0) return [];
  const named = worse.slice(0, NAMED).join(', ');
  const more = worse.length > NAMED ? ` and ${worse.length - NAMED} more` : '';
  return [
    `Right less often than a label drawn at random (${percent(chance)}), by these labels: ${named}${more}. ` +
      'Either they are wrong or the labels are.',
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** So many of something: `1 answer`, `2 answers`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
