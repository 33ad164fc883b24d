import { ABSTAIN, type LabelMatrix, LabelwrightError, ProbabilisticLabels } from '@labelwright/core';
import { assertWhole } from './assert-option.ts';
import { assertPredicted, assertVotes } from './assert-votes.ts';
import { textOfValue } from './describe-value.ts';
import { type Gold, truthOf } from './gold.ts';
import { foundLabels, type LabelsOption, type Predicted } from './outcomes.ts';
import { plainPatterns } from './plain-patterns.ts';
import { type ScoreOptions, type Scores, scoreLabels } from './score-labels.ts';

/** Some of the records, by a name. Slices may share records. */
export interface Slice {
  readonly name: string;
  /** The positions of the records. */
  readonly rows: readonly number[];
}

/** How good the labels of a slice are. */
export interface SliceScores {
  readonly name: string;
  /** The number of records in the slice. */
  readonly records: number;
  readonly scores: Scores;
}

/** Which slices are kept. */
export interface SliceOptions {
  /** No slice of fewer records. Default 1. */
  readonly least?: number | undefined;
  /** No more slices than this, those of the most records. Default 20. */
  readonly most?: number | undefined;
}

/**
 * Scores the labels of each slice of the records against gold.
 *
 * @example
 * ```ts import.meta.vitest
 * const slices = slicesWhere(['a song', 'a link'], { music: (text) => text.includes('song') });
 * const [music] = scoreSlices(['ham', 'spam'], ['ham', 'ham'], slices);
 * music.scores.accuracy; // => 1
 * ```
 */
export function scoreSlices<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  slices: readonly Slice[],
  options: ScoreOptions<NoInfer<L>> & LabelsOption<L> = {},
): SliceScores[] {
  assertPredicted(predicted);
  const soft = predicted instanceof ProbabilisticLabels;
  const labels = soft ? predicted.labels : (options.labels ?? foundLabels(predicted, gold));
  const records = soft ? predicted.rows : predicted.length;
  const truth = truthOf(labels, gold, records);
  return slices.map(({ name, rows }) => {
    for (const row of rows) assertRow(name, row, records);
    const part: Predicted<L> = soft ? predicted.take(rows) : rows.map((row) => predicted[row]);
    const known = truth.soft?.take(rows) ?? Int16Array.from(rows, (row) => truth.positions[row]);
    return {
      name,
      records: rows.length,
      scores: scoreLabels<L>(part, known as Gold<L>, { ...options, labels }),
    };
  });
}

/** Makes a slice of each slicing function: the records for which it holds. */
export function slicesWhere<R>(
  records: readonly R[],
  functions: Readonly<Record<string, (record: R) => boolean>>,
): Slice[] {
  return Object.entries(functions).map(([name, holds]) => ({
    name,
    rows: [...records.keys()].filter((row) => holds(records[row])),
  }));
}

/** Makes a slice of each value that a field has, those of the most records first; records without a value are in none. */
export function slicesByValue(values: readonly unknown[], options: SliceOptions = {}): Slice[] {
  const rows = new Map<string, number[]>();
  for (const [row, value] of values.entries()) {
    if (value === undefined || value === null) continue;
    const name = typeof value === 'object' && !(value instanceof Date) ? textOfValue(value) : String(value);
    const list = rows.get(name);
    if (list) list.push(row);
    else rows.set(name, [row]);
  }
  return largest(
    [...rows].map(([name, list]) => ({ name, rows: list })),
    options,
  );
}

/** More distinct numbers than this are sliced by size instead. */
const MOST_NUMBERS = 12;

/**
 * Makes slices of a field of any kind: of each value, or of quarters of the records where the values are many numbers.
 *
 * @example
 * ```ts import.meta.vitest
 * const sizes = Array.from({ length: 100 }, (_, i) => i);
 * slicesByField(sizes).map(({ name, rows }) => [name, rows.length]); // => [['0 to 24', 25], ['25 to 49', 25], ['50 to 74', 25], ['75 to 99', 25]]
 * slicesByField(['ann', 'bob', 'ann']).map(({ name }) => name); // => ['ann', 'bob']
 * ```
 */
export function slicesByField(values: readonly unknown[], options: SliceOptions = {}): Slice[] {
  const known = values.filter((value) => value !== undefined && value !== null);
  const numbers = known.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (numbers.length < known.length || new Set(numbers).size <= MOST_NUMBERS) {
    return slicesByValue(values, options);
  }
  const sorted = Float64Array.from(numbers).sort();
  const cuts = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * sorted.length)]);
  const rows: number[][] = [[], [], [], []];
  for (const [row, value] of values.entries()) {
    if (typeof value === 'number') rows[cuts.filter((cut) => value >= cut).length].push(row);
  }
  return rows.flatMap((list) => {
    const own = list.map((row) => values[row] as number);
    const [low, high] = [
      own.reduce((a, b) => Math.min(a, b), Infinity),
      own.reduce((a, b) => Math.max(a, b), -Infinity),
    ];
    return list.length > 0 ? [{ name: `${low} to ${high}`, rows: list }] : [];
  });
}

/** What the slice of the records without a vote is called: the first that no label is called. */
const SILENT = ['abstains', 'no vote', 'without a vote'];

/** Makes a slice of each vote of a function, and one of the records on which it abstains. */
export function slicesByVote<F extends string>(votes: LabelMatrix<string, F>, name: NoInfer<F>): Slice[] {
  assertVotes(votes);
  const column = votes.columnOf(name);
  const silent = SILENT.find((word) => !votes.labels.includes(word)) ?? '';
  const cast = Array.from({ length: votes.rows }, (_, row) => votes.votes[row * votes.columns + column]);
  return slicesByValue(cast.map((vote) => (vote === ABSTAIN ? silent : votes.labels[vote])));
}

/** Makes a slice of each combination of votes, those of the most records first. */
export function slicesByPattern(votes: LabelMatrix, options: SliceOptions = {}): Slice[] {
  const { patterns, patternOf } = plainPatterns(votes);
  const rows: number[][] = Array.from({ length: patterns.size }, () => []);
  for (const [row, pattern] of patternOf.entries()) rows[pattern].push(row);
  const nameOf = (row: number): string => {
    const cast = votes.votesOn(row).map((vote) => `${vote.function}: ${vote.label}`);
    return cast.length === 0 ? 'no votes' : cast.join(', ');
  };
  return largest(
    rows.map((list) => ({ name: nameOf(list[0]), rows: list })),
    options,
  );
}

function largest(slices: readonly Slice[], { least = 1, most = 20 }: SliceOptions): Slice[] {
  assertWhole('least', least, 0);
  assertWhole('most', most, 0);
  return slices
    .filter(({ rows }) => rows.length >= least)
    .sort((a, b) => b.rows.length - a.rows.length)
    .slice(0, most);
}

function assertRow(name: string, row: number, records: number): void {
  if (Number.isInteger(row) && row > ABSTAIN && row < records) return;
  throw new LabelwrightError(
    'mismatch',
    `slice '${name}' has the record ${row}; expected one below ${records}`,
  );
}
