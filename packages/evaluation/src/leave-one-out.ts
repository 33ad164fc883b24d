import type { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { accuracy } from './accuracy.ts';
import { assertVotes } from './assert-votes.ts';
import type { Gold } from './gold.ts';
import { judge } from './judge.ts';
import { shareOf } from './ratio.ts';

/** What is lost, or won, without one labeling function. */
export interface FunctionEffect {
  /** The records whose label is another without it, those that lose their label among them. */
  readonly labels: number;
  /** The share of the records that have a vote thanks to it alone. */
  readonly coverage: number;
  /** The accuracy with it less that without it, each on the records that have a label; left out without gold. */
  readonly accuracy?: number | undefined;
}

/** The effect of the function of that name. */
export interface LeaveOneOut<F extends string = string> extends FunctionEffect {
  readonly function: F;
}

/** How the effect of leaving functions out is found. */
export interface LeaveOneOutOptions<L extends string = string> {
  /** Makes labels of votes, for instance by fitting a label model. */
  readonly relabel: (votes: LabelMatrix<L>) => ProbabilisticLabels<L>;
  readonly gold?: Gold<L> | undefined;
}

/**
 * Finds how much each labeling function moves the labels: the labels are made anew without it.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix, ProbabilisticLabels } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', 'spam'], short: [undefined, 'spam'] });
 * const relabel = (some: typeof votes) =>
 *   ProbabilisticLabels.fromRows(some.labels, [0, 1].map((row) => (some.votesOn(row).length > 0 ? [0, 1] : [0, 0])));
 * const [link, short] = leaveOneOut(votes, { relabel });
 * [link.labels, link.coverage]; // => [1, 0.5]
 * [short.labels, short.coverage]; // => [0, 0]
 * ```
 */
export function leaveOneOut<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  options: LeaveOneOutOptions<NoInfer<L>>,
): LeaveOneOut<F>[] {
  return [...leaveOneOutInSteps(votes, options)];
}

/** The same, one function after another: the caller may do something else between them. */
export function* leaveOneOutInSteps<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  options: LeaveOneOutOptions<NoInfer<L>>,
): Generator<LeaveOneOut<F>, void> {
  assertVotes(votes);
  const { relabel, gold } = options;
  const whole = relabel(votes);
  const hard = whole.hard();
  const covered = countCovered(whole);
  const scoreOf = (labels: ProbabilisticLabels<L>): number | undefined =>
    gold && accuracy(judge<L>(labels, gold));
  const score = scoreOf(whole);
  for (const name of votes.functions) {
    const rest = relabel(votes.drop([name]));
    const found = scoreOf(rest);
    const moved = hard.filter((label, row) => label !== rest.top(row)).length;
    yield {
      function: name,
      labels: moved,
      coverage: shareOf(covered - countCovered(rest), votes.rows),
      accuracy: score === undefined || found === undefined ? undefined : score - found,
    };
  }
}

function countCovered(labels: ProbabilisticLabels): number {
  let covered = 0;
  for (let row = 0; row < labels.rows; row++) if (labels.isCovered(row)) covered++;
  return covered;
}
