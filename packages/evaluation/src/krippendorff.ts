import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import { plainPatterns } from './plain-patterns.ts';

/**
 * Measures how far the functions agree beyond chance: 1 is perfect, 0 is chance (Krippendorff's alpha for nominal
 * data, 1970); `undefined` where fewer than two labels are voted on records with several votes.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['no', 'yes'], { a: ['yes', 'no', 'yes'], b: ['yes', 'no', 'no'] });
 * krippendorffAlpha(votes)?.toFixed(3); // => '0.444'
 * ```
 */
export function krippendorffAlpha(votes: LabelMatrix): number | undefined {
  return patternAlpha(plainPatterns(votes).patterns);
}

/** The same for patterns that are counted already. */
export function patternAlpha({ labels, offsets, votes, counts, size }: VotePatterns): number | undefined {
  const totals = new Float64Array(labels.length);
  const here = new Float64Array(labels.length);
  let disagreement = 0;
  for (let p = 0; p < size; p++) {
    const width = offsets[p + 1] - offsets[p];
    if (width < 2) continue; // A single vote agrees with nothing.
    here.fill(0);
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) here[votes[cell]]++;
    let alike = 0;
    for (let k = 0; k < here.length; k++) {
      alike += here[k] ** 2;
      totals[k] += counts[p] * here[k];
    }
    disagreement += (counts[p] * (width ** 2 - alike)) / (width - 1);
  }
  const all = totals.reduce((sum, n) => sum + n, 0);
  const expected = all ** 2 - totals.reduce((sum, n) => sum + n ** 2, 0);
  return expected > 0 ? 1 - ((all - 1) * disagreement) / expected : undefined;
}
