import { LabelwrightError, oneOf, type ProbabilisticLabels } from '@labelwright/core';
import { assertObject } from './assert-given.ts';
import { valuesByName } from './named-values.ts';

/** What decisions are for. */
export type DecideOptions<L extends string = string> =
  | {
      readonly for: 'accuracy';
      /** Leaves the least certain records open until so many of the labels given are expected to be right. */
      readonly least?: number | undefined;
    }
  | { readonly for: 'f1'; readonly label: L }
  | {
      readonly for: 'precision';
      readonly label: L;
      /** How many of the records that are given the label are expected to have it, at least. */
      readonly least: number;
    }
  | {
      readonly for: 'cost';
      /** What it costs to give a label to a record, by the true label and then the one given; 0 where left out. */
      readonly costs: Readonly<Record<L, Readonly<Partial<Record<L, number>>>>>;
      /** What it costs to leave a record open. Default: never left open. */
      readonly open?: number | undefined;
    };

/** One label for each record, and what is to be expected of them if the probabilities are right. */
export interface Decision<L extends string = string> {
  /** `undefined` for a record without votes, left open, or with labels that are equally good. */
  readonly labels: readonly (L | undefined)[];
  /** The share of the records with votes that are given a label. */
  readonly share: number;
  /** How many of the labels given are expected to be right; `undefined` where none is given. */
  readonly accuracy: number | undefined;
  /** The lowest probability with which a record is given the label (`f1`, `precision`) or any label (`accuracy`). */
  readonly threshold?: number | undefined;
  /** Of the label asked for (`f1`, `precision`). */
  readonly precision?: number | undefined;
  readonly recall?: number | undefined;
  readonly f1?: number | undefined;
  /** The mean cost of the records with votes (`cost`). */
  readonly cost?: number | undefined;
}

/**
 * Turns probabilities into labels for a purpose: most labels right, the best F1 of one label, a precision, or the
 * least cost. Records with the same votes get the same label.
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.1, 0.9], [0.6, 0.4], [0.95, 0.05]]);
 * decide(labels, { for: 'accuracy' }).labels; // => ['spam', 'ham', 'ham']
 * decide(labels, { for: 'f1', label: 'spam' }).labels; // => ['spam', 'spam', 'ham']
 * decide(labels, { for: 'accuracy', least: 0.9 }).labels; // => ['spam', undefined, 'ham']
 * decide(labels, { for: 'cost', costs: { ham: { spam: 1 }, spam: { ham: 3 } } }).labels; // => ['spam', 'spam', 'ham']
 * ```
 */
export function decide<L extends string>(
  labels: ProbabilisticLabels<L>,
  options: DecideOptions<NoInfer<L>>,
): Decision<L> {
  const groups = groupsOf(labels);
  assertObject('options', options);
  switch (options.for) {
    case 'accuracy':
      return decideAccuracy(labels, groups, checkedShare(options.least ?? 0));
    case 'f1':
      return decideLabel(labels, groups, options.label, bestF1);
    case 'precision': {
      const least = checkedShare(options.least);
      return decideLabel(labels, groups, options.label, (found) => sureEnough(found, least));
    }
    case 'cost':
      return decideCost(labels, groups, options.costs, options.open);
    default:
      throw new LabelwrightError(
        'invalid-option',
        `found decisions for '${String((options as { readonly for: unknown }).for)}'; expected ${oneOf(['accuracy', 'f1', 'precision', 'cost'])}`,
      );
  }
}

/** How many labels are given, and how many of them are expected to be right, if those below a confidence are not. */
export interface Acceptance {
  /** The lowest probability of a label that is given. */
  readonly threshold: number;
  /** The share of the records with votes that are given a label. */
  readonly share: number;
  /** How many of these labels are expected to be right. */
  readonly accuracy: number;
}

/**
 * What leaving uncertain records open buys: one entry per distinct confidence, from the surest records alone to all
 * whose most probable label is one.
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0, 1], [0.25, 0.75], [0.5, 0.5], [0.5, 0.5]]);
 * acceptance(labels).map(({ share, accuracy }) => [share, accuracy]); // => [[0.25, 1], [0.5, 0.875]]
 * ```
 */
