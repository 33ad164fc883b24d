import type { Finding } from '../lint-votes.ts';
import type { Report } from '../report.ts';
import type { FunctionSummary } from '../vote-summary.ts';
import { section } from './cells.ts';
import { columnsOf, type FunctionColumn } from './function-table-columns.ts';
import { type Content, html, type Markup } from './markup.ts';

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
