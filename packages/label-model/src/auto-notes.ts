import type { VotePatterns } from '@labelwright/core';
import type { PatternAnswers } from './answers.ts';
import { type Balance, balanceIntervals, withShare } from './class-balance.ts';
import { counted } from './fit-notes.ts';
import type { FunctionVotes } from './function-votes.ts';
import { givenShares, leadOf } from './label-shares.ts';
import type { VoteRegime } from './vote-regime.ts';

/** Labels change on fewer covered records than this: majority vote is as good. */
const FEW_CHANGES = 0.005;
/** A label with nearly all records, although not all votes are for it. */
const SWALLOWING = 0.98;
const UNANIMOUS = 0.9;
/** A label with so many of the votes should not lose all its records. */
const NOTICED = 0.05;
const LOST = 0.005;

/** What kind of votes they are, and so how they are weighed; nothing where nobody voted. */
export function describeRegime({ kind, voting, manySided, density }: VoteRegime): string[] {
  if (voting === 0) return [];
  const found =
    `${manySided} of ${voting} functions vote more than one label, ` +
    `with ${density.toFixed(1)} votes per covered record`;
  return kind === 'crowd'
    ? [`${found}: taken for a crowd.`]
    : [`${found}: weighed by how often they conflict, by coverage and by class balance.`];
}

/**
 * Where the mean precision comes from; nothing where nobody voted.
 *
 * @param voting - how many functions voted
 * @param told - of how many of all functions the precision was given
 */
export function describePrecision(
  { precision, conflict }: Pick<FunctionVotes, 'precision' | 'conflict'>,
  voting: number,
  told: number,
  functions: number,
): string[] {
  if (told > 0 && told === functions) return ['The precision was given.'];
  if (voting === 0) return [];
  const basis =
    voting === 1
      ? 'Only one function votes, and nothing tells how good it is'
      : `Votes for different labels meet on a record ${conflict.toFixed(2)} times as often as by chance`;
  const ofOthers = told > 0 ? `The precision of ${told} of ${functions} functions was given. ` : '';
  return [`${ofOthers}${basis}: a vote is taken to be right ${percent(precision)} of the time.`];
}

/** Says how far votes are counted and tables of chances believed because functions vote several labels densely. */
export function describeDense(counted: number, believed: number): string[] {
  if (counted + believed < NOTICED) return [];
  const tables = believed > 0 ? `, and tables of each function's own chances are ${percent(believed)}` : '';
  return [
    `Functions vote several labels on many records, so a plain count of votes is ${percent(counted)} of the evidence${tables}.`,
  ];
}

/**
 * How much it matters: the records whose label is another than by majority vote.
 *
 * @param majority - the shares of the votes on each pattern
 */
export function describeChanges(
  patterns: VotePatterns,
  majority: Float64Array,
  posterior: Float64Array,
): string[] {
  const { covered, changed, settled } = countChanges(patterns, majority, posterior);
  if (covered === 0) return ['Nobody voted: every record has the class balance.'];
  if (changed + settled < FEW_CHANGES * covered) {
    return ['Majority vote gives the same labels; only the probabilities differ.'];
  }
  return [
    `Against majority vote ${percent(changed / covered)} of the covered records change their label, ` +
      `and ${percent(settled / covered)} are ties that it settles.`,
  ];
}

/** Covered records; those whose label leads in the second only; those where more labels lead in the first besides. */
function countChanges(patterns: VotePatterns, first: Float64Array, second: Float64Array) {
  const K = patterns.labels.length;
  const count = { covered: 0, changed: 0, settled: 0 };
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) continue;
    count.covered += patterns.counts[p];
    const { both, fewer } = compareLeaders(first, second, p * K, K);
    if (!both) count.changed += patterns.counts[p];
    else if (fewer) count.settled += patterns.counts[p];
  }
  return count;
}

/** Whether a label leads in both distributions, and whether fewer lead in the second. */
function compareLeaders(first: Float64Array, second: Float64Array, from: number, K: number) {
  const firstLead = leadOf(first, from, K);
  const secondLead = leadOf(second, from, K);
  let both = false;
  let balance = 0;
  for (let n = from; n < from + K; n++) {
    const inFirst = first[n] >= firstLead;
    const inSecond = second[n] >= secondLead;
    both ||= inFirst && inSecond;
    balance += Number(inSecond) - Number(inFirst);
  }
  return { both, fewer: balance < 0 };
}

/**
 * Says so where one label would get nearly all records; `undefined` where all is well.
 *
 * @param voted - each label's share of the votes
 */
export function findCollapse(
  patterns: VotePatterns,
  voted: Float64Array,
  posterior: Float64Array,
): string | undefined {
  const given = givenShares(patterns, posterior);
  const k = given.findIndex((share, label) => share > SWALLOWING && voted[label] < UNANIMOUS);
  return k < 0 ? undefined : `${shareOf(patterns, given, voted, k)} So the votes are only counted.`;
}

/**
 * Names the labels with a notable share of the votes that hardly any record gets.
 *
 * @param voted - each label's share of the votes
 */
export function describeLost(patterns: VotePatterns, voted: Float64Array, posterior: Float64Array): string[] {
  const given = givenShares(patterns, posterior);
  const lost = [...given.keys()].filter((k) => given[k] < LOST && voted[k] > NOTICED);
  return lost.map((k) => shareOf(patterns, given, voted, k));
}

/**
 * Says how many labels depend on where in its interval a label's share lies.
 *
 * @param middle - the balance that the votes were weighed with
 * @param predict - the distributions that another balance would give
 */
export function describeIntervals(
  patterns: VotePatterns,
  balance: Balance | undefined,
  middle: Float64Array,
  predict: (balance: Balance) => Float64Array,
): string[] {
  const { labels } = patterns;
  if (labels.length < 2) return [];
  return balanceIntervals(balance).map(([label, [low, high]]) => {
    const [first, second] = [low, high].map((share) => predict(withShare(labels, middle, label, share)));
    const { covered, changed, settled } = countChanges(patterns, first, second);
    const open = covered > 0 ? (changed + settled) / covered : 0;
    return (
      `Whether ${label} has ${percent(low)} or ${percent(high)} of the records ` +
      `decides the label of ${percent(open)} of the covered records.`
    );
  });
}

function shareOf({ labels }: VotePatterns, given: Float64Array, voted: Float64Array, k: number): string {
  return `${labels[k]} gets ${percent(given[k])} of the records with ${percent(voted[k])} of the votes.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.1 ? 0 : 1)} %`;
}

/** Says that known labels were learnt from. */
export function describeGold({ counts }: PatternAnswers): string {
  const answers = Math.round(counts.reduce((sum, count) => sum + count, 0));
  return `Known labels, which count as ${counted(answers, 'answer')}, move what votes and the balance say.`;
}