export function acceptance(labels: ProbabilisticLabels): Acceptance[] {
  const groups = groupsOf(labels);
  const covered = total(groups, ({ records }) => records);
  return cutsOf(rankByBest(groups)).map(({ last, size, right }) => ({
    threshold: last.chance,
    share: size / covered,
    accuracy: right / size,
  }));
}

/** Records with votes that share a distribution. */
interface Group {
  readonly distribution: number;
  readonly shares: Float64Array;
  readonly records: number;
}

/** A group with the probability of what is asked for. */
interface RankedGroup extends Group {
  readonly chance: number;
}

/** Probabilities closer than this are a tie. */
const TIE = 1e-9;

function groupsOf({ labels, table, covered, index }: ProbabilisticLabels): Group[] {
  const K = labels.length;
  const records = new Float64Array(covered.length);
  for (let i = 0; i < index.length; i++) records[index[i]]++;
  const groups: Group[] = [];
  for (let d = 0; d < covered.length; d++) {
    if (covered[d] === 0 || records[d] === 0) continue;
    groups.push({ distribution: d, shares: table.subarray(d * K, (d + 1) * K), records: records[d] });
  }
  return groups;
}

function decideAccuracy<L extends string>(
  labels: ProbabilisticLabels<L>,
  groups: readonly Group[],
  least: number,
): Decision<L> {
  const kept = sureEnough(rankByBest(groups), least);
  const given = new Map(kept.map((group) => [group.distribution, onlyBest(group.shares)]));
  return { ...decisionOf(labels, groups, given), threshold: kept.at(-1)?.chance };
}

/** Gives the label to the first groups, as many as the choice keeps, and the best other label to the rest. */
function decideLabel<L extends string>(
  labels: ProbabilisticLabels<L>,
  groups: readonly Group[],
  label: L,
  choose: (ranked: readonly RankedGroup[]) => readonly RankedGroup[],
): Decision<L> {
  const asked = labels.labels.indexOf(label);
  if (asked < 0) {
    throw new LabelwrightError('mismatch', `found no label '${label}'; expected ${oneOf(labels.labels)}`);
  }
  const ranked = rank(groups.map((group) => ({ ...group, chance: group.shares[asked] })));
  const kept = choose(ranked);
  const given = new Map(ranked.map(({ distribution, shares }) => [distribution, onlyBest(shares, asked)]));
  for (const { distribution } of kept) given.set(distribution, asked);
  const size = total(kept, ({ records }) => records);
  const right = total(kept, ({ records, chance }) => records * chance);
  const all = total(ranked, ({ records, chance }) => records * chance);
  return {
    ...decisionOf(labels, groups, given),
    threshold: kept.at(-1)?.chance,
    precision: size > 0 ? right / size : undefined,
    recall: all > 0 ? right / all : undefined,
    f1: size + all > 0 ? (2 * right) / (size + all) : undefined,
  };
}

/** The first groups whose expected F1 is highest: 2 · hits / (given + all that have the label). */
function bestF1(ranked: readonly RankedGroup[]): readonly RankedGroup[] {
  const all = total(ranked, ({ records, chance }) => records * chance);
  let [highest, best] = [0, 0];
  for (const { kept, size, right } of cutsOf(ranked)) {
    const f1 = (2 * right) / (size + all);
    if (f1 > highest) [highest, best] = [f1, kept];
  }
  return ranked.slice(0, best);
}

/** The longest list of first groups whose mean chance is at least this. */
function sureEnough(ranked: readonly RankedGroup[], least: number): readonly RankedGroup[] {
  const enough = cutsOf(ranked).filter(({ size, right }) => right / size >= least - TIE);
  return ranked.slice(0, enough.at(-1)?.kept ?? 0);
}

/** The first groups of a ranking: so many, with so many records, of which so many are expected to be right. */
interface Cut {
  readonly kept: number;
  readonly size: number;
  readonly right: number;
  readonly last: RankedGroup;
}

