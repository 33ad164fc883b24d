import { count, percentSign } from '../figures.ts';
import type { ModelReport } from '../model-report.ts';
import { shareOf } from '../ratio.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';

/** Gold against the labels of a model: a row per gold label, tinted by its share of the row. */
export function confusionTable(
  { confusion, name }: ModelReport,
  labels: readonly string[],
  browsable: boolean,
): Content {
  if (!confusion) return undefined;
  const totals = confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
  const cell = (truth: number, given: number): Markup => {
    const records = confusion[truth][given];
    const share = shareOf(records, totals[truth]);
    const shown =
      browsable && records > 0
        ? html`<a href="#records?l=${given}&t=${truth}">${count(records)}</a>`
        : html`${count(records)}`;
    const kind = records === 0 ? 'zero' : truth === given ? 'right' : 'wrong';
    return html`<td class="${kind}" style="--share:${share.toFixed(4)}" title="${percentSign(share)} of gold ${labels[truth]}">${shown}</td>`;
  };
  const row = (label: string, truth: number): Markup =>
    html`<tr><th scope="row">${labelMark(label, truth)}</th>${labels.map((_, given) => cell(truth, given))}</tr>`;
  const many = labels.length > 8 ? 'confusion many' : 'confusion';
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Confusion matrix"><table class="${many}"><caption>Confusion, ${name}: rows are gold, columns are labels; ties count in part</caption>
<thead><tr><th scope="col">gold</th>${labels.map((label) => html`<th scope="col"><span><bdi>${label}</bdi></span></th>`)}</tr></thead>
<tbody>${labels.map(row)}</tbody></table></div>`;
}
