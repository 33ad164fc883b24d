import { findPatterns, type IndexedPatterns, type LabelMatrix } from '@labelwright/core';

/** The patterns of matrices that are still in use: a matrix never changes, and is fitted, predicted and explained. */
const found = new WeakMap<LabelMatrix, IndexedPatterns>();

/** The vote patterns of the matrix, found once. */
export function indexedPatterns<L extends string, F extends string>(
  matrix: LabelMatrix<L, F>,
): IndexedPatterns<L, F> {
  const known = found.get(matrix) ?? findPatterns<string, string>(matrix);
  found.set(matrix, known);
  // They were found in this very matrix, so they have its labels and functions.
  return known as IndexedPatterns<L, F>;
}
