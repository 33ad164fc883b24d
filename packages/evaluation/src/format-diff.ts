import type { Flip, FlipReport } from './diff-flips.ts';
import type { FigureChange, NameChanges, SnapshotDiff } from './diff-snapshots.ts';
import type { Estimate } from './estimate.ts';
import { count, countOf, figure, NONE } from './figures.ts';
import { patternLine } from './format-drift.ts';
import { bullets, formatPage, type PageOptions, type PagePart, sentences, tableOf } from './page.ts';
import type { PatternDrift } from './pattern-drift.ts';
import type { Column } from './report-tables.ts';

/** How a difference becomes a string. */
export interface DiffFormatOptions extends PageOptions {
  /** The records whose label changed, where the labels of both runs are known. */
  readonly flips?: FlipReport | undefined;
  /** How far the vote patterns are from each other, where the runs have other records. */
  readonly drift?: PatternDrift | undefined;
  /** How many of these records to list; JSON has all. Default 20. */
  readonly most?: number | undefined;
  readonly title?: string | undefined;
}

/** Renders what changed between two runs: functions, figures that moved beyond their intervals, labels that flipped and why. */
export function formatDiff(diff: SnapshotDiff, options: DiffFormatOptions = {}): string {
  const { flips, drift, most = 20, title = 'What changed' } = options;
  const moved = diff.figures.filter((change) => change.moved);
  const others = diff.figures.filter((change) => !change.moved && change.of !== 'function' && isSeen(change));
  const parts = [
    sentences(...leadOf(diff, flips), ...(drift ? [patternLine(drift)] : [])),
    bullets('Labeling functions', functionLines(diff, flips)),
    tableOf('Figures that moved beyond their intervals', FIGURE_COLUMNS, moved, FIGURES),
    tableOf('Other figures that changed, those of functions apart', FIGURE_COLUMNS, others, FIGURES),
    bullets('Found by the lint', findingLines(diff)),
    ...(flips ? flipParts(flips, most) : []),
  ];
  return formatPage(
    { title, parts, data: { ...diff, ...(flips && { flips }), ...(drift && { drift }) } },
    options,
  );
}

/** Holds for a change that three decimals show. */
function isSeen({ difference }: FigureChange): boolean {
  return difference === undefined || Math.abs(difference) >= 0.0005;
}

function leadOf(
  { records, labels, functions, figures }: SnapshotDiff,
  flips: FlipReport | undefined,
): string[] {
  const { before, after, same } = records;
  const lines = [
    same
      ? `The same ${countOf(after, 'record')}.`
      : `Other records: ${count(before)} before, ${count(after)} after${flips ? `, ${count(flips.shared)} in both` : ''}.`,
  ];
  if (labels.added.length + labels.removed.length > 0) lines.push(`Labels: ${namesOf(labels)}.`);
  const unchanged = functions.added.length + functions.removed.length + functions.changed.length === 0;
  if (unchanged && figures.length === 0 && (flips?.flips.length ?? 0) === 0) lines.push('Nothing changed.');
  return lines;
}

function namesOf({ added, removed }: NameChanges): string {
  return [...added.map((name) => `+ ${name}`), ...removed.map((name) => `- ${name}`)].join(', ');
}

function functionLines({ functions }: SnapshotDiff, flips: FlipReport | undefined): string[] {
  const renamed = functions.renamed.map(([before, after]) => `${before} is now ${after}`);
  if (flips) {
    const lines = flips.functions.map(
      ({ name, change, votes, flips: n }) =>
        `${name} ${change}: ${countOf(votes, 'vote')} differ${votes === 1 ? 's' : ''}, ${countOf(n, 'label')} flipped`,
    );
    return [...lines, ...renamed];
  }
  const lines = (['added', 'removed', 'changed'] as const).flatMap((change) =>
    functions[change].map((name) => `${name} ${change}`),
  );
  return [...lines, ...renamed];
}

const FIGURES = 'Shares and other figures as they are';

const FIGURE_COLUMNS: readonly Column<FigureChange>[] = [
  { title: 'of', words: true, cell: ({ of, name }) => (name === undefined ? of : `${of} ${name}`) },
  { title: 'figure', words: true, cell: (change) => change.figure },
  { title: 'before', cell: ({ before }) => shown(before) },
  { title: 'after', cell: ({ after }) => shown(after) },
  { title: 'change', cell: ({ difference }) => signed(difference) },
  {
    title: '95 %',
    cell: ({ interval }) => (interval ? `${signed(interval.low)} to ${signed(interval.high)}` : NONE),
    legend: '95 %: where the change lies, as if the two runs had other records of the same kind',
    spare: 1,
  },
];

function shown(estimate: Estimate | undefined): string {
  return figure(estimate?.value);
}

function signed(value: number | undefined): string {
  const text = figure(value);
  return value !== undefined && value > 0 && text !== '0.000' ? `+${text}` : text;
}

function findingLines({ findings }: SnapshotDiff): string[] {
  return [
    ...findings.added.map((finding) => `new: ${finding.function} ${finding.kind}`),
    ...findings.removed.map((finding) => `gone: ${finding.function} ${finding.kind}`),
  ];
}

function flipParts(report: FlipReport, most: number): PagePart[] {
  const { flips, shared, gold, reproduced } = report;
  const lines = [`${countOf(flips.length, 'label')} of ${count(shared)} flipped.`];
  if (gold)
    lines.push(`Against gold ${count(gold.fixed)} became right, ${count(gold.broken)} were right before.`);
  const uncertain = reproduced !== undefined && reproduced < report.shared;
  if (uncertain && flips.length > 0) {
    lines.push(
      `The label model, fitted anew, gives ${count(reproduced)} of the labels again: causes are uncertain.`,
    );
  }
  const listed = flips.slice(0, most);
  const rest = flips.length - listed.length;
  return [
    sentences(...lines),
    tableOf('Labels by what they were', TRANSITION_COLUMNS, transitions(flips), 'In records'),
    tableOf(
      'Records whose label flipped',
      FLIP_COLUMNS,
      listed,
      rest > 0 ? `The first ${count(listed.length)}; ${count(rest)} more in JSON` : 'All of them',
    ),
  ];
}

const FLIP_COLUMNS: readonly Column<Flip>[] = [
  { title: 'record', words: true, cell: ({ id }) => id },
  { title: 'before', words: true, cell: ({ before }) => before ?? NONE },
  { title: 'after', words: true, cell: ({ after }) => after ?? NONE },
  { title: 'because of', words: true, cell: causeOf },
];

function causeOf({ functions, cause, direct }: Flip): string {
  if (cause === undefined) return NONE;
  if (cause === 'together') return 'several changes together';
  if (cause === 'otherwise') return 'other records, label model or settings';
  const names = functions.join(cause === 'enough' ? ' or ' : ', ');
  return direct ? names : `${names}, by what the model learnt`;
}

interface Transition {
  readonly before: string;
  readonly after: string;
  readonly records: number;
}

const TRANSITION_COLUMNS: readonly Column<Transition>[] = [
  { title: 'before', words: true, cell: ({ before }) => before },
  { title: 'after', words: true, cell: ({ after }) => after },
  { title: 'records', cell: ({ records }) => count(records) },
];

function transitions(flips: readonly Flip[]): Transition[] {
  const counts = new Map<string, Transition>();
  for (const flip of flips) {
    const { before = NONE, after = NONE } = flip;
    const key = JSON.stringify([before, after]);
    counts.set(key, { before, after, records: (counts.get(key)?.records ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.records - a.records);
}
