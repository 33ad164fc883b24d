import { type Interval, wilsonInterval } from './interval.ts';

/** A figure, and where it lies with 95 % confidence, if that is known. */
export interface Estimate extends Partial<Interval> {
  readonly value: number;
}

/** Figures by name. */
export type Figures = Readonly<Record<string, Estimate>>;

/** A share with Wilson's interval; `undefined` where there is nothing to be a share of. */
export function estimateShare(part: number, whole: number): Estimate | undefined {
  const interval = wilsonInterval(Math.min(part, whole), whole);
  return interval && estimate(part / whole, interval);
}

/** A figure rounded to six decimals, so that the last bits of a computation are no difference. */
export function estimate(value: number, interval?: Interval): Estimate {
  const rounded = (x: number): number => Math.round(x * 1e6) / 1e6;
  return {
    value: rounded(value),
    ...(interval && { low: rounded(interval.low), high: rounded(interval.high) }),
  };
}

/** Those figures that exist. */
export function figuresOf(entries: Readonly<Record<string, Estimate | undefined>>): Figures {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, Estimate] => entry[1] !== undefined),
  );
}

/**
 * Where the difference of two figures lies with 95 % confidence, by their own intervals (Newcombe 1998; Zou and
 * Donner 2008); `undefined` where one has none.
 *
 * The figures count as found on different records: for two runs on the same ones the interval is too wide.
 *
 * @example
 * ```ts import.meta.vitest
 * const change = differenceInterval({ value: 0.5, low: 0.4, high: 0.6 }, { value: 0.8, low: 0.75, high: 0.85 });
 * change?.low.toFixed(2); // => '0.19'
 * change?.high.toFixed(2); // => '0.41'
 * ```
 */
export function differenceInterval(before: Estimate, after: Estimate): Interval | undefined {
  if (before.low === undefined || before.high === undefined) return undefined;
  if (after.low === undefined || after.high === undefined) return undefined;
  const difference = after.value - before.value;
  return {
    low: difference - Math.hypot(after.value - after.low, before.high - before.value),
    high: difference + Math.hypot(after.high - after.value, before.value - before.low),
  };
}
