import type { Interval } from './interval.ts';

/** Stands for a figure that does not exist. */
export const NONE = '–';

/** A whole number with thousands set apart: `1,956`. */
export function count(value: number | undefined): string {
  if (value === undefined) return NONE;
  const [whole, part] = String(Math.round(value * 10) / 10).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** A share in percent with one decimal and no sign: `87.3`; a share that is not quite all or nothing never reads so. */
export function percent(share: number | undefined): string {
  if (share === undefined) return NONE;
  if (share > 0 && share < 0.0005) return '<0.1';
  if (share < 1 && share >= 0.9995) return '>99.9';
  return (share * 100).toFixed(1);
}

/** A share in percent with its sign, which stays with it on the line: `87.3 %`. */
export function percentSign(share: number | undefined): string {
  return share === undefined ? NONE : `${percent(share)}\u00a0%`;
}

/** A range of shares in whole percent: `61–79`. */
export function percentRange(range: Interval | undefined): string {
  return range === undefined ? NONE : `${(range.low * 100).toFixed(0)}–${(range.high * 100).toFixed(0)}`;
}

/** A share in points: `2.1`, `-0.4`; what rounds to 0 has no sign. */
export function points(share: number, digits = 1): string {
  const text = (100 * share).toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** The same with a sign in either direction: `+2.1`, `-0.4`, `0.0`. */
export function signedPoints(share: number, digits = 1): string {
  const text = points(share, digits);
  return Number(text) > 0 ? `+${text}` : text;
}

/** A figure with three decimals: `0.287`. */
export function figure(value: number | undefined): string {
  if (value === undefined) return NONE;
  const text = value.toFixed(3);
  return text === '-0.000' ? '0.000' : text;
}

/** The word with its number: `1 record`, `2 records`. */
export function countOf(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A time in the unit that suits it: `12 ms`, `3.1 s`, `2.5 min`. */
export function seconds(value: number | undefined): string {
  if (value === undefined) return NONE;
  if (value < 0.0005) return '<1\u00a0ms';
  if (value < 1) return `${Math.round(value * 1000)}\u00a0ms`;
  return value < 100 ? `${value.toFixed(1)}\u00a0s` : `${(value / 60).toFixed(1)}\u00a0min`;
}

/** A bar of blocks as long as the share of the width, in eighths of a character. */
export function blocks(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? '▏▎▍▌▋▊▉'[rest - 1] : '');
}
