import { count, countOf, percent, percentSign } from '../figures.ts';
import { shareOf } from '../ratio.ts';
import type { Report } from '../report.ts';
import type { LabelNeed, RuleSuggestion, Suggestions, Theme } from '../suggestions.ts';
import { barCell, rangeMark, section } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';

/** Where a record stands on the page, if it is there. */
export type PlaceOf = (row: number) => number | undefined;

/** What to write next: rules to paste, what records share that no rule knows, what each label lacks. */
export function nextSection({ suggestions, summary }: Report, placeOf: PlaceOf): Content {
  if (!suggestions) return undefined;
  const { labels } = summary;
  const { forUncovered, forContested, themes, contestedThemes } = suggestions;
  return section(
    'next',
    'What to write next',
    leadOf(suggestions),
    html`${needTable(suggestions.labels)}${ruleTable('For records without votes', forUncovered, labels, placeOf)}
${ruleTable('For records with votes that disagree', forContested, labels, placeOf)}
<div class="pair">${themeList('What records without votes share', themes, placeOf)}${themeList('What contested records share', contestedThemes, placeOf)}</div>`,
  );
}

function leadOf({ records, sampled, uncovered, contested }: Suggestions): string {
  const seen = sampled ?? records;
  const of =
    sampled === undefined
      ? `Of ${countOf(records, 'record')}`
      : `Of ${countOf(sampled, 'record')} drawn at random from ${count(records)}`;
  return `${of}, ${percentSign(shareOf(uncovered, seen))} have no votes and ${percentSign(shareOf(contested, seen))} have votes that disagree. Precision is told by the label model, not by gold: read some records before you take a line. A click selects the line.`;
}

function ruleTable(
  title: string,
  rules: readonly RuleSuggestion[],
  labels: readonly string[],
  placeOf: PlaceOf,
): Content {
  if (rules.length === 0) return undefined;
  const row = ({ code, label, gain, precision, conflicts, examples }: RuleSuggestion): Markup => {
    const { value, low, high } = precision;
    const interval = low === undefined || high === undefined ? undefined : { low, high };
    return html`<tr><td class="words"><code class="paste">${code}</code></td><td class="words">${labelMark(label, labels.indexOf(label))}</td><td>+${count(gain)}</td><td><span class="estimate">${percent(value)}${rangeMark(value, interval, 0.5)}</span></td><td>${count(conflicts)}</td><td class="words">${examples.map((example, n) => exampleLink(example, n, placeOf))}</td></tr>`;
  };
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="figures"><caption>${title}</caption>
<thead><tr><th scope="col" class="words">to paste</th><th scope="col" class="words">label</th><th scope="col" title="Records that no rule before has">gain</th><th scope="col" title="Expected, in %, with the 95 % interval on a scale from 50 to 100 %">precision</th><th scope="col" title="Records whose votes agree now and would not">conflicts</th><th scope="col" class="words">read</th></tr></thead>
<tbody>${rules.map(row)}</tbody></table></div></div>`;
}

function exampleLink(row: number, n: number, placeOf: PlaceOf): Content {
  const place = placeOf(row);
  return (
    place !== undefined && html`<a href="#records?i=${place}" aria-label="example ${n + 1}">${n + 1}</a> `
  );
}

function needTable(needs: readonly LabelNeed[]): Markup {
  const row = ({ label, functions, covered, uncovered }: LabelNeed, k: number): Markup =>
    html`<tr><th scope="row">${labelMark(label, k)}</th><td>${count(functions)}</td><td>${count(Math.round(uncovered))}</td><td>${barCell(shareOf(covered, covered + uncovered))}</td></tr>`;
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="What each label lacks"><table class="plain"><caption>What each label lacks: its records without votes are guessed by their words</caption>
<thead><tr><th scope="col">label</th><th scope="col">functions</th><th scope="col">lacking</th><th scope="col" title="The share of the label that has votes, by this guess, in %">cover</th></tr></thead>
<tbody>${needs.map(row)}</tbody></table></div></div>`;
}

function themeList(title: string, themes: readonly Theme[], placeOf: PlaceOf): Content {
  if (themes.length === 0) return undefined;
  const item = ({ phrase, related, gain, leaning, code, examples }: Theme): Markup =>
    html`<li><b><bdi>${phrase}</bdi></b> <span class="more">${countOf(gain, 'record')}${related.length > 0 && html`, with <bdi>${related.join(', ')}</bdi>`}${leaning && html`; elsewhere ${leaning.label} in ${percentSign(leaning.share)}`}</span> ${examples.map((example, n) => exampleLink(example, n, placeOf))}<br><code class="paste">${code}</code></li>`;
  return html`<div class="card"><h3 class="caption">${title}</h3><ul class="themes" tabindex="0" aria-label="${title}">${themes.map(item)}</ul></div>`;
}
