import { line } from 'd3-shape';
import type { ReliabilityBin } from '../calibration.ts';
import { count, percentSign } from '../figures.ts';
import { chart, type Frame, round } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

interface Point {
  readonly confidence: number;
  readonly accuracy: number;
  readonly records: number;
}

/** Draws accuracy over confidence: a point per range, the larger the more records it has. */
export function reliabilityChart(bins: readonly ReliabilityBin[]): Markup {
  const points = bins.flatMap(({ confidence, accuracy, records }): Point[] =>
    confidence === undefined || accuracy === undefined ? [] : [{ confidence, accuracy, records }],
  );
  const told = points.map((p) => `${percentSign(p.confidence)} sure, ${percentSign(p.accuracy)} right`);
  return chart(
    {
      label: `Reliability: how often labels are right by how sure they are. ${told.join('; ')}.`,
      xTitle: 'confidence',
      yTitle: 'share that is right',
      xDomain: [0, 1],
      yDomain: [0, 1],
      xFormat: (value) => `${Math.round(value * 100)} %`,
      yFormat: (value) => `${Math.round(value * 100)} %`,
    },
    (frame) => marks(frame, points),
  );
}

function marks({ x, y }: Frame, points: readonly Point[]): Markup {
  const most = Math.max(1, ...points.map(({ records }) => records));
  const path = line<Point>(
    (point) => round(x(point.confidence)),
    (point) => round(y(point.accuracy)),
  )(points);
  const dots = points.map(
    ({ confidence, accuracy, records }) =>
      html`<circle cx="${round(x(confidence))}" cy="${round(y(accuracy))}" r="${round(2.5 + 6 * Math.sqrt(records / most))}"><title>${count(records)} records: ${percentSign(confidence)} sure, ${percentSign(accuracy)} right</title></circle>`,
  );
  return html`<line class="ideal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/><path class="curve" d="${path ?? ''}"/>${dots}`;
}
