import { count, countOf, figure, percent, percentSign } from '../figures.ts';
import type { Report } from '../report.ts';
import { intervalText, section } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';
import { votesChart } from './votes-chart.ts';

/** The data set in a few figures, the balance of labels, and how many votes records have. */
export function overviewSection(report: Report): Markup {
  return section(
    'overview',
    'Overview',
    undefined,
    html`<div class="tiles">${tiles(report)}</div>
<div class="pair"><div class="card">${balanceTable(report)}</div>
<figure class="card"><figcaption>Votes per record</figcaption>${votesChart(report.summary.votesPerRecord)}</figure></div>`,
  );
}

function tiles({ summary, agreement, consistency, models }: Report): Content {
  const { coverage, overlap, conflict, gold, patterns, records } = summary;
  const last = models.at(-1);
  const { scores } = last ?? {};
  return [
    tile('coverage', percent(coverage), '%', 'of the records have a vote', coverage),
    tile('overlap', percent(overlap), '%', 'have two votes or more', overlap),
    tile('conflict', percent(conflict), '%', 'have votes that disagree', conflict),
    scores?.accuracy !== undefined &&
      tile(
        'accuracy',
        percent(scores.accuracy),
        '%',
        `of the labels by ${last?.name} are right (${intervalText(scores.interval)} %)`,
        scores.accuracy,
      ),
    scores?.accuracy === undefined &&
      last?.expectedAccuracy !== undefined &&
      tile(
        'expected accuracy',
        percent(last.expectedAccuracy.value),
        '%',
        `of the labels by ${last.name}, if its probabilities are right: there is no gold`,
        last.expectedAccuracy.value,
      ),
    gold?.precision !== undefined &&
      tile(
        'right votes',
        percent(gold.precision),
        '%',
        `of ${countOf(gold.correct + gold.incorrect, 'vote')} against gold`,
        gold.precision,
      ),
    agreement !== undefined &&
      tile(
        'agreement',
        figure(agreement),
        '',
        `beyond chance: 1 is perfect, 0 is chance (Krippendorff); ${percentSign(consistency)} of the pairs of votes agree`,
      ),
    tile('vote patterns', count(patterns), '', `distinct, on ${countOf(records, 'record')}`),
  ];
}

function tile(name: string, value: string, unit: string, note: string, share?: number): Markup {
  return html`<div class="tile"><h3>${name}</h3><p class="value">${value}<small> ${unit}</small></p>
${share !== undefined && html`<span class="gauge" aria-hidden="true" style="--share:${share.toFixed(4)}"></span>`}<p>${note}</p></div>`;
}

function balanceTable({ summary, balances }: Report): Markup {
  const row = (label: string, k: number): Markup => {
    const cells = balances.map(({ shares }) => {
      const { value, low, high } = shares[label];
      const interval =
        low === undefined || high === undefined
          ? undefined
          : html`<small class="interval">${intervalText({ low, high })}</small>`;
      return html`<td><span class="meter" style="--share:${value.toFixed(4)};--color:var(--label-${k})">${percentSign(value)}</span>${interval}</td>`;
    });
    return html`<tr><th scope="row">${labelMark(label, k)}</th>${cells}</tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Label balance"><table class="balance"><caption>Label balance</caption>
<thead><tr><th scope="col">label</th>${balances.map(({ source }) => html`<th scope="col">${source}</th>`)}</tr></thead>
<tbody>${summary.labels.map(row)}</tbody></table></div>`;
}
