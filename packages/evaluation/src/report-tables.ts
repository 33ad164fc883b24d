import { count, figure, NONE, percent, percentRange } from './figures.ts';
import type { ModelReport, Report } from './report.ts';
import type { FunctionSummary } from './vote-summary.ts';

/** One column of a table in a report. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string;
  /** What the figures are, for the legend. */
  readonly legend?: string | undefined;
  /** Words are set left and may be cut; figures are set right and are never cut. Default `false`. */
  readonly words?: boolean | undefined;
  /** Where the width does not suffice, the column of the highest number goes first; without, it never goes. */
  readonly spare?: number | undefined;
}

/** What the figures of the labeling functions are shares of. */
export const SHARES = 'In % of the records';

/** What the figures of the label models rest on. */
export function basisOf({ models }: Report): string {
  const scored = models.some(({ scores }) => scores !== undefined);
  return scored
    ? 'Scores in % or as numbers, on records with gold and a vote'
    : 'Without gold there are no scores';
}

/** The columns that describe labeling functions, as far as the report knows them. */
export function functionColumns({ summary }: Report): Column<FunctionSummary>[] {
  const some = (holds: (item: FunctionSummary) => boolean): boolean => summary.functions.some(holds);
  const columns: (Column<FunctionSummary> | false)[] = [
    { title: 'function', words: true, cell: ({ name }) => name },
    { title: 'votes for', words: true, cell: ({ polarity }) => polarity.join(', ') || NONE, spare: 2 },
    { title: 'cover', cell: ({ coverage }) => percent(coverage), legend: 'cover: it votes' },
    {
      title: 'overlap',
      cell: ({ overlaps }) => percent(overlaps),
      legend: 'overlap: others vote too',
      spare: 5,
    },
    {
      title: 'conflict',
      cell: ({ conflicts }) => percent(conflicts),
      legend: 'conflict: others vote otherwise',
    },
    { title: 'alone', cell: ({ unique }) => percent(unique), legend: 'alone: no other votes', spare: 7 },
    ...(summary.gold ? goldColumns() : []),
    some(({ learntAccuracy }) => learntAccuracy !== undefined) && {
      title: 'learnt',
      cell: ({ learntAccuracy }) => percent(learntAccuracy),
      legend: 'learnt: the accuracy that the label model believes in, in % of its votes',
      spare: 1,
    },
    some(({ faults }) => faults > 0) && {
      title: 'faults',
      cell: ({ faults }) => (faults > 0 ? count(faults) : ''),
      legend: 'faults: it failed and abstained',
      spare: 1,
    },
  ];
  return columns.filter((column) => column !== false);
}

function goldColumns(): Column<FunctionSummary>[] {
  return [
    {
      title: 'right',
      cell: ({ gold }) => count(gold?.correct),
      legend: 'right, wrong: votes against gold',
      spare: 6,
    },
    { title: 'wrong', cell: ({ gold }) => count(gold?.incorrect), spare: 6 },
    {
      title: 'precision',
      cell: ({ gold }) => percent(gold?.precision),
      legend: 'precision: % of its votes that are right',
    },
    {
      title: '95 %',
      cell: ({ gold }) => percentRange(gold?.interval),
      legend: '95 %: its interval',
      spare: 4,
    },
  ];
}

/** The columns that compare label models. */
export function modelColumns({ models, positive }: Report): Column<ModelReport>[] {
  const some = (holds: (item: ModelReport) => boolean): boolean => models.some(holds);
  const columns: (Column<ModelReport> | false)[] = [
    { title: 'model', words: true, cell: ({ name }) => name },
    {
      title: 'labelled',
      cell: ({ covered }) => count(covered),
      legend: 'labelled: records with a vote',
      spare: 4,
    },
    { title: 'ties', cell: ({ tied }) => count(tied), legend: 'ties: counted as a random draw', spare: 3 },
    ...(some(({ scores }) => scores !== undefined) ? scoreColumns(some, positive) : []),
  ];
  return columns.filter((column) => column !== false);
}

function scoreColumns(
  some: (holds: (item: ModelReport) => boolean) => boolean,
  positive: string | undefined,
): Column<ModelReport>[] {
  const columns: (Column<ModelReport> | false)[] = [
    { title: 'accuracy', cell: ({ scores }) => percent(scores?.accuracy) },
    {
      title: '95 %',
      cell: ({ scores }) => percentRange(scores?.interval),
      legend: '95 %: its interval',
      spare: 4,
    },
    some(({ scores }) => scores?.f1 !== undefined) && {
      title: 'F1',
      cell: ({ scores }) => percent(scores?.f1),
      legend: `F1: of the label ${positive}`,
      spare: 2,
    },
    { title: 'macro F1', cell: ({ scores }) => percent(scores?.macroF1), spare: 2 },
    {
      title: 'MCC',
      cell: ({ scores }) => figure(scores?.matthews),
      legend: 'MCC: correlation with gold',
      spare: 5,
    },
    {
      title: 'AUC',
      cell: ({ scores }) => figure(scores?.rocAuc),
      legend: 'AUC: ranking, 0.5 is chance',
      spare: 5,
    },
    {
      title: 'log loss',
      cell: ({ scores }) => figure(scores?.logLoss),
      legend: 'log loss: error of the probabilities, less is better',
    },
    {
      title: 'Brier',
      cell: ({ scores }) => figure(scores?.brier),
      legend: 'Brier: the same, squared',
      spare: 6,
    },
    {
      title: 'ECE',
      cell: ({ scores }) => figure(scores?.calibrationError),
      legend: 'ECE: how far confidence is from accuracy',
      spare: 6,
    },
  ];
  return columns.filter((column) => column !== false);
}
