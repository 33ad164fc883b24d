import { countOf, percentSign } from './figures.ts';
import type { FunctionPairs } from './function-pairs.ts';
import { shareOf } from './ratio.ts';
import type { FunctionGold, FunctionSummary, GoldSummary, VoteSummary } from './vote-summary.ts';

/** What can be wrong with a labeling function. */
export type FindingKind =
  /** It never votes. */
  | 'dead'
  /** It failed on some records. */
  | 'faulty'
  /** With 95 % confidence its votes are right less often than they would be on records drawn at random. */
  | 'below-chance'
  /** Wherever another function votes too, they disagree, though others vote for its label elsewhere. */
  | 'always-conflicting'
  /** Another function votes the same on every record on which it votes. */
  | 'shadowed'
  /** No other function votes where it does. */
  | 'isolated'
  /** It votes too rarely to learn how good it is. */
  | 'rare';

/** Something to look at, in one labeling function. */
export interface Finding<F extends string = string> {
  readonly kind: FindingKind;
  readonly function: F;
  /** The other function, where two are concerned. */
  readonly other?: F | undefined;
  /** What was found and what to do about it. */
  readonly message: string;
}

/** Fewer votes than this say nothing about how good a function is. */
const RARE = 5;

/** Finds labeling functions that need a look, the gravest kinds first, each with a sentence on what to do. */
export function lintVotes<F extends string>(
  summary: VoteSummary<string, F>,
  pairs: FunctionPairs<F>,
): Finding<F>[] {
  const checks = [belowChance, faulty, dead, alwaysConflicting, shadowed, isolated, rare];
  return checks.flatMap((check) =>
    summary.functions.flatMap((entry, j) => {
      const found = check({ entry, j, summary, pairs });
      return found ? [{ function: entry.name, ...found } as Finding<F>] : [];
    }),
  );
}

interface Subject {
  readonly entry: FunctionSummary;
  readonly j: number;
  readonly summary: VoteSummary;
  readonly pairs: FunctionPairs;
}

type Check = (subject: Subject) => Omit<Finding, 'function'> | false;

const dead: Check = ({ entry, summary }) =>
  summary.records > 0 &&
  entry.votes === 0 && { kind: 'dead', message: 'never votes: widen its rule, or remove it' };

const faulty: Check = ({ entry }) =>
  entry.faults > 0 && {
    kind: 'faulty',
    message: `failed on ${countOf(entry.faults, 'record')} and abstained there: fix it`,
  };

const belowChance: Check = ({ entry: { gold }, summary }) => {
  if (gold?.interval === undefined || summary.gold === undefined) return false;
  const chance = chanceOf(gold, summary.gold);
  if (gold.interval.high >= chance) return false;
  const message = `is right in ${percentSign(gold.precision)} of its votes; on any records it would be in ${percentSign(chance)}: check the label it votes for`;
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

const alwaysConflicting: Check = ({ entry, summary }) =>
  entry.conflicts > 0 &&
  entry.conflicts === entry.overlaps &&
  hasAlly(entry, summary) &&
  entry.overlaps * summary.records >= RARE && {
    kind: 'always-conflicting',
    message: 'disagrees wherever another function votes: read some of these records to see which is wrong',
  };

/** Holds when another function votes for a label of this one: where none does, conflict is all there can be. */
function hasAlly(entry: FunctionSummary, { functions }: VoteSummary): boolean {
  return functions.some(
    (other) => other !== entry && other.polarity.some((label) => entry.polarity.includes(label)),
  );
}

const shadowed: Check = ({ entry, j, pairs }) => {
  if (entry.votes === 0) return false;
  const M = pairs.functions.length;
  const covers = (l: number): boolean => {
    if (l === j || pairs.agreements[j * M + l] < entry.votes) return false;
    // Of two that always vote alike, the later is the one too many.
    return pairs.overlaps[l * M + l] > entry.votes || l < j;
  };
  const other = pairs.functions.find((_, l) => covers(l));
  if (other === undefined) return false;
  const message = `votes only where '${other}' votes the same: remove it, or check that both are meant to count`;
  return { kind: 'shadowed', other, message };
};

const isolated: Check = ({ entry, pairs }) =>
  pairs.functions.length > 1 &&
  entry.votes >= RARE &&
  entry.overlaps === 0 && {
    kind: 'isolated',
    message:
      'never votes beside another function, so no label model can tell how good it is: add a second opinion',
  };

const rare: Check = ({ entry, summary }) =>
  entry.votes > 0 &&
  entry.votes < RARE &&
  summary.records > 10 * RARE && {
    kind: 'rare',
    message: `votes on ${countOf(entry.votes, 'record')} only, too few to tell how good it is: widen its rule`,
  };
