import type { VotePatterns } from '@labelwright/core';

/** How often each function's votes are expected to be right, by column: the mean probability of what it voted. */
export function expectedAccuracies(patterns: VotePatterns, posterior: Float64Array): (number | undefined)[] {
  const K = patterns.labels.length;
  const right = new Float64Array(patterns.functions.length);
  const voted = new Float64Array(patterns.functions.length);
  for (let p = 0; p < patterns.size; p++) {
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      voted[patterns.columns[cell]] += patterns.counts[p];
      right[patterns.columns[cell]] += patterns.counts[p] * posterior[p * K + patterns.votes[cell]];
    }
  }
  return Array.from(right, (sum, column) =>
    voted[column] > 0 ? Math.min(1, sum / voted[column]) : undefined,
  );
}
