import {
  type IndexedPatterns,
  LabelwrightError,
  type ProbabilisticLabels,
  type VotePatterns,
} from '@labelwright/core';
import type { Gold } from './gold.ts';
import { shareOf } from './ratio.ts';
import type { Metric, Scores } from './score-labels.ts';
import { type Slice, scoreSlices } from './slices.ts';

/** Slices of the records, and how the labels of the last model do on each. */
export interface SliceGroup {
  /** What the records were sliced by: a field, or slicing functions. */
  readonly by: string;
  readonly slices: readonly SliceReport[];
}

/** One slice of the records. */
export interface SliceReport {
  readonly name: string;
  readonly records: number;
  /** The share of its records with a vote. */
  readonly coverage: number;
  /** The share of its records with votes that disagree. */
  readonly conflict: number;
  /** The mean probability of the most probable label, over its records with a vote. */
  readonly confidence?: number | undefined;
  /** Against gold, where its records have any. */
  readonly scores?: Scores | undefined;
}

/** What slices are described by. */
export interface SliceReportParts<L extends string> {
  readonly indexed: IndexedPatterns<L>;
  readonly labels: ProbabilisticLabels<L> | undefined;
  readonly gold: Gold<L> | undefined;
  readonly positive: L | undefined;
  readonly metrics: Readonly<Record<string, Metric<L>>> | undefined;
}

/** Describes slices, by what they were made by. */
export function reportSlices<L extends string>(
  slices: Readonly<Record<string, readonly Slice[]>>,
  parts: SliceReportParts<L>,
): SliceGroup[] {
  const states = differing(parts.indexed.patterns);
  return Object.entries(slices).map(([by, list]) => {
    const scores = scoresOf(list, parts);
    return { by, slices: list.map((slice, n) => ({ ...describe(slice, parts, states), scores: scores[n] })) };
  });
}

/** The scores of each slice; none where a slice has no gold. */
function scoresOf<L extends string>(
  slices: readonly Slice[],
  { labels, gold, positive, metrics }: SliceReportParts<L>,
): (Scores | undefined)[] {
  if (!labels || !gold) return [];
  const found = scoreSlices<L>(labels, gold, slices, { positive, metrics });
  return found.map(({ scores }) => (scores.judged > 0 ? scores : undefined));
}

/** By pattern: 0 without votes, 1 where votes agree, 2 where they differ. */
function differing({ size, offsets, votes }: VotePatterns): Uint8Array {
  return Uint8Array.from({ length: size }, (_, p) => {
    if (offsets[p] === offsets[p + 1]) return 0;
    return votes.subarray(offsets[p], offsets[p + 1]).some((vote) => vote !== votes[offsets[p]]) ? 2 : 1;
  });
}

function describe<L extends string>(
  { name, rows }: Slice,
  { indexed: { patternOf }, labels }: SliceReportParts<L>,
  states: Uint8Array,
): Omit<SliceReport, 'scores'> {
  let [covered, conflict, sure, labelled] = [0, 0, 0, 0];
  const K = labels?.labels.length ?? 0;
  for (const row of rows) {
    if (!(row >= 0 && row < patternOf.length)) {
      throw new LabelwrightError(
        'mismatch',
        `slice '${name}' has the record ${row}; expected one below ${patternOf.length}`,
      );
    }
    const state = states[patternOf[row]];
    if (state > 0) covered++;
    if (state > 1) conflict++;
    if (!labels?.isCovered(row)) continue;
    labelled++;
    let highest = 0;
    for (let k = 0; k < K; k++) highest = Math.max(highest, labels.table[labels.index[row] * K + k]);
    sure += highest;
  }
  return {
    name,
    records: rows.length,
    coverage: shareOf(covered, rows.length),
    conflict: shareOf(conflict, rows.length),
    ...(labelled > 0 && { confidence: sure / labelled }),
  };
}
