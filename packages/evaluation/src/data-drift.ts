import { type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import { assertVotes } from './assert-votes.ts';
import { chiSquareTail } from './chi-square.ts';
import { labelEffects } from './design-effect.ts';
import { differenceInterval, type Estimate, estimate, estimateShare } from './estimate.ts';
import { holm } from './holm.ts';
import type { Interval } from './interval.ts';
import { type PatternDrift, patternDrift } from './pattern-drift.ts';
import { plainPatterns } from './plain-patterns.ts';
import { summarizePatterns } from './summarize.ts';

/** One of two data sets: its votes and, where known, the labels made of them. */
export interface DriftSide<L extends string = string> {
  readonly votes: LabelMatrix<L>;
  readonly labels?: ProbabilisticLabels<L> | undefined;
}

/** A share in two data sets. */
export interface DriftFigure {
  /** `data set`, or the name of a label or a function. */
  readonly of: 'data set' | 'label' | 'function';
  readonly name?: string | undefined;
  /** `coverage`, `overlap`, `conflict`; of a label `voted` and `modelled`; of a function `coverage` and `conflict`. */
  readonly figure: string;
  readonly before: Estimate;
  readonly after: Estimate;
  readonly difference: number;
  /** Where the difference lies with 95 % confidence (Newcombe 1998). */
  readonly interval: Interval;
  /**
   * How probable so large a difference is between two data sets of the same source: chi-square test of two shares, of
   * votes by how many of those on one record count as one (Rao and Scott 1992).
   */
  readonly p: number;
  /** The same for all figures together (Holm 1979): below 0.05 the figure has moved. */
  readonly adjusted: number;
}

/** How far two data sets are from each other: plain data. */
export interface DataDrift {
  readonly version: 1;
  readonly records: { readonly before: number; readonly after: number };
  /** The functions that both have; the others are not compared. */
  readonly functions: readonly string[];
  readonly figures: readonly DriftFigure[];
  readonly patterns?: PatternDrift | undefined;
}

/**
 * Tests whether two data sets differ in coverage, balance and vote patterns, by the functions that both have.
 *
 * @throws `mismatch` where the labels are not the same, or no function is in both
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const of = (spam: number) => ({
 *   votes: LabelMatrix.fromColumns(['ham', 'spam'], { link: Array.from({ length: 100 }, (_, i) => (i < spam ? 'spam' : undefined)) }),
 * });
 * const [coverage] = dataDrift(of(30), of(60)).figures;
 * [coverage.figure, coverage.difference, coverage.p < 0.001]; // => ['coverage', 0.3, true]
 * ```
 */
export function dataDrift<L extends string>(before: DriftSide<L>, after: DriftSide<NoInfer<L>>): DataDrift {
  for (const { votes } of [before, after]) assertVotes(votes);
  const functions = before.votes.functions.filter((name) => after.votes.functions.includes(name));
  if (functions.length === 0) {
    throw new LabelwrightError(
      'mismatch',
      'found no labeling function in both data sets; expected at least one',
    );
  }
  const sides = [before, after].map(({ votes, labels }) => ({ votes: votes.select(functions), labels }));
  const [ours, theirs] = sides.map(sharesOf);
  const patterns = patternDrift(sides[0].votes, sides[1].votes);
  const found = ours.flatMap((share, n) => {
    const figure = compare(share, theirs[n]);
    return figure ? [figure] : [];
  });
  const adjusted = holm(found.map(({ p }) => p));
  return {
    version: 1,
    records: { before: before.votes.rows, after: after.votes.rows },
    functions,
    figures: found.map((figure, n) => ({ ...figure, adjusted: adjusted[n] })),
    patterns,
  };
}

/** A share of so many that may be treated as independent. */
interface Share extends Pick<DriftFigure, 'of' | 'name' | 'figure'> {
  readonly part: number;
  readonly whole: number;
}

function sharesOf<L extends string>({ votes, labels }: DriftSide<L>): Share[] {
  const indexed = plainPatterns(votes);
  const effects = labelEffects(indexed.patterns);
  const { records, coverage, overlap, conflict, votesPerLabel, functions } = summarizePatterns(indexed);
  const data = (figure: string, share: number): Share => ({
    ...{ of: 'data set', figure, part: share * records, whole: records },
  });
  const cast = Object.values<number>(votesPerLabel).reduce((sum, count) => sum + count, 0);
  const modelled = labels && massOf(labels);
  return [
    data('coverage', coverage),
    data('overlap', overlap),
    data('conflict', conflict),
    ...votes.labels.flatMap((name, k): Share[] => [
      {
        ...{ of: 'label', name, figure: 'voted' },
        ...{ part: votesPerLabel[name] / effects[name], whole: cast / effects[name] },
      },
      ...(modelled
        ? [
            {
              of: 'label',
              name,
              figure: 'modelled',
              part: modelled.mass[k],
              whole: modelled.covered,
            } as const,
          ]
        : []),
    ]),
    ...functions.flatMap((entry): Share[] => [
      { of: 'function', name: entry.name, figure: 'coverage', part: entry.votes, whole: records },
      {
        ...{ of: 'function', name: entry.name, figure: 'conflict' },
        ...{ part: entry.conflictsOfVotes * entry.votes, whole: entry.votes },
      },
    ]),
  ];
}

function massOf({ labels, table, covered, index }: ProbabilisticLabels): {
  readonly mass: Float64Array;
  readonly covered: number;
} {
  const K = labels.length;
  const mass = new Float64Array(K);
  let known = 0;
  for (const d of index) {
    if (covered[d] === 0) continue;
    known++;
    for (let k = 0; k < K; k++) mass[k] += table[d * K + k];
  }
  return { mass, covered: known };
}

function compare(ours: Share, theirs: Share | undefined): Omit<DriftFigure, 'adjusted'> | undefined {
  const before = estimateShare(ours.part, ours.whole);
  const after = theirs && estimateShare(theirs.part, theirs.whole);
  const interval = before && after && differenceInterval(before, after);
  if (!before || !after || !interval) return undefined;
  const difference = theirs.part / theirs.whole - ours.part / ours.whole;
  const pooled = (ours.part + theirs.part) / (ours.whole + theirs.whole);
  const variance = pooled * (1 - pooled) * (1 / ours.whole + 1 / theirs.whole);
  const { of, name, figure } = ours;
  return {
    ...{ of, name, figure, before, after, interval },
    difference: estimate(difference).value,
    p: variance > 0 ? chiSquareTail(difference ** 2 / variance, 1) : 1,
  };
}
