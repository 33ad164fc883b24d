import { figure, percentSign } from './figures.ts';
import { wilsonInterval } from './interval.ts';
import type { Check } from './lint-votes.ts';
import { shareOf } from './ratio.ts';
import type { FunctionGold, GoldSummary, VoteSummary } from './vote-summary.ts';

/** Finds a function whose votes are right less often than chance. */
export const belowChance: Check = ({ entry, summary }) => {
  const { gold, learntInterval, learntAccuracy } = entry;
  if (gold?.interval !== undefined && summary.gold !== undefined) {
    const chance = chanceOf(gold, summary.gold);
    if (gold.interval.high >= chance) return false;
    const message = `is right in ${percentSign(gold.precision)} of its votes; on any records it would be in ${percentSign(chance)}: check the label it votes for`;
    return { kind: 'below-chance', message };
  }
  const chance = 1 / summary.labels.length;
  if (learntInterval === undefined || learntInterval.high >= chance) return false;
  const message = `is right in ${percentSign(learntAccuracy)} of its votes, the label model believes, less than a guess: check the label it votes for`;
  return { kind: 'below-chance', message };
};

/** The precision that the same votes would have on records drawn at random: a vote for a rare label is seldom right. */
function chanceOf({ perLabel, correct, incorrect }: FunctionGold, known: GoldSummary): number {
  const right = Object.entries(perLabel).reduce((sum, [label, quality]) => {
    const votes = (quality?.correct ?? 0) + (quality?.incorrect ?? 0);
    return sum + votes * shareOf(known.recordsPerLabel[label], known.records);
  }, 0);
  return shareOf(right, correct + incorrect);
}

/** Finds a function that votes for a label more often than the label can occur. */
export const overBroad: Check = ({ entry, summary }) => {
  const { records } = summary;
  const label = entry.polarity.find((name) => entry.votesPerLabel[name] > most(summary, name) * records);
  if (label === undefined) return false;
  const cast = entry.votesPerLabel[label] / records;
  const message = `votes ${label} on ${percentSign(cast)} of the records; gold has it on ${percentSign(most(summary, label))} at most: narrow its rule`;
  return { kind: 'over-broad', message };
};

/** The highest share that the label can have by gold; without gold nothing is too much. */
function most({ gold }: VoteSummary, label: string): number {
  return (gold && wilsonInterval(gold.recordsPerLabel[label], gold.records)?.high) ?? 1;
}

/** A function that takes longer for a record than this, in seconds, is slow whatever the others take. */
const SLOW = 0.001;

/** Less time than this in all, in seconds, is not worth a word. */
const LEAST_TOTAL = 1;

/** Nor is a smaller share of the time of all functions. */
const LEAST_SHARE = 0.05;

/** Finds a function that takes most of the time, or long for a record. */
export const slow: Check = ({ entry, summary }) => {
  const { seconds } = entry;
  if (seconds === undefined || summary.records === 0) return false;
  const total = summary.functions.reduce((sum, other) => sum + (other.seconds ?? 0), 0);
  const each = seconds / summary.records;
  const takesMost = summary.functions.length > 2 && total >= LEAST_TOTAL && seconds > total / 2;
  const takesLong = each >= SLOW && seconds >= LEAST_SHARE * total;
  if (!takesLong && !takesMost) return false;
  const message = `takes ${figure(each * 1000)} ms a record, ${percentSign(shareOf(seconds, total))} of the time of all functions: make it cheaper, or look up what it computes`;
  return { kind: 'slow', message };
};
