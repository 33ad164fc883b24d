import { TIE } from './gold.ts';
import type { Judged } from './judged.ts';
import { ratio } from './ratio.ts';

/** The records whose highest probability lies in one range. */
export interface ReliabilityBin {
  /** Above this, except in the first. */
  readonly low: number;
  /** Up to and including this. */
  readonly high: number;
  readonly records: number;
  /** The mean highest probability, if there are records. */
  readonly confidence?: number | undefined;
  /** The share whose label of the highest probability is right, ties in part, if there are records. */
  readonly accuracy?: number | undefined;
}

/** How many ranges of equal width confidence is cut into. */
export const BINS = 15;

/** The range that a probability lies in. */
export function binOf(probability: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.ceil(probability * BINS) - 1));
}

/**
 * Compares confidence with accuracy in 15 ranges of equal width; empty without distributions.
 *
 * On records with gold and votes.
 */
export function reliability({ labels, soft }: Judged): ReliabilityBin[] {
  if (!soft) return [];
  const { table, distributions, gold, counts } = soft;
  const K = labels.length;
  const records = new Float64Array(BINS);
  const confidence = new Float64Array(BINS);
  const right = new Float64Array(BINS);
  for (let n = 0; n < counts.length; n++) {
    const at = distributions[n] * K;
    let highest = 0;
    for (let k = 0; k < K; k++) if (table[at + k] > highest) highest = table[at + k];
    const bin = binOf(highest);
    records[bin] += counts[n];
    confidence[bin] += counts[n] * highest;
    if (highest - table[at + gold[n]] > TIE) continue;
    let tied = 0;
    for (let k = 0; k < K; k++) if (highest - table[at + k] <= TIE) tied++;
    right[bin] += counts[n] / tied;
  }
  return Array.from(records, (count, bin) => ({
    low: bin / BINS,
    high: (bin + 1) / BINS,
    records: count,
    confidence: ratio(confidence[bin], count),
    accuracy: ratio(right[bin], count),
  }));
}

/** The expected calibration error: the mean distance of confidence and accuracy over the ranges of {@link reliability}. */
export function calibrationError(judged: Judged): number | undefined {
  const bins = reliability(judged);
  const gap = (bin: ReliabilityBin): number => Math.abs((bin.confidence ?? 0) - (bin.accuracy ?? 0));
  return ratio(
    bins.reduce((sum, bin) => sum + bin.records * gap(bin), 0),
    bins.reduce((sum, bin) => sum + bin.records, 0),
  );
}
