import { quantile } from './bootstrap.ts';
import type { Interval } from './interval.ts';

/**
 * Finds where a distance lies with 95 % confidence or more, by distances that chance alone makes.
 *
 * What is found is at most the true distance and one by chance together, so chance is taken off the low end; it is too
 * small by no more than distances by chance differ from each other.
 *
 * @param chance - distances that chance alone makes, ascending
 */
export function distanceInterval(distance: number, chance: Float64Array): Interval {
  const [least, most] = [quantile(chance, 0.025), quantile(chance, 0.975)];
  return { low: Math.max(0, distance - most), high: Math.min(1, distance + most - least) };
}
