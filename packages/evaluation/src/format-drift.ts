import type { DataDrift, DriftFigure } from './data-drift.ts';
import { count, countOf, figure, percent, percentSign, signedPoints } from './figures.ts';
import { formatPage, type PageOptions, sentences, tableOf } from './page.ts';
import type { PatternDrift } from './pattern-drift.ts';
import type { Column } from './report-tables.ts';

/** How the drift between two data sets becomes a string. */
export interface DriftFormatOptions extends PageOptions {
  readonly title?: string | undefined;
}

/** Renders how far two data sets are from each other: what has moved, and the rest. */
export function formatDrift(drift: DataDrift, options: DriftFormatOptions = {}): string {
  const { title = 'Drift' } = options;
  const { records, functions, figures, patterns } = drift;
  const moved = figures.filter(hasMoved);
  const others = figures.filter((item) => !hasMoved(item) && item.of !== 'function');
  const lead = [
    `${countOf(records.before, 'record')} before, ${count(records.after)} after, by ${countOf(functions.length, 'function')} that both have.`,
    moved.length === 0
      ? 'No figure has moved by more than chance.'
      : `${countOf(moved.length, 'figure')} of ${count(figures.length)} ${moved.length === 1 ? 'has' : 'have'} moved by more than chance.`,
    ...(patterns ? [patternLine(patterns)] : []),
  ];
  const parts = [
    sentences(...lead),
    tableOf('What moved', COLUMNS, moved, LEAD),
    tableOf('The rest, functions apart', COLUMNS, others, LEAD),
  ];
  return formatPage({ title, parts, data: drift }, options);
}

/** The share that a figure's surprise must be below, all figures taken together. */
const LEVEL = 0.05;

function hasMoved({ adjusted }: DriftFigure): boolean {
  return adjusted < LEVEL;
}

/** How far the vote patterns are apart, in a sentence. */
export function patternLine({ distance, interval, p }: PatternDrift): string {
  const probability = p < 0.001 ? 'below 0.001' : figure(p);
  const range = `${percent(interval.low)} to ${percentSign(interval.high)}`;
  return `Votes of ${percentSign(distance)} of the records would have to change to have the same patterns; without what chance alone sets apart, ${range} (95 % interval; p ${probability}: the probability of so much by chance).`;
}

const LEAD = 'In %; 95 %: the interval of the difference; p: of all figures together (Holm)';

const COLUMNS: readonly Column<DriftFigure>[] = [
  { title: 'of', words: true, cell: ({ of, name }) => (name === undefined ? of : `${of} ${name}`) },
  { title: 'figure', words: true, cell: (item) => item.figure },
  { title: 'before', cell: ({ before }) => percent(before.value) },
  { title: 'after', cell: ({ after }) => percent(after.value) },
  { title: 'difference', cell: ({ difference }) => signedPoints(difference) },
  {
    title: '95 %',
    cell: ({ interval }) => `${signedPoints(interval.low)} to ${signedPoints(interval.high)}`,
    spare: 1,
  },
  { title: 'p', cell: ({ adjusted }) => (adjusted < 0.001 ? '<0.001' : figure(adjusted)) },
];
