import { LabelwrightError } from './errors.ts';
import { assertSameNames, LabelMatrix } from './label-matrix.ts';
import { ABSTAIN, oneOf } from './label-set.ts';
import { PatternTable } from './pattern-table.ts';
import type { IndexedPatterns, VotePatterns } from './vote-patterns.ts';

/**
 * Finds the distinct vote patterns of a matrix, and the pattern of each of its records.
 *
 * @throws `invalid-matrix` for what is no matrix, such as patterns
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('./label-matrix.ts');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link'], [['spam'], [undefined], ['spam']]);
 * const { patterns, patternOf } = findPatterns(votes);
 * patterns.size; // => 2
 * patterns.counts[patternOf[0]]; // => 2
 * ```
 */
export function findPatterns<L extends string, F extends string>(
  matrix: LabelMatrix<L, F>,
): IndexedPatterns<L, F> {
  const known = found.get(matrix) as IndexedPatterns<L, F> | undefined;
  if (known) return known;
  if (!(matrix instanceof LabelMatrix)) {
    throw new LabelwrightError('invalid-matrix', 'found something else for votes; expected a LabelMatrix');
  }
  const table = new PatternTable(matrix.labels, matrix.functions);
  const entered = table.addMatrix(matrix);
  const { patterns, position } = table.finish();
  for (let i = 0; i < entered.length; i++) entered[i] = position[entered[i]];
  const indexed = { patterns, patternOf: entered };
  found.set(matrix, indexed);
  return indexed;
}

/** Matrices do not change, and fitting, predicting and reporting all ask for their patterns. */
const found = new WeakMap<object, IndexedPatterns>();

/** Adds up patterns over the same labels and functions, of disjoint records: the order of the parts leaves no trace. */
export function mergePatterns<L extends string, F extends string>(
  parts: readonly [VotePatterns<L, F>, ...VotePatterns<L, F>[]],
): VotePatterns<L, F> {
  const [first] = parts;
  if (first === undefined) {
    throw new LabelwrightError('invalid-matrix', 'found no patterns; expected those of at least one part');
  }
  const table = new PatternTable(first.labels, first.functions);
  for (const part of parts) {
    assertSameNames(first, part);
    table.addPatterns(part);
  }
  return table.finish().patterns;
}

/** The patterns of these functions only, in this order. */
export function selectPatterns<L extends string, F extends string, G extends F>(
  patterns: VotePatterns<L, F>,
  names: readonly G[],
): VotePatterns<L, G> {
  const unknown = names.find((name) => !patterns.functions.includes(name));
  if (unknown !== undefined) {
    const message = `found no labeling function '${unknown}'; expected ${oneOf(patterns.functions)}`;
    throw new LabelwrightError('mismatch', message);
  }
  const table = new PatternTable(patterns.labels, names);
  const columnOf = new Map<string, number>(names.map((name, j) => [name, j]));
  table.addPatterns(
    patterns,
    patterns.functions.map((name) => columnOf.get(name) ?? ABSTAIN),
  );
  return table.finish().patterns;
}
