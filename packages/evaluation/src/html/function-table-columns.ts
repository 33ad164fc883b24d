import { count, NONE, percent, percentSign, seconds, signedPoints } from '../figures.ts';
import type { Report } from '../report.ts';
import type { FunctionSummary } from '../vote-summary.ts';
import { barCell, intervalText, rangeMark } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html } from './markup.ts';

/** One column of the function table: what it shows, and what it is sorted by. */
export interface FunctionColumn {
  readonly title: string;
  readonly hint: string;
  readonly value: (item: FunctionSummary) => number | string | undefined;
  readonly cell: (item: FunctionSummary) => Content;
  /** Sorted as text. Default `false`. */
  readonly words?: boolean;
}

/** The columns of the function table, as far as the report knows them. */
export function columnsOf({ summary }: Report): FunctionColumn[] {
  const some = (holds: (item: FunctionSummary) => boolean): boolean => summary.functions.some(holds);
  const share = (
    title: string,
    hint: string,
    value: (item: FunctionSummary) => number,
    kind = '',
  ): FunctionColumn => ({ title, hint, value, cell: (item) => barCell(value(item), kind) });
  const columns: (FunctionColumn | false)[] = [
    {
      title: 'votes for',
      hint: 'The labels it votes for',
      value: (f) => f.polarity.join(' '),
      cell: (f) => polarityCell(f, summary.labels),
      words: true,
    },
    { title: 'votes', hint: 'The records it votes on', value: (f) => f.votes, cell: (f) => count(f.votes) },
    share('cover', '% of the records it votes on', (f) => f.coverage),
    share('overlap', '% of the records on which others vote too', (f) => f.overlaps),
    share('conflict', '% of the records on which others vote otherwise', (f) => f.conflicts, 'warn'),
    share('contradicted', '% of its own votes that others contradict', (f) => f.conflictsOfVotes, 'warn'),
    share('alone', '% of the records on which no other function votes', (f) => f.unique),
    ...(summary.gold ? goldColumns() : []),
    some((f) => f.learntAccuracy !== undefined) && {
      title: 'learnt',
      hint: 'The accuracy that the label model believes in, in % of its votes, with the interval that so many votes allow at best',
      value: (f: FunctionSummary) => f.learntAccuracy,
      cell: learntCell,
    },
    ...effectColumns(some),
    some((f) => f.faults > 0) && {
      title: 'faults',
      hint: 'The records on which it failed and abstained',
      value: (f: FunctionSummary) => f.faults,
      cell: (f: FunctionSummary) => (f.faults > 0 ? count(f.faults) : ''),
    },
  ];
  return columns.filter((column) => column !== false);
}

/** What is known of some reports only. */
function effectColumns(some: (holds: (item: FunctionSummary) => boolean) => boolean): FunctionColumn[] {
  const columns: (FunctionColumn | false)[] = [
    some((f) => (f.ceiling?.precision ?? 1) < 1) && {
      title: 'ceiling',
      hint: 'The best precision, in %, that so many votes allow: a label occurs only so often',
      value: (f) => f.ceiling?.precision,
      cell: (f) => percent(f.ceiling?.precision),
    },
    some((f) => f.effect !== undefined) && {
      title: 'moves',
      hint: 'The records whose label is another without it (leave one out)',
      value: (f) => f.effect?.labels,
      cell: (f) => count(f.effect?.labels),
    },
    some((f) => f.effect?.accuracy !== undefined) && {
      title: 'adds',
      hint: 'Points of accuracy that are lost without it',
      value: (f) => f.effect?.accuracy,
      cell: (f) => pointsOf(f.effect?.accuracy),
    },
    some((f) => f.seconds !== undefined) && {
      title: 'time',
      hint: 'How long it took on all records',
      value: (f) => f.seconds,
      cell: (f) => seconds(f.seconds),
    },
  ];
  return columns.filter((column) => column !== false);
}

function pointsOf(share: number | undefined): string {
  return share === undefined ? NONE : signedPoints(share, 2).replace('-', '−');
}

function learntCell({ learntAccuracy, learntInterval }: FunctionSummary): Content {
  if (learntAccuracy === undefined) return NONE;
  return html`<span class="estimate">${percent(learntAccuracy)}${rangeMark(learntAccuracy, learntInterval)}<span class="hidden"> (${intervalText(learntInterval)})</span></span>`;
}

/** More labels than this are counted. */
const MOST_LABELS = 3;

function polarityCell({ polarity }: FunctionSummary, labels: readonly string[]): Content {
  const shown = polarity.slice(0, MOST_LABELS).map((label) => labelMark(label, labels.indexOf(label)));
  const more = polarity.length - shown.length;
  return [shown, more > 0 && html`<span class="more" title="${polarity.join(', ')}">and ${more} more</span>`];
}

function goldColumns(): FunctionColumn[] {
  return [
    {
      title: 'right',
      hint: 'Votes that gold confirms',
      value: (f) => f.gold?.correct,
      cell: (f) => count(f.gold?.correct),
    },
    {
      title: 'wrong',
      hint: 'Votes that gold refutes',
      value: (f) => f.gold?.incorrect,
      cell: (f) => count(f.gold?.incorrect),
    },
    {
      title: 'precision',
      hint: '% of its votes that are right, with the 95 % interval',
      value: (f) => f.gold?.precision,
      cell: precisionCell,
    },
    {
      title: 'recall',
      hint: '% of the records of its labels that it finds',
      value: (f) => f.gold?.recall,
      cell: (f) => percent(f.gold?.recall),
    },
    {
      title: 'F1',
      hint: 'The harmonic mean of precision and recall, in %',
      value: (f) => f.gold?.f1,
      cell: (f) => percent(f.gold?.f1),
    },
  ];
}

function precisionCell({ gold }: FunctionSummary): Content {
  if (gold?.precision === undefined) return NONE;
  return html`<span class="estimate" title="${percentSign(gold.precision)}, 95 % interval ${intervalText(gold.interval)} %">${percent(gold.precision)}${rangeMark(gold.precision, gold.interval)}<span class="hidden"> (${intervalText(gold.interval)})</span></span>`;
}
