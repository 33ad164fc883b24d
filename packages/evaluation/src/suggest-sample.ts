import { type LabelMatrix, type ProbabilisticLabels, seededRandom } from '@labelwright/core';
import type { RuleSuggestion, Suggestions, Theme } from './suggestions.ts';

/** Records with votes, labels and a text each. */
interface Parts<L extends string, F extends string, T> {
  readonly votes: LabelMatrix<L, F>;
  readonly labels: ProbabilisticLabels<L>;
  readonly texts: readonly T[];
}

/** Some of the records, or all. */
export interface DrawnRecords<L extends string, F extends string> {
  readonly parts: Parts<L, F, string>;
  /** Where they stand among all; `undefined` where they are all. */
  readonly rows: Uint32Array | undefined;
}

/** Draws so many of the records that have a text at random, in their order; all of them where there are not more. */
export function drawRecords<L extends string, F extends string>(
  { votes, labels, texts }: Parts<L, F, string | undefined>,
  size: number | undefined,
  seed: number,
): DrawnRecords<L, F> {
  const readable = Uint32Array.from(texts.keys()).filter((row) => texts[row] !== undefined);
  const rows = size === undefined || readable.length <= size ? readable : drawRows(readable, size, seed);
  const drawn = Array.from(rows, (row) => texts[row] ?? '');
  if (rows.length === votes.rows) return { parts: { votes, labels, texts: drawn }, rows: undefined };
  return { parts: { votes: votes.take(rows), labels: labels.take(rows), texts: drawn }, rows };
}

function drawRows(rows: Uint32Array, size: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const keys = Float64Array.from(rows, () => random());
  const limit = keys.toSorted()[size];
  return rows.filter((_, n) => keys[n] < limit);
}

/** The suggestions with the examples as they are numbered among all records. */
export function inWhole<L extends string>(
  { rows }: Pick<DrawnRecords<L, string>, 'rows'>,
  found: Suggestions<L>,
): Suggestions<L> {
  if (rows === undefined) return found;
  const renumbered = <T extends RuleSuggestion<L> | Theme<L>>(list: readonly T[]): T[] =>
    list.map((item) => ({ ...item, examples: item.examples.map((row) => rows[row]) }));
  return {
    ...found,
    forUncovered: renumbered(found.forUncovered),
    forContested: renumbered(found.forContested),
    themes: renumbered(found.themes),
    contestedThemes: renumbered(found.contestedThemes),
  };
}
