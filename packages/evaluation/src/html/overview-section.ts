import { type Advice, adviceOf } from '../advice.ts';
import { count, countOf, figure, percent, percentSign } from '../figures.ts';
import type { Report } from '../report.ts';
import { intervalText, section } from './cells.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';
import { votesChart } from './votes-chart.ts';

/** So many labels are about as high as the chart beside them; more stand below it, in two halves. */
const FEW_LABELS = 6;

/** The data set in a few figures, what to do next, the balance of labels, and how many votes records have. */
export function overviewSection(report: Report): Markup {
  const chart = html`<figure class="card"><figcaption>Votes per record</figcaption>${votesChart(report.summary.votesPerRecord)}</figure>`;
  return section(
    'overview',
    'Overview',
    undefined,
    html`<div class="tiles">${tiles(report)}</div>
${adviceCard(adviceOf(report))}${balancesBeside(report, chart)}`,
  );
}

function balancesBeside(report: Report, chart: Markup): Markup {
  const size = report.summary.labels.length;
  if (size <= FEW_LABELS) return html`<div class="pair">${balanceCard(report, 0, size)}${chart}</div>`;
  const half = Math.ceil(size / 2);
  return html`<div class="pair">${balanceCard(report, 0, half)}${balanceCard(report, half, size)}</div>${chart}`;
}

function adviceCard(advice: readonly Advice[]): Content {
  if (advice.length === 0) return undefined;
  const item = ({ text, code, part }: Advice): Markup =>
    html`<li><bdi>${text}</bdi> ${code !== undefined && html`<code class="paste">${code}</code> `}<a href="#${part}">${PARTS[part]}</a></li>`;
  return html`<div class="card"><h3 class="caption">What to do next</h3><ol class="advice">${advice.map(item)}</ol></div>`;
}

/** What the links to the parts say. */
const PARTS: Readonly<Record<Advice['part'], string>> = {
  findings: 'What was found',
  next: 'More rules',
  quality: 'Label quality',
  slices: 'All slices',
  errors: 'All errors and conflicts',
};

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

/** The balance of the labels from one to before another. */
function balanceCard({ summary, balances }: Report, from: number, to: number): Markup {
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
  const title = from === 0 ? 'Label balance' : 'Label balance, continued';
  return html`<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="balance"><caption>${title}</caption>
<thead><tr><th scope="col">label</th>${balances.map(({ source }) => html`<th scope="col">${source}</th>`)}</tr></thead>
<tbody>${summary.labels.slice(from, to).map((label, n) => row(label, from + n))}</tbody></table></div></div>`;
}
