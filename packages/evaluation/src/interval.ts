import { refuseOption } from './assert-option.ts';

/** A range that holds the true figure with the stated confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the normal distribution: two-sided intervals of 95 %. */
export const Z95 = 1.959963984540054;

/**
 * Gives the interval in which a true share lies with 95 % confidence, after so many successes in so many trials
 * (Wilson 1927); `undefined` without trials.
 *
 * Unlike the textbook interval it stays within 0 and 1, and is honest about few trials.
 *
 * @throws `invalid-option` where a number is negative or not finite, or there are more successes than trials
 *
 * @example
 * ```ts import.meta.vitest
 * wilsonInterval(9, 10)?.low.toFixed(3); // => '0.596'
 * wilsonInterval(9, 10)?.high.toFixed(3); // => '0.982'
 * wilsonInterval(0, 0); // => undefined
 * ```
 */
export function wilsonInterval(successes: number, trials: number): Interval | undefined {
  assertCounts(successes, trials);
  if (trials === 0) return undefined;
  const share = Math.min(1, Math.max(0, successes / trials));
  const scale = 1 + Z95 ** 2 / trials;
  const centre = share + Z95 ** 2 / (2 * trials);
  const spread = Z95 * Math.sqrt((share * (1 - share)) / trials + Z95 ** 2 / (4 * trials ** 2));
  return {
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}

/** Sums of parts may be off by their last bits. */
const ROUNDING = 1e-9;

function assertCounts(successes: number, trials: number): void {
  const least = -ROUNDING * trials;
  const possible = successes >= least && successes <= trials - least;
  if (possible && trials >= 0 && Number.isFinite(trials)) return;
  refuseOption(
    `found ${successes} successes in ${trials} trials; expected no fewer than 0 and no more than trials`,
  );
}
