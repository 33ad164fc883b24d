import { ABSTAIN } from '@labelwright/core';
import type { BrowsedRecords } from './browsed-records.ts';
import type { HtmlExplanation, HtmlOptions } from './html-options.ts';
import { packFractions, packPositions } from './pack-numbers.ts';
import type { PackedReasons } from './payload.ts';

/** So many vote patterns are explained: the most frequent ones. */
const MOST_EXPLAINED = 3000;

/** Explains one record of each of the patterns, the first ones at the most. */
export function packReasons(
  records: BrowsedRecords,
  order: Uint32Array,
  explain: NonNullable<HtmlOptions['explain']>,
): PackedReasons | undefined {
  const explained = Array.from(order.subarray(0, MOST_EXPLAINED));
  const rowOf = firstRows(records);
  const found = explained.map((p) => explain(rowOf[p]));
  if (found.length === 0) return undefined;
  const position = new Map(records.labels.map((label, k) => [label, k]));
  const at = (label: string | undefined): number =>
    label === undefined ? ABSTAIN : (position.get(label) ?? ABSTAIN);
  return {
    unit: found[0].unit,
    patterns: found.length,
    label: packPositions(found.map(({ label }) => at(label))),
    against: packPositions(found.map(({ against }) => at(against))),
    prior: packFractions(found.map(({ prior }) => prior)),
    silence: packFractions(found.map(silenceOf)),
    weights: packFractions(found.flatMap((explanation, n) => weightsOf(records, explained[n], explanation))),
  };
}

function firstRows({ indexed: { patterns, patternOf } }: BrowsedRecords): Uint32Array {
  const rows = new Uint32Array(patterns.size);
  for (let i = patternOf.length - 1; i >= 0; i--) rows[patternOf[i]] = i;
  return rows;
}

function silenceOf({ reasons }: HtmlExplanation): number {
  return reasons.reduce((sum, { vote, weight }) => (vote === undefined ? sum + weight : sum), 0);
}

/** What each vote of the pattern adds, in the order of its cells. */
function weightsOf(
  { indexed, functions }: BrowsedRecords,
  p: number,
  { reasons }: HtmlExplanation,
): number[] {
  const { offsets, columns } = indexed.patterns;
  const weights = new Map(reasons.map(({ function: name, weight }) => [name, weight]));
  return Array.from(
    columns.subarray(offsets[p], offsets[p + 1]),
    (column) => weights.get(functions[column]) ?? 0,
  );
}
