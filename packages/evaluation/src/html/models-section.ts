import { verdictOf } from '../compare-labels.ts';
import { count, figure, percent, signedPoints } from '../figures.ts';
import type { ModelReport } from '../model-report.ts';
import type { ModelComparison, Report } from '../report.ts';
import { basisOf } from '../report-tables.ts';
import { section } from './cells.ts';
import { confusionTable } from './confusion-table.ts';
import { keptChart } from './kept-chart.ts';
import { type Content, html, type Markup } from './markup.ts';
import { modelTable } from './model-table.ts';
import { reliabilityChart } from './reliability-chart.ts';
import { legend, precisionRecallChart, thresholdChart } from './threshold-charts.ts';

/** The label models side by side, and how good the labels of each are. */
export function modelsSection(report: Report, browsable: boolean): Content {
  const { models } = report;
  if (models.length === 0) return undefined;
  const scored = models.filter(({ scores }) => scores?.accuracy !== undefined);
  // The records show the labels of the last model, so only its confusion leads to them.
  const details = scored.map((model) => {
    const last = model === models.at(-1);
    return html`<details${last ? html` open` : undefined}><summary>${model.name}: where it is right and how sure it is</summary>${qualityOf(model, report, browsable && last)}</details>`;
  });
  return section('quality', 'Label quality', `${basisOf(report)}.`, [
    modelTable(report),
    comparisonsOf(report),
    details,
    notesOf(models),
  ]);
}

function comparisonsOf({ comparisons }: Report): Content {
  if (comparisons.length === 0) return undefined;
  const points = (share: number): string => signedPoints(share).replace('-', '−');
  const item = (comparison: ModelComparison): Markup => {
    const { first, second, difference, interval, p, wins, losses } = comparison;
    const told = { better: 'is better than', worse: 'is worse than', open: 'is not told apart from' }[
      verdictOf(comparison)
    ];
    return html`<li><b>${first}</b> ${told} <b>${second}</b>: ${points(difference)} points of accuracy (${points(interval.low)} to ${points(interval.high)}). It has more of it right on ${count(wins)} records and less on ${count(losses)}; so uneven a split is chance with p ${p < 0.001 ? '< 0.001' : `= ${figure(p)}`} (sign test).</li>`;
  };
  return html`<ul class="notes compared">${comparisons.map(item)}</ul>`;
}

/** More labels than this make tables that are as high as two charts. */
const MANY = 8;

function qualityOf(model: ModelReport, report: Report, browsable: boolean): Markup {
  const { labels } = report.summary;
  const { reliability = [], kept = [], thresholds } = model;
  const curves = thresholds && Object.values(thresholds).some((points) => points.length > 1);
  const charts = html`${reliability.length > 0 && html`<figure class="card"><figcaption>Reliability: on the line, confidence is what it says</figcaption>${reliabilityChart(reliability)}</figure>`}
${kept.length > 1 && html`<figure class="card"><figcaption>Accuracy if only the surest labels are kept</figcaption>${keptChart(kept)}</figure>`}`;
  const many = labels.length > MANY;
  return html`<div class="quality"><div class="card${many && ' wide'}">${confusionTable(model, labels, browsable)}</div>
<div class="card">${labelScores(model, labels)}</div>
${many ? html`<div>${charts}</div>` : charts}
${
  curves &&
  html`<figure class="card"><figcaption>Precision and recall as the threshold falls</figcaption>${precisionRecallChart(thresholds, labels)}</figure>
<figure class="card"><figcaption>F1 by threshold: the dot is the best</figcaption>${thresholdChart(thresholds, labels)}</figure>${legend(labels)}`
}</div>`;
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
