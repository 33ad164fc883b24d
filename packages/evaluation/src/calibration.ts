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
const BINS = 15;

/** Probabilities closer than this are a tie, as in `ProbabilisticLabels`. */
const TIE = 1e-9;

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
    const distribution = table.subarray(distributions[n] * K, (distributions[n] + 1) * K);
    const highest = distribution.reduce((a, b) => Math.max(a, b), 0);
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(highest * BINS) - 1));
    records[bin] += counts[n];
    confidence[bin] += counts[n] * highest;
    if (highest - distribution[gold[n]] > TIE) continue;
    right[bin] += counts[n] / distribution.filter((p) => highest - p <= TIE).length;
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
