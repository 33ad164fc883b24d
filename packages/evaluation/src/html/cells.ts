import { NONE, percent } from '../figures.ts';
import type { Interval } from '../interval.ts';
import { type Content, html, type Markup } from './markup.ts';

/** A share in percent before a bar of its length. */
export function barCell(share: number | undefined, kind = ''): Markup {
  const width = Math.min(1, Math.max(0, share ?? 0));
  return html`<span class="meter ${kind}" style="--share:${width.toFixed(4)}">${percent(share)}</span>`;
}

/** An interval as a line with a point on it, over a scale from `from` to 1. */
export function rangeMark(value: number | undefined, interval: Interval | undefined, from = 0): Content {
  if (value === undefined || interval === undefined) return undefined;
  const at = (share: number): string => Math.max(0, (share - from) / (1 - from)).toFixed(4);
  return html`<span class="range" aria-hidden="true" style="--low:${at(interval.low)};--high:${at(interval.high)};--at:${at(value)}"></span>`;
}

/** One part of the page, with its heading. */
export function section(id: string, title: string, lead: Content, body: Content): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${lead && html`<p class="lead">${lead}</p>`}
${body}
</section>`;
}

/** The bounds of an interval in percent: with a decimal where whole numbers would hide its width. */
export function intervalText(interval: Interval | undefined): string {
  if (interval === undefined) return NONE;
  const digits = interval.high - interval.low < 0.03 ? 1 : 0;
  return [interval.low, interval.high].map((bound) => (100 * bound).toFixed(digits)).join('–');
}
