import { count, percentSign } from '../figures.ts';
import type { ModelReport } from '../model-report.ts';
import { shareOf } from '../ratio.ts';
import type { Report } from '../report.ts';
import type { FunctionSummary } from '../vote-summary.ts';
import { section } from './cells.ts';
import { conflictTable, errorLists } from './error-lists.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { PlaceOf } from './next-section.ts';

/** So many kinds of errors, and so many functions, are listed. */
const MOST = 12;

/** Where the labels of the last model are wrong: by label and gold, and by function. */
export function errorsSection(report: Report, browsable: boolean, placeOf: PlaceOf): Content {
  const model = report.models.at(-1);
  const { errors, conflicts } = report;
  const deciding = conflictTable(conflicts, report, browsable);
  if (!model?.confusion || !errors) {
    return (
      deciding &&
      section(
        'errors',
        'Conflicts',
        'Where votes disagree, and which of them decides.',
        html`${browsable && presets(false)}${deciding}`,
      )
    );
  }
  return section(
    'errors',
    'Errors and conflicts',
    `Labels by ${model.name} that differ from gold, the most frequent kinds first.`,
    html`${browsable && presets(true)}<div class="pair">${buckets(model, report.summary.labels, browsable)}${wrongVotes(report, browsable)}
${errorLists(errors, report, placeOf)}</div>${deciding}`,
  );
}

function presets(judged: boolean): Markup {
  return html`<p class="presets" data-js hidden>${
    judged &&
    html`<a href="#records?v=wrong&s=sure">Most confident mistakes</a> <a href="#records?v=suspect&s=sure">Suspected gold errors</a> `
  }<a href="#records?c=differ&s=unsure">Most contested records</a> <a href="#records?n=0">Records without votes</a></p>`;
}

function buckets({ confusion = [] }: ModelReport, labels: readonly string[], browsable: boolean): Content {
  const found = confusion
    .flatMap((row, truth) => row.map((records, given) => ({ truth, given, records })))
    .filter(({ truth, given, records }) => truth !== given && records > 0)
    .sort((a, b) => b.records - a.records);
  const all = found.reduce((sum, { records }) => sum + records, 0);
  const row = ({ truth, given, records }: (typeof found)[number]): Markup => {
    const shown = browsable
      ? html`<a href="#records?l=${given}&t=${truth}">${count(records)}</a>`
      : count(records);
    return html`<tr><th scope="row">${labelMark(labels[given], given)}</th><td class="words">${labelMark(labels[truth], truth)}</td><td>${shown}</td><td><span class="meter warn" style="--share:${shareOf(records, all).toFixed(4)}">${percentSign(shareOf(records, all))}</span></td></tr>`;
  };
  return html`<div class="card"><table class="plain"><caption>By label and gold${found.length > MOST && `, ${MOST} of ${found.length} kinds`}</caption>
<thead><tr><th scope="col">label</th><th scope="col" class="words">gold</th><th scope="col">records</th><th scope="col">of errors</th></tr></thead>
<tbody>${found.length > 0 ? found.slice(0, MOST).map(row) : html`<tr><td colspan="4" class="words">none</td></tr>`}</tbody></table></div>`;
}

function wrongVotes({ summary }: Report, browsable: boolean): Content {
  const wrong = ({ gold }: FunctionSummary): number => gold?.incorrect ?? 0;
  const found = summary.functions
    .map((item, j) => ({ item, j }))
    .filter(({ item }) => wrong(item) > 0)
    .sort((a, b) => wrong(b.item) - wrong(a.item))
    .slice(0, MOST);
  const all = summary.gold?.incorrect ?? 0;
  const row = ({ item, j }: (typeof found)[number]): Markup => {
    const records = count(wrong(item));
    const shown = browsable ? html`<a href="#records?f=${j}&x=wrong">${records}</a>` : records;
    const share = shareOf(wrong(item), all);
    return html`<tr><th scope="row"><bdi>${item.name}</bdi></th><td>${shown}</td><td><span class="meter warn" style="--share:${share.toFixed(4)}">${percentSign(share)}</span></td></tr>`;
  };
  return html`<div class="card"><table class="plain"><caption>Wrong votes by function</caption>
<thead><tr><th scope="col">function</th><th scope="col">votes</th><th scope="col">of wrong votes</th></tr></thead>
<tbody>${found.length > 0 ? found.map(row) : html`<tr><td colspan="3" class="words">none</td></tr>`}</tbody></table></div>`;
}
