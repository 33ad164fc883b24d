import type { VotePatterns } from '@labelwright/core';
import type { Outcomes } from './outcomes.ts';
import { coveredRecords } from './vote-shares.ts';

/** What kind of votes these are: rules that know one label each, or annotators who answer with any. */
export interface VoteRegime {
  /** `crowd`: many functions, most of which vote several labels. `functions`: all else. */
  readonly kind: 'crowd' | 'functions';
  /** How many functions voted at all. */
  readonly voting: number;
  /** How many of them give at least 2 % of their votes to a second label. */
  readonly manySided: number;
  /** The same as a share of those that voted often enough to show a second label: up to 1. */
  readonly manySidedShare: number;
  /** Votes per covered record. */
  readonly density: number;
  /** How many records have a vote, and what share of all that is. */
  readonly covered: number;
  readonly coveredShare: number;
  /** How many records each outcome was voted on. */
  readonly votesOf: Float64Array;
}

/** A second label counts from this share of a function's votes on. */
const SECOND_LABEL = 0.02;

/** Tables of chances that fewer voters teach are not believed alone: their agreement may be an error they share. */
export const SMALLEST_CROWD = 16;

/** More than half, and not by rounding. */
const MOST = 0.5 + 1e-9;

/** With fewer votes per covered record the annotators hardly meet. */
const DENSE = 2.5;

/** Looks at who votes what, and how often. */
export function findRegime(patterns: VotePatterns, outcomes: Outcomes): VoteRegime {
  const votesOf = countVotes(patterns, outcomes);
  const most = new Float64Array(outcomes.functions);
  const total = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) {
    const column = outcomes.columnOf[o];
    total[column] += votesOf[o];
    most[column] = Math.max(most[column], votesOf[o]);
  }
  const voting = total.filter((count) => count > 0).length;
  const manySided = total.filter((count, j) => count > 0 && !isOneSided(most[j], count)).length;
  const manySidedShare = Math.min(1, manySided / Math.max(1, countTelling(total, outcomes, votesOf)));
  const covered = coveredRecords(patterns);
  const density = covered > 0 ? total.reduce((sum, count) => sum + count, 0) / covered : 0;
  const coveredShare = covered > 0 ? covered / patterns.records : 0;
  const crowd = voting >= SMALLEST_CROWD && manySidedShare > MOST && density >= DENSE;
  return {
    kind: crowd ? 'crowd' : 'functions',
    ...{ voting, manySided, manySidedShare, density, covered, coveredShare, votesOf },
  };
}

/** Holds where nearly all of a function's votes are for one label. */
export function isOneSided(most: number, all: number): boolean {
  return all - most < SECOND_LABEL * all;
}

/**
 * How many functions are expected to show a second label if all vote all labels alike: an annotator with one answer
 * shows one.
 */
function countTelling(total: Float64Array, { labelOf, labels }: Outcomes, votesOf: Float64Array): number {
  const votes = total.reduce((sum, count) => sum + count, 0);
  const shares = new Float64Array(labels);
  for (const [o, count] of votesOf.entries()) shares[labelOf[o]] += count / votes;
  return total.reduce((sum, count) => {
    if (count === 0) return sum;
    return sum + 1 - shares.reduce((oneSided, share) => oneSided + share ** count, 0);
  }, 0);
}

/** How many records each outcome was voted on. */
function countVotes(patterns: VotePatterns, outcomes: Outcomes): Float64Array {
  const K = outcomes.labels;
  const votesOf = new Float64Array(outcomes.size);
  for (let p = 0; p < patterns.size; p++) {
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      votesOf[outcomes.numberOf[patterns.columns[cell] * K + patterns.votes[cell]]] += patterns.counts[p];
    }
  }
  return votesOf;
}
