import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import { plainPatterns } from './plain-patterns.ts';

/**
 * How often every two functions vote on the same records: row-major counts, `overlaps[a * M + b]`.
 *
 * On the diagonal stand the votes of the function itself.
 */
export interface FunctionPairs<F extends string = string> {
  readonly functions: readonly F[];
  readonly records: number;
  /** Records on which both vote. */
  readonly overlaps: Float64Array;
  /** Records on which both vote for the same label. */
  readonly agreements: Float64Array;
  /** Records on which they vote for different labels. */
  readonly conflicts: Float64Array;
}

/**
 * Counts for every two functions how often they vote together, agree and disagree.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['a', 'b'], { f: ['a', 'a', 'b'], g: ['a', 'b', undefined] });
 * const pairs = comparePairs(votes);
 * [...pairs.overlaps]; // => [3, 2, 2, 2]
 * [...pairs.conflicts]; // => [0, 1, 1, 0]
 * ```
 */
export function comparePairs<F extends string>(votes: LabelMatrix<string, F>): FunctionPairs<F> {
  return comparePatternPairs(plainPatterns(votes).patterns);
}

/** The same for patterns that are counted already. */
export function comparePatternPairs<F extends string>(patterns: VotePatterns<string, F>): FunctionPairs<F> {
  const { offsets, columns, votes, counts, size, functions, records } = patterns;
  const M = functions.length;
  const overlaps = new Float64Array(M * M);
  const conflicts = new Float64Array(M * M);
  for (let p = 0; p < size; p++) {
    for (let a = offsets[p]; a < offsets[p + 1]; a++) {
      const row = columns[a] * M;
      for (let b = a; b < offsets[p + 1]; b++) {
        overlaps[row + columns[b]] += counts[p];
        if (votes[a] !== votes[b]) conflicts[row + columns[b]] += counts[p];
      }
    }
  }
  mirror(overlaps, M);
  mirror(conflicts, M);
  return {
    functions,
    records,
    overlaps,
    conflicts,
    agreements: overlaps.map((n, cell) => n - conflicts[cell]),
  };
}

/** Writes the upper triangle into the lower: a pattern names its columns in ascending order. */
function mirror(cells: Float64Array, M: number): void {
  for (let a = 0; a < M; a++) for (let b = 0; b < a; b++) cells[a * M + b] = cells[b * M + a];
}
