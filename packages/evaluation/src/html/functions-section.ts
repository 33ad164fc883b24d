import { count, NONE, percent, percentSign } from '../figures.ts';
import type { Finding } from '../lint-votes.ts';
import type { Report } from '../report.ts';
import type { FunctionSummary } from '../vote-summary.ts';
import { barCell, intervalText, rangeMark, section } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';

/** One column of the function table: what it shows, and what it is sorted by. */
interface FunctionColumn {
  readonly title: string;
  readonly hint: string;
  readonly value: (item: FunctionSummary) => number | string | undefined;
  readonly cell: (item: FunctionSummary) => Content;
  /** Sorted as text. Default `false`. */
  readonly words?: boolean;
}

/** The table of the labeling functions, which the page sorts and filters. */
export function functionsSection(report: Report, browsable: boolean): Markup {
  const { summary, findings } = report;
  const columns = columnsOf(report);
  const rows = summary.functions.map((item, j) => functionRow(item, j, columns, report, browsable));
  return section(
    'functions',
    'Labeling functions',
    'Shares are of all records, unless the column says otherwise. Sort by any column.',
    html`<div class="tools" data-js hidden>
<label>Find <input type="search" id="function-search" autocomplete="off" placeholder="name or label"></label>
<label><input type="checkbox" id="function-findings"> only with findings (${new Set(findings.map((f) => f.function)).size})</label>
<output id="function-count"></output></div>
<div class="scroll tall" tabindex="0" role="group" aria-label="Labeling functions"><table id="function-table" class="figures">
<caption class="hidden">Labeling functions with their votes, and how good these are</caption>
<thead><tr><th scope="col" data-kind="text" title="The name of the labeling function">function</th>${columns.map(header)}</tr></thead>
<tbody>${rows}</tbody></table></div>`,
  );
}

function header({ title, hint, words }: FunctionColumn): Markup {
  return html`<th scope="col" data-kind="${words ? 'text' : 'number'}" title="${hint}">${title}</th>`;
}

function functionRow(
  item: FunctionSummary,
  j: number,
  columns: readonly FunctionColumn[],
  { findings }: Report,
  browsable: boolean,
): Markup {
  const own = findings.filter((finding) => finding.function === item.name);
  const name = browsable
    ? html`<a href="#records?f=${j}" data-function="${j}"><bdi>${item.name}</bdi></a>`
    : html`<bdi>${item.name}</bdi>`;
  const cells = columns.map(
    ({ value, cell }) => html`<td data-value="${value(item) ?? ''}">${cell(item)}</td>`,
  );
  return html`<tr data-row="${j}"><th scope="row">${name}${findingMark(own)}</th>${cells}</tr>`;
}

function findingMark(findings: readonly Finding[]): Content {
  if (findings.length === 0) return undefined;
  const told = findings.map(({ message }) => message).join('; ');
  return html` <a class="finding" href="#findings" title="${told}"><span aria-hidden="true">!</span><span class="hidden">to look at: ${told}</span></a>`;
}

function columnsOf({ summary }: Report): FunctionColumn[] {
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
      hint: 'The accuracy that the label model believes in, in % of its votes',
      value: (f: FunctionSummary) => f.learntAccuracy,
      cell: (f: FunctionSummary) => barCell(f.learntAccuracy, 'good'),
    },
    some((f) => f.faults > 0) && {
      title: 'faults',
      hint: 'The records on which it failed and abstained',
      value: (f: FunctionSummary) => f.faults,
      cell: (f: FunctionSummary) => (f.faults > 0 ? count(f.faults) : ''),
    },
  ];
  return columns.filter((column) => column !== false);
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
