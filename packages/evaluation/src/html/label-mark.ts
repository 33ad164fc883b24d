import { html, Markup } from './markup.ts';

/** Colours that are told apart by most eyes, on light and on dark. */
const COLORS = [
  '#4269d0',
  '#f26b4e',
  '#3ca951',
  '#a463f2',
  '#e0a100',
  '#35a99a',
  '#e86a9d',
  '#9c6b4e',
  '#7aa5ee',
  '#8d929c',
];

/** The colour of the label at the position; with many labels, shades of a wheel. */
export function labelColor(k: number, labels: number): string {
  if (labels <= COLORS.length) return COLORS[k];
  const lightness = [0.62, 0.74, 0.54][k % 3];
  return `oklch(${lightness} 0.14 ${Math.round((k * 360) / labels + 20) % 360})`;
}

/** The colours of all labels, as custom properties of the page. */
export function labelColors(labels: readonly string[]): Markup {
  const properties = labels.map((_, k) => `--label-${k}:${labelColor(k, labels.length)}`);
  return new Markup(`<style>:root{${properties.join(';')}}</style>`);
}

/** The name of a label behind a dot of its colour. */
export function labelMark(label: string, k: number): Markup {
  return html`<span class="label" style="--color:var(--label-${k})"><bdi>${label}</bdi></span>`;
}
