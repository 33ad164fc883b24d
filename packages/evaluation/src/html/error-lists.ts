import type { DecidingConflict } from '../deciding-conflicts.ts';
import type { ErrorReport, RecordError } from '../error-report.ts';
import { count, countOf, percent } from '../figures.ts';
import type { Report } from '../report.ts';
import { barCell } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { PlaceOf } from './next-section.ts';

/** The records to read first: the surest mistakes, and gold that may be wrong. */
export function errorLists(errors: ErrorReport, report: Report, placeOf: PlaceOf): Content {
  return [
    recordList('The mistakes that the model is surest of', errors.confident, report, placeOf),
    recordList(suspectTitle(errors), errors.suspected.first, report, placeOf),
  ];
}

function suspectTitle({ suspected: { records, estimated } }: ErrorReport): string {
  return `Gold that may be wrong: ${countOf(records, 'record')}, about ${count(Math.round(estimated))} by confident learning, if the model errs by chance`;
}

/** So many records are listed by name. */
const MOST_RECORDS = 10;

function recordList(
  title: string,
  list: readonly RecordError[],
  { summary }: Report,
  placeOf: PlaceOf,
): Markup {
  const mark = (label: string): Markup => labelMark(label, summary.labels.indexOf(label));
  const row = ({ row: at, id, label, gold, probability, goldProbability }: RecordError): Markup => {
    const place = placeOf(at);
    const name = html`<bdi>${id}</bdi>`;
    const shown = place === undefined ? name : html`<a href="#records?i=${place}">${name}</a>`;
    return html`<tr><th scope="row">${shown}</th><td class="words">${mark(label)}</td><td>${percent(probability)}</td><td class="words">${mark(gold)}</td><td>${percent(goldProbability)}</td></tr>`;
  };
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="plain"><caption>${title}</caption>
<thead><tr><th scope="col">record</th><th scope="col" class="words">label</th><th scope="col" title="The probability of the label, in %">sure</th><th scope="col" class="words">gold</th><th scope="col" title="The probability of the gold label, in %">sure</th></tr></thead>
<tbody>${list.length > 0 ? list.slice(0, MOST_RECORDS).map(row) : html`<tr><td colspan="5" class="words">none</td></tr>`}</tbody></table></div></div>`;
}

/** Pairs of votes whose conflict decides labels. */
export function conflictTable(
  list: readonly DecidingConflict[],
  { summary }: Report,
  browsable: boolean,
): Content {
  if (list.length === 0) return undefined;
  const { labels, functions } = summary;
  const mark = (label: string): Markup => labelMark(label, labels.indexOf(label));
  const position = (name: string): number => functions.findIndex((item) => item.name === name);
  const judged = list.some((item) => item.judged !== undefined);
  const row = (item: DecidingConflict): Markup => {
    const records = count(item.records);
    const shown = browsable
      ? html`<a href="#records?f=${position(item.winner)}&x=${labels.indexOf(item.label)}&g=${position(item.loser)}&r=differ&l=${labels.indexOf(item.label)}">${records}</a>`
      : records;
    const share = item.judged ? (item.right ?? 0) / item.judged : undefined;
    return html`<tr><th scope="row"><bdi>${item.winner}</bdi></th><td class="words">${mark(item.label)}</td><td class="words"><bdi>${item.loser}</bdi></td><td class="words">${mark(item.against)}</td><td>${shown}</td>${judged && html`<td>${barCell(share, 'good')}</td>`}</tr>`;
  };
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="Conflicts that decide most labels"><table class="plain"><caption>Conflicts that decide most labels: without the first vote they would be open, or another</caption>
<thead><tr><th scope="col">function</th><th scope="col" class="words">votes</th><th scope="col" class="words">against</th><th scope="col" class="words">which votes</th><th scope="col">records</th>${judged && html`<th scope="col" title="% of those with gold">right</th>`}</tr></thead>
<tbody>${list.map(row)}</tbody></table></div></div>`;
}
