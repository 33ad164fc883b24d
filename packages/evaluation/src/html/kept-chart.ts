import { area, line } from 'd3-shape';
import { percentSign } from '../figures.ts';
import type { KeptPoint } from '../kept-curve.ts';
import { chart, round } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** Draws accuracy over the share of the records kept, in the band of its intervals. */
export function keptChart(points: readonly KeptPoint[]): Markup {
  const lowest = Math.min(
    1,
    ...points.slice(1).map(({ interval }) => interval.low),
    points.at(-1)?.accuracy ?? 1,
  );
  const floor = Math.min(0.95, Math.floor(lowest * 20) / 20);
  const inside = (share: number): number => Math.max(floor, share);
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
      const band = area<KeptPoint>(
        ({ kept }) => round(x(kept)),
        ({ interval }) => round(y(inside(interval.low))),
        ({ interval }) => round(y(inside(interval.high))),
      )(points);
      const path = line<KeptPoint>(
        ({ kept }) => round(x(kept)),
        ({ accuracy }) => round(y(inside(accuracy))),
      )(points);
      const last = points.at(-1);
      const end =
        last && html`<circle cx="${round(x(last.kept))}" cy="${round(y(inside(last.accuracy)))}" r="3.5"/>`;
      return html`<path class="band" d="${band ?? ''}"/><path class="curve" d="${path ?? ''}"/>${end}`;
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
