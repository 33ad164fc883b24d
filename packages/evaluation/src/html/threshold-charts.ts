import { curveStepBefore, line } from 'd3-shape';
import { percentSign } from '../figures.ts';
import type { ThresholdPoint } from '../threshold-curve.ts';
import { chart, type Frame, round } from './chart-frame.ts';
import { labelMark } from './label-mark.ts';
import { type Content, html, type Markup } from './markup.ts';

/** The points of each label. */
type Curves = Readonly<Record<string, readonly ThresholdPoint[]>>;

const inPercent = (value: number): string => `${Math.round(value * 100)} %`;

/** Draws precision over recall, a line for each label. */
export function precisionRecallChart(curves: Curves, labels: readonly string[]): Markup {
  return chart(
    {
      label: `Precision over recall of each label, as the threshold on its probability falls. ${toldOf(curves, labels)}`,
      xTitle: 'recall',
      yTitle: 'precision',
      xDomain: [0, 1],
      yDomain: [0, 1],
      xFormat: inPercent,
      yFormat: inPercent,
    },
    ({ x, y }) =>
      labels.map((label, k) => {
        const path = line<ThresholdPoint>(
          ({ recall = 0 }) => round(x(recall)),
          ({ precision }) => round(y(precision)),
        )(untilAllFound(known(curves[label])));
        return html`<path class="curve" style="stroke:var(--label-${k})" d="${path ?? ''}"><title>${label}</title></path>`;
      }),
  );
}

/** Draws F1 over the threshold, a line for each label with its best point. */
export function thresholdChart(curves: Curves, labels: readonly string[]): Markup {
  return chart(
    {
      label: `F1 of each label by the probability from which on it is given. ${bestOf(curves, labels)}`,
      xTitle: 'given from this probability on',
      yTitle: 'F1',
      xDomain: [0, 1],
      yDomain: [0, 1],
      xFormat: inPercent,
      yFormat: inPercent,
    },
    (frame) => labels.map((label, k) => f1Curve(known(curves[label]), label, k, frame)),
  );
}

function f1Curve(points: readonly ThresholdPoint[], label: string, k: number, { x, y }: Frame): Content {
  const path = line<ThresholdPoint>(
    ({ threshold }) => round(x(threshold)),
    ({ f1 = 0 }) => round(y(f1)),
  ).curve(curveStepBefore)(points);
  const best = bestPoint(points);
  return html`<path class="curve" style="stroke:var(--label-${k})" d="${path ?? ''}"><title>${label}</title></path>${
    best &&
    html`<circle style="fill:var(--label-${k})" cx="${round(x(best.threshold))}" cy="${round(y(best.f1 ?? 0))}" r="3.5"><title>${label}: F1 ${percentSign(best.f1)} from ${percentSign(best.threshold)} on</title></circle>`
  }`;
}

function known(points: readonly ThresholdPoint[]): ThresholdPoint[] {
  return points.filter(({ recall }) => recall !== undefined);
}

/** Once every record of the label is found, lower thresholds only add mistakes. */
function untilAllFound(points: readonly ThresholdPoint[]): readonly ThresholdPoint[] {
  const first = points.findIndex(({ recall = 0 }) => recall >= 1);
  return first < 0 ? points : points.slice(0, first + 1);
}

function bestPoint(points: readonly ThresholdPoint[]): ThresholdPoint | undefined {
  return points.reduce<ThresholdPoint | undefined>(
    (best, point) => ((point.f1 ?? 0) > (best?.f1 ?? 0) ? point : best),
    undefined,
  );
}

/** More labels than this are not told one by one. */
const MOST_TOLD = 6;

function toldOf(curves: Curves, labels: readonly string[]): string {
  const told = labels.slice(0, MOST_TOLD).flatMap((label) => {
    const sure = known(curves[label]).findLast(({ precision }) => precision >= 0.95);
    return sure
      ? [`${label}: ${percentSign(sure.recall)} found with ${percentSign(sure.precision)} right`]
      : [];
  });
  return told.length > 0 ? `${told.join('; ')}.` : '';
}

function bestOf(curves: Curves, labels: readonly string[]): string {
  const told = labels.slice(0, MOST_TOLD).flatMap((label) => {
    const best = bestPoint(known(curves[label]));
    return best ? [`${label}: best ${percentSign(best.f1)} from ${percentSign(best.threshold)} on`] : [];
  });
  return told.length > 0 ? `${told.join('; ')}.` : '';
}

/** Which colour is which label. */
export function legend(labels: readonly string[]): Markup {
  return html`<p class="legend wide" aria-hidden="true">${labels.map((label, k) => html`${labelMark(label, k)} `)}</p>`;
}
