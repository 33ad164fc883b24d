import { count, figure, percent, percentRange } from './figures.ts';
import type { ModelReport } from './model-report.ts';
import type { Report } from './report.ts';

/** One column of a table in a report. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string;
  /** What the figures are, for the legend. */
  readonly legend?: string | undefined;
  /** Words are set left and may be cut; figures are set right and are never cut. Default `false`. */
  readonly words?: boolean | undefined;
  /** What rows are sorted by; without it the column cannot be. */
  readonly value?: ((item: T) => number | string | undefined) | undefined;
  /** The colour of the cell on a terminal that has some. */
  readonly paint?: ((item: T) => 'red' | 'green' | 'yellow' | 'cyan' | undefined) | undefined;
  /** Drawn of blocks, for a terminal only. Default `false`. */
  readonly drawn?: boolean | undefined;
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
