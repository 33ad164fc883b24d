import { verdictOf } from './compare-labels.ts';
import type { DecidingConflict } from './deciding-conflicts.ts';
import type { ErrorKind } from './error-report.ts';
import { count, countOf, figure, percent, percentRange, percentSign, points } from './figures.ts';
import { bullets, codeOf, type PagePart, tableOf } from './page.ts';
import type { ModelComparison, Report } from './report.ts';
import type { Column } from './report-tables.ts';
import type { SliceGroup, SliceReport } from './slice-report.ts';

/** What a report says beyond its two tables, in text and in Markdown; of long lists the first so many. */
export function reportDetails(report: Report, most: number): PagePart[] {
  const { comparisons, slices, conflicts, pairs, suggestions } = report;
  return [
    bullets('Models compared', comparisons.map(comparisonOf)),
    ...slices.map((group) => sliceTable(group, most)),
    ...errorParts(report, most),
    tableOf(
      'Conflicts that decide most labels',
      CONFLICT_COLUMNS,
      conflicts.slice(0, most),
      'Records whose label would be open or another without the first vote',
    ),
    bullets(
      'Functions that say the same beyond what the labels explain',
      (pairs?.clusters ?? []).slice(0, most).map((names) => `${names.join(', ')}: count as one voice`),
    ),
    codeOf(
      'What to write next',
      [...(suggestions?.forUncovered ?? []), ...(suggestions?.forContested ?? [])]
        .slice(0, most)
        .map(
          ({ code, gain, precision }) =>
            `${code} // +${countOf(gain, 'record')}, right in about ${Math.round(100 * precision.value)} %`,
        ),
    ),
  ];
}

function comparisonOf(comparison: ModelComparison): string {
  const { first, second, difference, interval, p, wins, losses } = comparison;
  const told = { better: 'better than', worse: 'worse than', open: 'not told apart from' }[
    verdictOf(comparison)
  ];
  return `${first} is ${told} ${second}: ${points(difference)} points of accuracy (${points(interval.low)} to ${points(interval.high)}), more of it right on ${count(wins)} records and less on ${count(losses)}, p ${p < 0.001 ? '< 0.001' : `= ${figure(p)}`}`;
}

function sliceTable({ by, slices }: SliceGroup, most: number): PagePart {
  const scored = slices.some(({ scores }) => scores !== undefined);
  const columns: (Column<SliceReport> | false)[] = [
    { title: 'slice', words: true, cell: ({ name }) => name },
    { title: 'records', cell: ({ records }) => count(records) },
    { title: 'cover', cell: ({ coverage }) => percent(coverage) },
    { title: 'conflict', cell: ({ conflict }) => percent(conflict), spare: 2 },
    {
      title: 'sure',
      cell: ({ confidence }) => percent(confidence),
      legend: 'sure: the mean probability of the label',
      spare: 1,
    },
    scored && { title: 'accuracy', cell: ({ scores }) => percent(scores?.accuracy) },
    scored && { title: '95 %', cell: ({ scores }) => percentRange(scores?.interval), spare: 3 },
  ];
  const rest = slices.length > most ? `; the first ${most} of ${slices.length}` : '';
  return tableOf(
    `By ${by}`,
    columns.filter((column) => column !== false),
    slices.slice(0, most),
    `In % of the slice${rest}`,
  );
}

function errorParts({ errors }: Report, most: number): PagePart[] {
  if (!errors || errors.records === 0) return [];
  const { kinds, confident, suspected, records } = errors;
  const doubt =
    suspected.records > 0
      ? [
          `${countOf(suspected.records, 'gold label')} may be wrong, about ${count(Math.round(suspected.estimated))} by confident learning, if the model errs by chance. Read first: ${suspected.first
            .slice(0, Math.min(5, most))
            .map(({ id }) => id)
            .join(', ')}`,
        ]
      : [];
  return [
    tableOf(
      `Errors by ${errors.model}`,
      KIND_COLUMNS,
      kinds.slice(0, most),
      `${countOf(records, 'record')} whose label is not gold`,
    ),
    bullets('To read', [
      `The surest mistakes: ${confident
        .slice(0, Math.min(5, most))
        .map(
          ({ id, label, gold, probability }) => `${id} (${label} ${percentSign(probability)}, gold ${gold})`,
        )
        .join(', ')}`,
      ...doubt,
    ]),
  ];
}

const KIND_COLUMNS: readonly Column<ErrorKind>[] = [
  { title: 'label', words: true, cell: ({ label }) => label },
  { title: 'gold', words: true, cell: ({ gold }) => gold },
  { title: 'records', cell: ({ records }) => count(records) },
  { title: 'such as', words: true, cell: ({ examples }) => examples.join(', '), spare: 1 },
];

const CONFLICT_COLUMNS: readonly Column<DecidingConflict>[] = [
  { title: 'vote', words: true, cell: ({ winner, label }) => `${winner}: ${label}` },
  { title: 'against', words: true, cell: ({ loser, against }) => `${loser}: ${against}` },
  { title: 'records', cell: ({ records }) => count(records) },
  {
    title: 'right',
    cell: ({ judged, right }) => percent(judged ? (right ?? 0) / judged : undefined),
    legend: 'right: % of those with gold',
    spare: 1,
  },
];
