import { count, percent } from '../figures.ts';
import type { PatternReport } from '../pattern-report.ts';
import type { Report } from '../report.ts';
import type { SliceGroup, SliceReport } from '../slice-report.ts';
import { barCell, intervalText, rangeMark, section } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';

/** How the labels do on parts of the data: by field, by function, by vote pattern. */
export function slicesSection(report: Report, browsable: boolean): Content {
  const { slices, patterns } = report;
  if (slices.length === 0 && patterns.length === 0) return undefined;
  let first = 0;
  const groups = slices.map((group) => {
    const made = groupTable(group, first, browsable);
    first += group.slices.length;
    return made;
  });
  return section(
    'slices',
    'Slices',
    'Where the labels are worse than elsewhere: an accuracy whose interval lies below that of all records is worth a look.',
    html`${groups}${patternTable(patterns, report)}`,
  );
}

function groupTable({ by, slices }: SliceGroup, first: number, browsable: boolean): Markup {
  const scored = slices.some(({ scores }) => scores !== undefined);
  const row = (slice: SliceReport, n: number): Markup => {
    const records = count(slice.records);
    const shown = browsable ? html`<a href="#records?z=${first + n}">${records}</a>` : records;
    const score = slice.scores;
    return html`<tr><th scope="row"><bdi>${slice.name}</bdi></th><td>${shown}</td><td>${barCell(slice.coverage)}</td><td>${barCell(slice.conflict, 'warn')}</td><td>${barCell(slice.confidence)}</td>${
      scored &&
      html`<td>${score?.accuracy === undefined ? '–' : html`<span class="estimate">${percent(score.accuracy)}${rangeMark(score.accuracy, score.interval)}<small>${intervalText(score.interval)}</small></span>`}</td>`
    }</tr>`;
  };
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="Slices by ${by}"><table class="figures"><caption>By <bdi>${by}</bdi></caption>
<thead><tr><th scope="col">slice</th><th scope="col">records</th><th scope="col" title="% of the slice with a vote">cover</th><th scope="col" title="% of the slice with votes that disagree">conflict</th><th scope="col" title="The mean probability of the label, in %">sure</th>${scored && html`<th scope="col" title="% of the labels that are right, with the 95 % interval">accuracy</th>`}</tr></thead>
<tbody>${slices.map(row)}</tbody></table></div></div>`;
}

/** More votes than this are not spelled out. */
const MOST_VOTES = 4;

function patternTable(patterns: readonly PatternReport[], { summary }: Report): Content {
  if (patterns.length === 0) return undefined;
  const { labels } = summary;
  const scored = patterns.some(({ judged }) => judged !== undefined);
  const row = ({ votes, records, label, probability, judged, right }: PatternReport): Markup => {
    const cast = Object.entries(votes);
    const shown = cast
      .slice(0, MOST_VOTES)
      .map(
        ([name, vote]) =>
          html`<span class="cast"><bdi>${name}</bdi> ${labelMark(vote ?? '', labels.indexOf(vote ?? ''))}</span> `,
      );
    const more = cast.length - shown.length;
    const share = judged ? (right ?? 0) / judged : undefined;
    return html`<tr><td class="words">${cast.length === 0 ? html`<i>no votes</i>` : shown}${more > 0 && html`<span class="more">and ${more} more</span>`}</td><td>${count(records)}</td><td class="words">${label !== undefined && labelMark(label, labels.indexOf(label))}</td><td>${percent(probability)}</td>${scored && html`<td>${barCell(share, 'good')}</td>`}</tr>`;
  };
  return html`<details${patterns.length <= 8 ? html` open` : undefined}><summary>The ${patterns.length} most frequent combinations of votes</summary><div class="scroll" tabindex="0" role="group" aria-label="Combinations of votes"><table class="figures"><caption class="hidden">The most frequent combinations of votes</caption>
<thead><tr><th scope="col" class="words">votes</th><th scope="col">records</th><th scope="col" class="words">label</th><th scope="col" title="The probability of the label, in %">sure</th>${scored && html`<th scope="col" title="% of the records with gold that have the label">right</th>`}</tr></thead>
<tbody>${patterns.map(row)}</tbody></table></div></details>`;
}
