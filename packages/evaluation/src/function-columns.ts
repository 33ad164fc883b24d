import { blocks, count, NONE, percent, percentRange, seconds as time } from './figures.ts';
import type { Report } from './report.ts';
import type { Column } from './report-tables.ts';
import type { FunctionSummary } from './vote-summary.ts';

type FunctionColumn = Column<FunctionSummary>;

/** A share of something in percent, to sort by. */
function share(
  title: string,
  value: (item: FunctionSummary) => number | undefined,
  legend: string,
  more: Partial<FunctionColumn> = {},
): FunctionColumn {
  return { title, value, cell: (item) => percent(value(item)), legend: `${title}: ${legend}`, ...more };
}

/** The columns that describe labeling functions, as far as the report knows them. */
export function functionColumns({ summary, findings }: Report): FunctionColumn[] {
  const some = (holds: (item: FunctionSummary) => boolean): boolean => summary.functions.some(holds);
  const marked = new Set(findings.map((finding) => finding.function));
  const most = Math.max(...summary.functions.map(({ coverage }) => coverage), 1e-9);
  const columns: (FunctionColumn | false)[] = [
    {
      title: 'function',
      words: true,
      cell: ({ name }) => name,
      value: ({ name }) => name,
      paint: ({ name }) => (marked.has(name) ? 'yellow' : undefined),
    },
    {
      title: 'votes for',
      words: true,
      cell: ({ polarity }) => polarity.join(', ') || NONE,
      value: ({ polarity }) => polarity.join(' '),
      spare: 2,
    },
    share('cover', ({ coverage }) => coverage, 'it votes'),
    {
      title: '',
      words: true,
      cell: ({ coverage }) => blocks(coverage / most, 6),
      paint: () => 'cyan',
      drawn: true,
      spare: 6,
    },
    share('overlap', ({ overlaps }) => overlaps, 'others vote too', { spare: 5 }),
    share('conflict', ({ conflicts }) => conflicts, 'others vote otherwise'),
    share('alone', ({ unique }) => unique, 'no other votes', { spare: 7 }),
    ...(summary.gold ? goldColumns() : []),
    some(({ learntAccuracy }) => learntAccuracy !== undefined) &&
      share(
        'learnt',
        (f) => f.learntAccuracy,
        'the accuracy that the label model believes in, in % of its votes',
        {
          spare: 1,
        },
      ),
    some(({ ceiling }) => (ceiling?.precision ?? 1) < 1) &&
      share('ceiling', (f) => f.ceiling?.precision, 'the best precision that so many votes allow', {
        spare: 6,
      }),
    ...effectColumns(some),
  ];
  return columns.filter((column) => column !== false);
}

function effectColumns(some: (holds: (item: FunctionSummary) => boolean) => boolean): FunctionColumn[] {
  const columns: (FunctionColumn | false)[] = [
    some(({ effect }) => effect !== undefined) && {
      title: 'moves',
      value: (f) => f.effect?.labels,
      cell: (f) => count(f.effect?.labels),
      legend: 'moves: records with another label without it',
      spare: 4,
    },
    some(({ seconds }) => seconds !== undefined) && {
      title: 'time',
      value: (f) => f.seconds,
      cell: (f) => time(f.seconds),
      legend: 'time: on all records',
      spare: 3,
    },
    some(({ faults }) => faults > 0) && {
      title: 'faults',
      value: (f) => f.faults,
      cell: ({ faults }) => (faults > 0 ? count(faults) : ''),
      legend: 'faults: it failed and abstained',
      paint: () => 'red',
      spare: 1,
    },
  ];
  return columns.filter((column) => column !== false);
}

function goldColumns(): FunctionColumn[] {
  return [
    {
      title: 'right',
      value: ({ gold }) => gold?.correct,
      cell: ({ gold }) => count(gold?.correct),
      legend: 'right, wrong: votes against gold',
      spare: 6,
    },
    {
      title: 'wrong',
      value: ({ gold }) => gold?.incorrect,
      cell: ({ gold }) => count(gold?.incorrect),
      spare: 6,
    },
    share('precision', ({ gold }) => gold?.precision, '% of its votes that are right', {
      paint: ({ gold }) => ((gold?.precision ?? 1) < 0.5 ? 'red' : undefined),
    }),
    {
      title: '95 %',
      cell: ({ gold }) => percentRange(gold?.interval),
      legend: '95 %: its interval',
      spare: 4,
    },
    share('recall', ({ gold }) => gold?.recall, '% of the records of its labels that it finds', { spare: 9 }),
  ];
}
