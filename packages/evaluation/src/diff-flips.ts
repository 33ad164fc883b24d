import type { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { assertDistributions, assertVotes } from './assert-votes.ts';
import { type Gold, goldPositions } from './gold.ts';
import {
  changedColumns,
  type FunctionChange,
  mixVotes,
  pairVotes,
  type VotePair,
  votesAlike,
} from './mix-votes.ts';

/** The votes of a run and the labels made of them. */
export interface LabelledVotes<L extends string = string> {
  readonly votes: LabelMatrix<L>;
  readonly labels: ProbabilisticLabels<L>;
}

/** How the causes of flips are found. */
export interface FlipOptions<L extends string = string> {
  /** Makes labels of votes as the later run did, for instance by fitting the same label model; without it no causes are found. */
  readonly relabel?: ((votes: LabelMatrix<L>) => ProbabilisticLabels<L>) | undefined;
  /** The true labels of the later run's records, where known. */
  readonly gold?: Gold<L> | undefined;
}

/**
 * How the causes of a flip were told.
 *
 * - `needed`: with the function's old votes put back, alone, the record has its old label again.
 * - `enough`: no function alone is needed; its change alone, made to the votes before, gives the new label.
 * - `together`: neither holds for any one function: the changes work together.
 * - `otherwise`: with all old votes put back the record has the new label still, so that the records, the label
 *   model or its settings differ.
 */
export type FlipCause = 'needed' | 'enough' | 'together' | 'otherwise';

/** A record whose label changed. */
export interface Flip<L extends string = string> {
  /** Its position in the later run. */
  readonly row: number;
  readonly id: string;
  /** `undefined` where there was no label. */
  readonly before: L | undefined;
  readonly after: L | undefined;
  /** The functions whose change did it. */
  readonly functions: readonly string[];
  readonly cause?: FlipCause | undefined;
  /** Whether one of these functions votes otherwise on this very record; if not, the label model has learnt otherwise. */
  readonly direct?: boolean | undefined;
}

/** What became of a function, and how many labels it flipped. */
export interface FlippingFunction extends FunctionChange {
  readonly flips: number;
}

/** The records whose label changed between two runs, and why. */
export interface FlipReport<L extends string = string> {
  /** The records that both runs have. */
  readonly shared: number;
  /** The functions that changed, those with the most flips first. */
  readonly functions: readonly FlippingFunction[];
  /** In the order of the later run. */
  readonly flips: readonly Flip<L>[];
  /** How many labels of the later run are found again from its votes: fewer than its records say that causes are uncertain. */
  readonly reproduced?: number | undefined;
  /** Of the flips with gold: how many labels became right, and how many were right before. */
  readonly gold?: { readonly fixed: number; readonly broken: number } | undefined;
}

/**
 * Finds the records whose label differs between two runs, and which function's change made it: each changed
 * function's old votes are put back, alone, and the labels made anew.
 *
 * Records are matched by id, labeling functions by name.
 */
export function findFlips<L extends string>(
  before: LabelledVotes<L>,
  after: LabelledVotes<L>,
  options: FlipOptions<NoInfer<L>> = {},
): FlipReport<L> {
  for (const { votes, labels } of [before, after]) {
    assertVotes(votes);
    assertDistributions(labels);
  }
  const pair = pairVotes(before.votes, after.votes);
  const changes = changedColumns(pair);
  const found: Flip<L>[] = [];
  let shared = 0;
  for (const [row, rowBefore] of pair.rowBefore.entries()) {
    if (rowBefore < 0) continue;
    shared++;
    const [old, now] = [before.labels.top(rowBefore), after.labels.top(row)];
    if (old === now) continue;
    found.push({ row, id: after.votes.idOf(row), before: old, after: now, functions: [] });
  }
  const { relabel } = options;
  const flips = relabel ? findCauses(pair, found, changes, relabel) : found;
  const flipsOf = (name: string): number => flips.filter(({ functions }) => functions.includes(name)).length;
  return {
    shared,
    functions: changes
      .map((change) => ({ ...change, flips: flipsOf(change.name) }))
      .sort((a, b) => b.flips - a.flips || b.votes - a.votes),
    flips,
    reproduced: relabel && countSame(after.labels, relabel(after.votes)),
    gold: options.gold && judgeFlips(after, flips, options.gold),
  };
}

type Relabel<L extends string> = NonNullable<FlipOptions<L>['relabel']>;

function findCauses<L extends string>(
  pair: VotePair<L>,
  flips: readonly Flip<L>[],
  changes: readonly FunctionChange[],
  relabel: Relabel<L>,
): Flip<L>[] {
  if (flips.length === 0) return [];
  const names = changes.map(({ name }) => name);
  const relabelled = (old: readonly string[]): ProbabilisticLabels<L> =>
    relabel(mixVotes(pair, new Set(old)));
  const needed = causesWhere(names, flips, (name) => relabelled([name]), 'before');
  const left = flips.filter((_, n) => needed[n].length === 0);
  const others = (name: string): string[] => names.filter((other) => other !== name);
  const enough = new Map(
    causesWhere(names, left, (name) => relabelled(others(name)), 'after').map((causes, n) => [
      left[n],
      causes,
    ]),
  );
  const restored = left.length > 0 ? relabelled(names) : undefined;
  return flips.map((flip, n) => {
    const back = restored === undefined || restored.top(flip.row) === flip.before;
    const found = attribute(needed[n], enough.get(flip) ?? [], back);
    if (found.functions.length === 0) return { ...flip, ...found };
    return { ...flip, ...found, direct: found.functions.some((name) => !votesAlike(pair, flip.row, name)) };
  });
}

function attribute(
  needed: readonly string[],
  enough: readonly string[],
  back: boolean,
): { readonly functions: readonly string[]; readonly cause: FlipCause } {
  if (needed.length > 0) return { functions: needed, cause: 'needed' };
  if (!back) return { functions: [], cause: 'otherwise' };
  return enough.length > 0 ? { functions: enough, cause: 'enough' } : { functions: [], cause: 'together' };
}

/** For each flip the functions under whose labels the record has the label that it had before, or has after. */
function causesWhere<L extends string>(
  names: readonly string[],
  flips: readonly Flip<L>[],
  labelsFor: (name: string) => ProbabilisticLabels<L>,
  side: 'before' | 'after',
): string[][] {
  const causes: string[][] = flips.map(() => []);
  for (const name of flips.length > 0 ? names : []) {
    const labels = labelsFor(name);
    for (const [n, flip] of flips.entries()) if (labels.top(flip.row) === flip[side]) causes[n].push(name);
  }
  return causes;
}

function countSame(a: ProbabilisticLabels, b: ProbabilisticLabels): number {
  let same = 0;
  for (let i = 0; i < a.rows; i++) if (a.top(i) === b.top(i)) same++;
  return same;
}

function judgeFlips<L extends string>(
  { votes }: LabelledVotes<L>,
  flips: readonly Flip<L>[],
  gold: Gold<L>,
): { readonly fixed: number; readonly broken: number } {
  const positions = goldPositions(votes.labels, gold, votes.rows);
  const truth = (flip: Flip<L>): L | undefined => votes.labels[positions[flip.row]];
  const known = flips.filter((flip) => truth(flip) !== undefined);
  return {
    fixed: known.filter((flip) => truth(flip) === flip.after).length,
    broken: known.filter((flip) => truth(flip) === flip.before).length,
  };
}
