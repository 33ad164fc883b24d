import type { IndexedPatterns, ProbabilisticLabels } from '@labelwright/core';
import { eachTruth, type Truth, topPositions } from './gold.ts';

/** A combination of votes that many records share: the slice of the data that it makes. */
export interface PatternReport<L extends string = string, F extends string = string> {
  readonly votes: Readonly<Partial<Record<F, L>>>;
  readonly records: number;
  /** The label that the last model gives the first of them; none where it gives none, and in a tie. */
  readonly label?: L | undefined;
  /** The probability of the most probable label. */
  readonly probability?: number | undefined;
  /** The records with gold, if gold is known. */
  readonly judged?: number | undefined;
  /** How many of them have the label. */
  readonly right?: number | undefined;
}

/** Records by pattern and gold label: `counts[pattern * K + label]`. */
export function countGold({ patterns, patternOf }: IndexedPatterns, truth: Truth): Float64Array {
  const K = patterns.labels.length;
  const counts = new Float64Array(patterns.size * K);
  for (let i = 0; i < patternOf.length; i++) {
    eachTruth(truth, i, (label, share) => {
      counts[patternOf[i] * K + label] += share;
    });
  }
  return counts;
}

/** Describes the most frequent patterns. */
export function reportPatterns<L extends string, F extends string>(
  { patterns, patternOf }: IndexedPatterns<L, F>,
  labels: ProbabilisticLabels<L> | undefined,
  goldOf: Float64Array | undefined,
  most: number,
): PatternReport<L, F>[] {
  const { counts, offsets, columns, votes, functions } = patterns;
  const K = patterns.labels.length;
  const order = Uint32Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b);
  const tops = labels && topPositions(labels);
  return Array.from(order.subarray(0, most), (p) => {
    const cells = Array.from({ length: offsets[p + 1] - offsets[p] }, (_, n) => offsets[p] + n);
    const d = labels?.index[patternOf.indexOf(p)] ?? 0;
    const top = tops?.[d] ?? -1;
    const gold = goldOf?.subarray(p * K, (p + 1) * K);
    return {
      votes: Object.fromEntries(
        cells.map((cell) => [functions[columns[cell]], patterns.labels[votes[cell]]]),
      ) as Partial<Record<F, L>>,
      records: counts[p],
      ...(top >= 0 && { label: patterns.labels[top] }),
      ...(labels?.covered[d] === 1 && {
        probability: labels.table.subarray(d * K, (d + 1) * K).reduce((a, b) => Math.max(a, b), 0),
      }),
      ...(gold && { judged: gold.reduce((sum, count) => sum + count, 0) }),
      ...(gold && top >= 0 && { right: gold[top] }),
    };
  });
}
