import { line } from 'd3-shape';
import { percentSign } from '../figures.ts';
import type { SoftJudged } from '../judged.ts';
import { chart, round } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** How good the labels are if only the surest so many are kept. */
export interface KeptPoint {
  /** The share of the labelled records that is kept, above 0. */
  readonly kept: number;
  readonly accuracy: number;
  /** The lowest confidence among them. */
  readonly confidence: number;
}

/** Confidences closer than this are kept or left out together. */
const TIE = 1e-9;

/** Sorts labels by confidence, the surest first, and finds how many of the first are right. */
export function keptCurve({ table, distributions, gold, counts }: SoftJudged, labels: number): KeptPoint[] {
  const outcomes = Array.from(distributions, (d, n) => {
    const shares = table.subarray(d * labels, (d + 1) * labels);
    const highest = shares.reduce((a, b) => Math.max(a, b), 0);
    const tied = shares.filter((p) => highest - p <= TIE).length;
    const right = highest - shares[gold[n]] <= TIE ? counts[n] / tied : 0;
    return { confidence: highest, records: counts[n], right };
  }).sort((a, b) => b.confidence - a.confidence);
  const total = outcomes.reduce((sum, { records }) => sum + records, 0);
  const points: KeptPoint[] = [];
  let [records, right] = [0, 0];
  for (const [n, outcome] of outcomes.entries()) {
    records += outcome.records;
    right += outcome.right;
    const next = outcomes[n + 1]?.confidence ?? -1;
    if (outcome.confidence - next > TIE)
      points.push({ kept: records / total, accuracy: right / records, confidence: outcome.confidence });
  }
  return points;
}

/** A curve with more points than this is no smoother. */
const MOST_POINTS = 300;

/** Draws accuracy over the share of the records kept. */
export function keptChart(points: readonly KeptPoint[]): Markup {
  const step = Math.ceil(points.length / MOST_POINTS);
  const drawn = points.filter((_, n) => n % step === 0 || n === points.length - 1);
  const lowest = Math.min(1, ...drawn.map(({ accuracy }) => accuracy));
  const floor = Math.min(0.95, Math.floor(lowest * 20) / 20);
  return chart(
    {
      label: `Accuracy by share of records kept, the surest first. ${toldOf(points)}`,
      xTitle: 'records kept, the surest first',
      yTitle: 'accuracy',
      xDomain: [0, 1],
      yDomain: [floor, 1],
      xFormat: (value) => `${Math.round(value * 100)} %`,
      yFormat: (value) => `${Math.round(value * 100)} %`,
    },
    ({ x, y }) => {
      const path = line<KeptPoint>(
        ({ kept }) => round(x(kept)),
        ({ accuracy }) => round(y(accuracy)),
      )(drawn);
      const last = drawn.at(-1);
      const end = last && html`<circle cx="${round(x(last.kept))}" cy="${round(y(last.accuracy))}" r="3.5"/>`;
      return html`<path class="curve" d="${path ?? ''}"/>${end}`;
    },
  );
}

function toldOf(points: readonly KeptPoint[]): string {
  return [0.25, 0.5, 0.75, 1]
    .flatMap((share) => points.findLast(({ kept }) => kept <= share + 1e-9) ?? [])
    .map(({ kept, accuracy }) => `${percentSign(accuracy)} right of the surest ${percentSign(kept)}`)
    .join('; ')
    .concat('.');
}
