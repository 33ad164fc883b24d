import { count, countOf, percentSign } from './figures.ts';
import type { FunctionPairs } from './function-pairs.ts';
import { belowChance, overBroad, slow } from './lint-figures.ts';
import type { FunctionSummary, VoteSummary } from './vote-summary.ts';

/** What can be wrong with a labeling function. */
export type FindingKind =
  /** It never votes. */
  | 'dead'
  /** It failed on some records. */
  | 'faulty'
  /** With 95 % confidence its votes are right less often than they would be on records drawn at random; without gold, by the label model. */
  | 'below-chance'
  /** Wherever another function votes too, they disagree, though others vote for its label elsewhere. */
  | 'always-conflicting'
  /** Another function votes the same on every record on which it votes. */
  | 'shadowed'
  /** No other function votes where it does. */
  | 'isolated'
  /** It votes for a label on more records than can have the label. */
  | 'over-broad'
  /** It never disagrees and hardly ever votes alone: it adds neither coverage nor doubt. */
  | 'never-conflicting'
  /** It disagrees with another function more often than it agrees. */
  | 'contradictory'
  /** It takes most of the time, or very long for a record. */
  | 'slow'
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
export const RARE = 5;

/** Finds labeling functions that need a look, the gravest kinds first, each with a sentence on what to do. */
export function lintVotes<F extends string>(
  summary: VoteSummary<string, F>,
  pairs: FunctionPairs<F>,
): Finding<F>[] {
  const checks = [
    belowChance,
    faulty,
    dead,
    overBroad,
    alwaysConflicting,
    contradictory,
    shadowed,
    neverConflicting,
    isolated,
    rare,
    slow,
  ];
  return checks.flatMap((check) =>
    summary.functions.flatMap((entry, j) => {
      const found = check({ entry, j, summary, pairs });
      return found ? [{ function: entry.name, ...found } as Finding<F>] : [];
    }),
  );
}

/** One labeling function beside the others. */
export interface Subject {
  readonly entry: FunctionSummary;
  readonly j: number;
  readonly summary: VoteSummary;
  readonly pairs: FunctionPairs;
}

/** Finds one kind of thing to look at. */
export type Check = (subject: Subject) => Omit<Finding, 'function'> | false;

const dead: Check = ({ entry, summary }) =>
  summary.records > 0 &&
  entry.votes === 0 && { kind: 'dead', message: 'never votes: widen its rule, or remove it' };

const faulty: Check = ({ entry }) =>
  entry.faults > 0 && {
    kind: 'faulty',
    message: `failed on ${countOf(entry.faults, 'record')} and abstained there: fix it`,
  };

const alwaysConflicting: Check = ({ entry, j, summary, pairs }) =>
  entry.conflicts > 0 &&
  neverAgrees(j, pairs) &&
  hasAlly(entry, summary) &&
  entry.overlaps * summary.records >= RARE && {
    kind: 'always-conflicting',
    message: 'disagrees wherever another function votes: read some of these records to see which is wrong',
  };

/** Holds when no other function ever votes the same beside this one. */
function neverAgrees(j: number, { functions, agreements }: FunctionPairs): boolean {
  const M = functions.length;
  return functions.every((_, l) => l === j || agreements[j * M + l] === 0);
}

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

const contradictory: Check = ({ entry, j, pairs, summary }) => {
  if (neverAgrees(j, pairs)) return false; // Then it is always conflicting.
  const M = pairs.functions.length;
  const at = (l: number): number => pairs.conflicts[j * M + l];
  const worst = pairs.functions.reduce(
    (best, _, l) => (l !== j && (best < 0 || at(l) > at(best)) ? l : best),
    -1,
  );
  if (
    worst < 0 ||
    !hasAlly(entry, summary) ||
    at(worst) < RARE ||
    at(worst) <= pairs.overlaps[j * M + worst] / 2
  )
    return false;
  const other = summary.functions[worst];
  // Told once of a pair: of the one that the conflict weighs more on.
  if (other.votes < entry.votes || (other.votes === entry.votes && worst < j)) return false;
  // Functions for different labels cannot but disagree: it is worth a look where it is most of what one says.
  if (at(worst) <= entry.votes / 2) return false;
  const message = `disagrees with '${other.name}' on ${count(at(worst))} of its ${countOf(entry.votes, 'vote')} (${percentSign(at(worst) / entry.votes)}): read some of these records to see which is wrong`;
  return { kind: 'contradictory', other: other.name, message };
};

/** From this share of votes beside others on a function hardly ever votes alone. */
const HARDLY_ALONE = 0.95;

const neverConflicting: Check = ({ entry, j, summary, pairs }) =>
  entry.conflicts === 0 &&
  entry.votes >= 4 * RARE &&
  entry.overlapsOfVotes >= HARDLY_ALONE &&
  summary.conflict > 0 &&
  shadowed({ entry, j, summary, pairs }) === false && {
    kind: 'never-conflicting',
    message:
      'never disagrees and hardly ever votes alone: it adds neither coverage nor doubt; remove it, or widen its rule',
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
