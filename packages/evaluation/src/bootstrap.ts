import { LabelwrightError, seededRandom } from '@labelwright/core';
import { poisson } from './draw-counts.ts';
import type { Gold } from './gold.ts';
import type { Interval } from './interval.ts';
import { countOutcomes } from './judge.ts';
import { findOutcomes, type JudgeOptions, type LabelsOption, type Predicted } from './outcomes.ts';
import type { Metric } from './score-labels.ts';

/** How the interval of a metric is found. */
export interface BootstrapOptions<L extends string = string> extends JudgeOptions<L> {
  /** How many times the records are drawn anew. Default 1000. */
  readonly samples?: number | undefined;
  /** For the draws, and for `ties: 'random'`. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Finds where a metric lies with 95 % confidence by drawing the records anew, each as often as a Poisson variable of
 * mean 1 says (the bootstrap of Efron 1979, with Poisson counts); `undefined` where the metric does not exist.
 *
 * A metric that chance alone makes larger, such as `calibrationError`, is larger still on records drawn anew: the
 * interval of a report, which takes that off, is the one to trust.
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const { logLoss } = await import('./log-loss.ts');
 * const rows = Array.from({ length: 100 }, (_, i) => (i < 80 ? [0.1, 0.9] : [0.6, 0.4]));
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], rows);
 * const interval = bootstrapInterval(labels, rows.map(() => 'spam'), logLoss);
 * interval?.low.toFixed(1); // => '0.2'
 * interval?.high.toFixed(1); // => '0.3'
 * ```
 */
export function bootstrapInterval<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  metric: Metric<NoInfer<L>>,
  options: BootstrapOptions<NoInfer<L>> & LabelsOption<L> = {},
): Interval | undefined {
  const { samples = 1000, seed = 0 } = options;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new LabelwrightError('invalid-option', `found ${samples} samples; expected a whole number above 0`);
  }
  const outcomes = findOutcomes(predicted, gold, options);
  const random = seededRandom(seed);
  const found = new Float64Array(samples);
  let known = 0;
  for (let sample = 0; sample < samples; sample++) {
    const counts = Float64Array.from(outcomes.list, ({ count }) => poisson(count, random));
    const value = metric(countOutcomes(outcomes, counts));
    if (value !== undefined && Number.isFinite(value)) found[known++] = value;
  }
  const sorted = found.subarray(0, known).sort();
  return known === 0 ? undefined : { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** The value below which the share of the sorted values lies, between two of them in proportion. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