/** Where a ranking may be cut: not between groups that are as probable. */
function cutsOf(ranked: readonly RankedGroup[]): Cut[] {
  const cuts: Cut[] = [];
  let [size, right] = [0, 0];
  for (const [n, last] of ranked.entries()) {
    size += last.records;
    right += last.records * last.chance;
    const next = ranked[n + 1]?.chance ?? Number.NEGATIVE_INFINITY;
    if (last.chance - next > TIE) cuts.push({ kept: n + 1, size, right, last });
  }
  return cuts;
}

/** The groups by the probability of their label; those of which several labels lead have none. */
function rankByBest(groups: readonly Group[]): RankedGroup[] {
  return rank(
    groups.flatMap((group) => {
      const best = onlyBest(group.shares);
      return best === undefined ? [] : [{ ...group, chance: group.shares[best] }];
    }),
  );
}

function rank(groups: RankedGroup[]): RankedGroup[] {
  return groups.sort((a, b) => b.chance - a.chance);
}

function decideCost<L extends string>(
  labels: ProbabilisticLabels<L>,
  groups: readonly Group[],
  costs: Readonly<Record<L, Readonly<Partial<Record<L, number>>>>>,
  open = Number.POSITIVE_INFINITY,
): Decision<L> {
  const matrix = costMatrix(labels.labels, costs);
  if (!(matrix.flat().every((cost) => Number.isFinite(cost)) && open >= 0)) {
    throw new LabelwrightError('invalid-option', 'found costs that are no numbers; expected finite numbers');
  }
  const given = new Map<number, number | undefined>();
  let sum = 0;
  for (const { distribution, shares, records } of groups) {
    const expected = labels.labels.map((_, k) =>
      matrix.reduce((cost, row, t) => cost + shares[t] * row[k], 0),
    );
    const lowest = Math.min(...expected);
    given.set(distribution, lowest > open ? undefined : onlyBest(expected.map((cost) => -cost)));
    sum += records * Math.min(lowest, open);
  }
  const covered = total(groups, ({ records }) => records);
  return { ...decisionOf(labels, groups, given), cost: covered > 0 ? sum / covered : undefined };
}

/** What it costs to give each label, by the true one: `matrix[truth][given]`. */
function costMatrix(
  labels: readonly string[],
  costs: Readonly<Record<string, Readonly<Partial<Record<string, number>>> | undefined>>,
): number[][] {
  assertObject('costs', costs);
  return valuesByName(labels, costs, 'label', 'costs').map((row = {}) => {
    assertObject('the costs of a label', row);
    return valuesByName(labels, row, 'label', 'costs').map((cost) => cost ?? 0);
  });
}

function decisionOf<L extends string>(
  { labels, index }: ProbabilisticLabels<L>,
  groups: readonly Group[],
  given: ReadonlyMap<number, number | undefined>,
): Decision<L> {
  const names = new Map([...given].map(([d, k]) => [d, k === undefined ? undefined : labels[k]]));
  const decided = groups.filter(({ distribution }) => given.get(distribution) !== undefined);
  const records = total(decided, (group) => group.records);
  const covered = total(groups, (group) => group.records);
  const right = total(decided, (group) => group.records * group.shares[given.get(group.distribution) ?? 0]);
  return {
    labels: Array.from(index, (d) => names.get(d)),
    share: covered > 0 ? records / covered : 0,
    accuracy: records > 0 ? right / records : undefined,
  };
}

/** The position of the highest number, `undefined` where several share it. */
function onlyBest(values: ArrayLike<number>, but = -1): number | undefined {
  const others = Array.from(values, (value, k) => (k === but ? Number.NEGATIVE_INFINITY : value));
  const highest = Math.max(...others);
  const leaders = [...others.keys()].filter((k) => k !== but && highest - others[k] <= TIE);
  return leaders.length === 1 ? leaders[0] : undefined;
}

function total<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((sum, item) => sum + of(item), 0);
}

function checkedShare(least: number): number {
  if (least >= 0 && least <= 1) return least;
  throw new LabelwrightError('invalid-option', `at least ${least} are to be right; expected 0 to 1`);
}
