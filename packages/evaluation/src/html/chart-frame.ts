import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type Content, html, type Markup } from './markup.ts';

/** What a chart stands in: its scales and its size. */
export interface Frame {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly width: number;
  readonly height: number;
}

/** What a chart is called and what its axes measure. */
export interface FrameOptions {
  /** What the chart shows, in one sentence, for those who do not see it. */
  readonly label: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
  readonly xFormat: (value: number) => string;
  readonly yFormat: (value: number) => string;
  readonly xTicks?: readonly number[] | undefined;
  readonly height?: number | undefined;
}

const WIDTH = 360;
const MARGIN = { top: 26, right: 18, bottom: 38, left: 44 };

/** Draws a chart with axes around the marks. */
export function chart(options: FrameOptions, marks: (frame: Frame) => Content): Markup {
  const { height = 250 } = options;
  const x = scaleLinear(options.xDomain, [MARGIN.left, WIDTH - MARGIN.right]);
  const y = scaleLinear(options.yDomain, [height - MARGIN.bottom, MARGIN.top]);
  const frame: Frame = { x, y, width: WIDTH, height };
  return html`<svg class="chart" role="img" viewBox="0 0 ${WIDTH} ${height}" aria-label="${options.label}">
<g aria-hidden="true">${yAxis(frame, options)}${marks(frame)}${xAxis(frame, options)}</g></svg>`;
}

function xAxis({ x, width, height }: Frame, { xTicks, xFormat, xTitle }: FrameOptions): Markup {
  const base = height - MARGIN.bottom;
  const ticks = (xTicks ?? x.ticks(5)).map(
    (tick) => html`<text x="${round(x(tick))}" y="${base + 15}" text-anchor="middle">${xFormat(tick)}</text>`,
  );
  return html`<line class="axis" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${base}" y2="${base}"/>${ticks}
<text class="title" x="${width - MARGIN.right}" y="${height - 5}" text-anchor="end">${xTitle}</text>`;
}

function yAxis({ y, width }: Frame, { yFormat, yTitle }: FrameOptions): Markup {
  const ticks = y.ticks(4).map(
    (tick) =>
      html`<line class="grid" x1="${MARGIN.left}" x2="${width - MARGIN.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>
<text x="${MARGIN.left - 6}" y="${round(y(tick)) + 4}" text-anchor="end">${yFormat(tick)}</text>`,
  );
  return html`${ticks}<text class="title" x="2" y="10">${yTitle}</text>`;
}

/** One decimal is a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
