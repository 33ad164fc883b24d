import type { Estimate } from '../estimate.ts';
import { count, figure, percent } from '../figures.ts';
import type { Interval } from '../interval.ts';
import type { ModelReport } from '../model-report.ts';
import type { Report } from '../report.ts';
import { intervalText, rangeMark } from './cells.ts';
import { type Content, html, type Markup } from './markup.ts';

interface ModelColumn {
  readonly title: string;
  readonly hint: string;
  readonly cell: (model: ModelReport) => Content;
}

/** The label models side by side. */
export function modelTable(report: Report): Markup {
  const { models } = report;
  const columns = columnsOf(report);
  const row = (model: ModelReport): Markup =>
    html`<tr><th scope="row">${model.name}</th>${columns.map(({ cell }) => html`<td>${cell(model)}</td>`)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Label models"><table class="figures"><caption class="hidden">Label models side by side</caption>
<thead><tr><th scope="col">model</th>${columns.map(({ title, hint }) => html`<th scope="col" title="${hint}">${title}</th>`)}</tr></thead>
<tbody>${models.map(row)}</tbody></table></div>`;
}

function columnsOf({ models, positive }: Report): ModelColumn[] {
  const columns: ModelColumn[] = [
    { title: 'labelled', hint: 'Records with a vote', cell: (m) => count(m.covered) },
    {
      title: 'ties',
      hint: 'Records on which labels share the highest probability',
      cell: (m) => count(m.tied),
    },
    {
      title: 'expected',
      hint: 'How often labels are right if the probabilities are, in %, with the 95 % interval',
      cell: (m) => over(percent, m.expectedAccuracy?.value, rangeOf(m.expectedAccuracy)),
    },
    {
      title: 'entropy',
      hint: 'How unsure the labels are on average, in nats',
      cell: (m) => figure(m.entropy),
    },
  ];
  if (models.every(({ scores }) => scores === undefined)) return columns;
  const lows = models.map(({ scores }) => scores?.interval?.low ?? 1);
  const from = Math.max(0, Math.floor((Math.min(...lows) - 0.02) * 20) / 20);
  const f1 = {
    title: 'F1',
    hint: `Of the label ${positive}, in %`,
    cell: (m: ModelReport) => over(percent, m.scores?.f1, m.intervals?.f1),
  };
  return [
    ...columns,
    {
      title: 'accuracy',
      hint: `In %, with the 95 % interval on a scale from ${Math.round(from * 100)} to 100 %`,
      cell: (m) => accuracyCell(m, from),
    },
    ...(models.some(({ scores }) => scores?.f1 !== undefined) ? [f1] : []),
    {
      title: 'macro F1',
      hint: 'The mean F1 over the labels, in %',
      cell: (m) => over(percent, m.scores?.macroF1, m.intervals?.macroF1),
    },
    {
      title: 'MCC',
      hint: 'The correlation with gold (Matthews)',
      cell: (m) => over(figure, m.scores?.matthews, m.intervals?.matthews),
    },
    {
      title: 'AUC',
      hint: 'How well the probabilities rank: 0.5 is chance',
      cell: (m) => over(figure, m.scores?.rocAuc, m.intervals?.rocAuc),
    },
    {
      title: 'log loss',
      hint: 'The error of the probabilities: less is better',
      cell: (m) => over(figure, m.scores?.logLoss, m.intervals?.logLoss),
    },
    {
      title: 'Brier',
      hint: 'The squared error of the probabilities: less is better',
      cell: (m) => over(figure, m.scores?.brier, m.intervals?.brier),
    },
    {
      title: 'ECE',
      hint: 'How far confidence is from accuracy: less is better',
      cell: (m) => over(figure, m.scores?.calibrationError, m.intervals?.calibrationError),
    },
  ];
}

/** A figure over its 95 % interval. */
function over(
  format: (value: number | undefined) => string,
  value: number | undefined,
  interval: Interval | undefined,
): Content {
  if (interval === undefined) return format(value);
  return html`<span class="over">${format(value)}<small>${format(interval.low)}–${format(interval.high)}</small></span>`;
}

function rangeOf(estimate: Estimate | undefined): Interval | undefined {
  const { low, high } = estimate ?? {};
  return low === undefined || high === undefined ? undefined : { low, high };
}

function accuracyCell({ scores }: ModelReport, from: number): Content {
  return html`<span class="estimate">${percent(scores?.accuracy)}${rangeMark(scores?.accuracy, scores?.interval, from)}<small>${intervalText(scores?.interval)}</small></span>`;
}
