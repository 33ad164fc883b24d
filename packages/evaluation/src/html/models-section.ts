import { count, figure, percent } from '../figures.ts';
import type { ModelReport, Report } from '../report.ts';
import { basisOf } from '../report-tables.ts';
import { intervalText, rangeMark, section } from './cells.ts';
import { confusionTable } from './confusion-table.ts';
import { type KeptPoint, keptChart } from './kept-chart.ts';
import { type Content, html, type Markup } from './markup.ts';
import { reliabilityChart } from './reliability-chart.ts';

/** The label models side by side, and how good the labels of each are. */
export function modelsSection(report: Report, curve: readonly KeptPoint[], browsable: boolean): Content {
  const { models } = report;
  if (models.length === 0) return undefined;
  const scored = models.filter(({ scores }) => scores?.accuracy !== undefined);
  // The records show the labels of the last model, so only its confusion leads to them.
  const details = scored.map((model) => {
    const last = model === models.at(-1);
    return html`<details${last ? html` open` : undefined}><summary>${model.name}: where it is right and how sure it is</summary>${qualityOf(model, report, last ? curve : [], browsable && last)}</details>`;
  });
  return section('quality', 'Label quality', `${basisOf(report)}.`, [
    modelTable(report),
    details,
    notesOf(models),
  ]);
}

interface ModelColumn {
  readonly title: string;
  readonly hint: string;
  readonly cell: (model: ModelReport) => Content;
}

function modelTable(report: Report): Markup {
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
    cell: (m: ModelReport) => percent(m.scores?.f1),
  };
  return [
    ...columns,
    {
      title: 'accuracy',
      hint: `In %, with the 95 % interval on a scale from ${Math.round(from * 100)} to 100 %`,
      cell: (m) => accuracyCell(m, from),
    },
    ...(models.some(({ scores }) => scores?.f1 !== undefined) ? [f1] : []),
    { title: 'macro F1', hint: 'The mean F1 over the labels, in %', cell: (m) => percent(m.scores?.macroF1) },
    { title: 'MCC', hint: 'The correlation with gold (Matthews)', cell: (m) => figure(m.scores?.matthews) },
    {
      title: 'AUC',
      hint: 'How well the probabilities rank: 0.5 is chance',
      cell: (m) => figure(m.scores?.rocAuc),
    },
    {
      title: 'log loss',
      hint: 'The error of the probabilities: less is better',
      cell: (m) => figure(m.scores?.logLoss),
    },
    {
      title: 'Brier',
      hint: 'The squared error of the probabilities: less is better',
      cell: (m) => figure(m.scores?.brier),
    },
    {
      title: 'ECE',
      hint: 'How far confidence is from accuracy: less is better',
      cell: (m) => figure(m.scores?.calibrationError),
    },
  ];
}

function accuracyCell({ scores }: ModelReport, from: number): Content {
  return html`<span class="estimate">${percent(scores?.accuracy)}${rangeMark(scores?.accuracy, scores?.interval, from)}<small>${intervalText(scores?.interval)}</small></span>`;
}

function qualityOf(
  model: ModelReport,
  report: Report,
  curve: readonly KeptPoint[],
  browsable: boolean,
): Markup {
  const { summary } = report;
  return html`<div class="quality"><div class="card${summary.labels.length > 8 ? html` wide` : undefined}">${confusionTable(model, summary.labels, browsable)}</div>
<div class="card">${labelScores(model, summary.labels)}</div>
${model.reliability?.length && html`<figure class="card"><figcaption>Reliability: on the line, confidence is what it says</figcaption>${reliabilityChart(model.reliability)}</figure>`}
${curve.length > 1 && html`<figure class="card"><figcaption>Accuracy if only the surest labels are kept</figcaption>${keptChart(curve)}</figure>`}</div>`;
}

function labelScores({ perLabel, name }: ModelReport, labels: readonly string[]): Content {
  if (!perLabel) return undefined;
  const row = (label: string): Markup => {
    const { precision, recall, f1, records } = perLabel[label];
    return html`<tr><th scope="row"><bdi>${label}</bdi></th><td>${count(records)}</td><td>${percent(precision)}</td><td>${percent(recall)}</td><td>${percent(f1)}</td></tr>`;
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Scores by label"><table class="plain"><caption>Scores by label, ${name}</caption>
<thead><tr><th scope="col">label</th><th scope="col">records</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">F1</th></tr></thead>
<tbody>${labels.map(row)}</tbody></table></div>`;
}

function notesOf(models: readonly ModelReport[]): Content {
  const notes = models.flatMap(({ name, notes }) =>
    notes.map((note) => html`<li><b>${name}</b>: ${note}</li>`),
  );
  return notes.length > 0 && html`<h3>Notes</h3><ul class="notes">${notes}</ul>`;
}
