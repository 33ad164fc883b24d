import { chiSquareTail } from './chi-square.ts';
import { differenceInterval, type Estimate, estimate, type Figures } from './estimate.ts';
import { holm } from './holm.ts';
import { type Interval, Z95 } from './interval.ts';
import type { Snapshot, SnapshotEntry } from './snapshot.ts';

/** What a figure belongs to. */
export type FigureOwner = 'data set' | 'label' | 'function' | 'model';

/** A figure of one snapshot or of both. */
export interface FigureChange {
  readonly of: FigureOwner;
  /** The name of the label, the function or the model. */
  readonly name?: string | undefined;
  readonly figure: string;
  readonly before?: Estimate | undefined;
  readonly after?: Estimate | undefined;
  /** After less before, where both exist. */
  readonly difference?: number | undefined;
  /** Where the difference lies with 95 % confidence, where both have an interval. */
  readonly interval?: Interval | undefined;
  /**
   * Whether the figure moved beyond its intervals: the interval of the difference leaves 0 out, where the records are
   * others with all figures taken together (Holm 1979).
   */
  readonly moved: boolean;
}

/** What changed between two snapshots: plain data. */
export interface SnapshotDiff {
  readonly version: 1;
  /** The numbers of records, and whether they are the same ones. */
  readonly records: { readonly before: number; readonly after: number; readonly same: boolean };
  readonly labels: NameChanges;
  readonly functions: FunctionChanges;
  /** The figures that are not the same, in the order of the snapshots. */
  readonly figures: readonly FigureChange[];
  /** What the lint finds now and did not before, and the other way round. */
  readonly findings: { readonly added: Snapshot['findings']; readonly removed: Snapshot['findings'] };
}

/** Names that are in one snapshot only. */
export interface NameChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Labeling functions that are in one snapshot only, or in both with other votes. */
export interface FunctionChanges extends NameChanges {
  /** Those that vote otherwise on the same records; where the records differ, votes cannot be told to. */
  readonly changed: readonly string[];
  /** Pairs of a function that is gone and a new one that votes the same. */
  readonly renamed: readonly (readonly [before: string, after: string])[];
}

/**
 * Finds what changed between two snapshots: labeling functions, figures, findings.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { createReport } = await import('./report.ts');
 * const { takeSnapshot } = await import('./snapshot.ts');
 * const of = (link: 'spam' | undefined) => {
 *   const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: [link, undefined], short: ['spam', 'ham'] });
 *   return takeSnapshot({ report: createReport({ votes }), votes });
 * };
 * const diff = diffSnapshots(of(undefined), of('spam'));
 * diff.functions.changed; // => ['link']
 * diff.figures.find(({ figure }) => figure === 'overlap')?.difference; // => 0.5
 * ```
 */
export function diffSnapshots(before: Snapshot, after: Snapshot): SnapshotDiff {
  const same = before.records.hash === after.records.hash;
  return {
    version: 1,
    records: { before: before.records.count, after: after.records.count, same },
    labels: changedNames(before.labels, after.labels),
    functions: changedFunctions(before, after, same),
    figures: compareAllFigures(before, after).filter(({ difference }) => difference !== 0),
    findings: {
      added: after.findings.filter(
        (finding) => !before.findings.some((known) => sameFinding(known, finding)),
      ),
      removed: before.findings.filter(
        (finding) => !after.findings.some((known) => sameFinding(known, finding)),
      ),
    },
  };
}

type FindingKey = Snapshot['findings'][number];

function sameFinding(a: FindingKey, b: FindingKey): boolean {
  return a.kind === b.kind && a.function === b.function;
}

function changedNames(before: readonly SnapshotEntry[], after: readonly SnapshotEntry[]): NameChanges {
  const missing = (from: readonly SnapshotEntry[], to: readonly SnapshotEntry[]): string[] =>
    from.map(({ name }) => name).filter((name) => !to.some((entry) => entry.name === name));
  return { added: missing(after, before), removed: missing(before, after) };
}

function changedFunctions(before: Snapshot, after: Snapshot, same: boolean): FunctionChanges {
  const { added, removed } = changedNames(before.functions, after.functions);
  const hashBefore = new Map(before.functions.map(({ name, hash }) => [name, hash]));
  const hashAfter = new Map(after.functions.map(({ name, hash }) => [name, hash]));
  const renamed: [string, string][] = [];
  for (const gone of same ? removed : []) {
    const heir = added.find(
      (name) => hashAfter.get(name) === hashBefore.get(gone) && !renamed.some(([, taken]) => taken === name),
    );
    if (heir !== undefined) renamed.push([gone, heir]);
  }
  const changed = [...hashAfter].filter(([name, hash]) => (hashBefore.get(name) ?? hash) !== hash);
  return {
    added: added.filter((name) => !renamed.some(([, heir]) => heir === name)),
    removed: removed.filter((name) => !renamed.some(([gone]) => gone === name)),
    changed: same ? changed.map(([name]) => name) : [],
    renamed,
  };
}

/** The figures of two snapshots beside each other, changed or not; those that only one has too. */
export function compareAllFigures(before: Snapshot, after: Snapshot): FigureChange[] {
  const changes = [
    ...compareFigures({ of: 'data set' }, before.figures, after.figures),
    ...compareEntries('label', before.labels, after.labels),
    ...compareEntries('model', before.models, after.models),
    ...compareEntries('function', before.functions, after.functions),
  ];
  return before.records.hash === after.records.hash ? changes : withoutChance(changes);
}

/** Of so many figures of other records some leave their intervals by chance: less than this often any may be told to have moved. */
const LEVEL = 0.05;

function withoutChance(changes: readonly FigureChange[]): FigureChange[] {
  const known = changes.filter(({ interval }) => interval !== undefined);
  const adjusted = holm(known.map(chanceOf));
  const moved = new Set(known.filter((_, n) => adjusted[n] < LEVEL));
  return changes.map((change) => ({ ...change, moved: moved.has(change) }));
}

/** How probable so large a difference is by chance, by its interval. */
function chanceOf({ difference = 0, interval = { low: 0, high: 0 } }: FigureChange): number {
  const spread = difference > 0 ? difference - interval.low : interval.high - difference;
  if (difference === 0) return 1;
  return spread > 0 ? chiSquareTail(((Z95 * difference) / spread) ** 2, 1) : 0;
}

/** Of labels, functions and models that both snapshots have. */
function compareEntries(
  of: FigureOwner,
  before: readonly SnapshotEntry[],
  after: readonly SnapshotEntry[],
): FigureChange[] {
  const known = new Map(before.map(({ name, figures }) => [name, figures]));
  return after.flatMap(({ name, figures }) => {
    const old = known.get(name);
    return old ? compareFigures({ of, name }, old, figures) : [];
  });
}

function compareFigures(
  owner: Pick<FigureChange, 'of' | 'name'>,
  before: Figures,
  after: Figures,
): FigureChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].map((figure) => {
    const [old, now] = [own(before, figure), own(after, figure)];
    const difference = old && now && estimate(now.value - old.value).value;
    const interval = old && now && differenceInterval(old, now);
    const moved = interval !== undefined && (interval.low > 0 || interval.high < 0);
    return { ...owner, figure, before: old, after: now, difference, interval, moved };
  });
}

function own(figures: Figures, name: string): Estimate | undefined {
  return Object.hasOwn(figures, name) ? figures[name] : undefined;
}
