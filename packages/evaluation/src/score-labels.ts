import { accuracy, correctOf, judgedRecords, labelCoverage } from './accuracy.ts';
import { brier } from './brier.ts';
import { calibrationError } from './calibration.ts';
import type { Gold } from './gold.ts';
import { type Interval, wilsonInterval } from './interval.ts';
import { judge } from './judge.ts';
import type { Judged } from './judged.ts';
import { logLoss } from './log-loss.ts';
import { matthews } from './matthews.ts';
import type { JudgeOptions, LabelsOption, Predicted } from './outcomes.ts';
import { f1, macroF1, precision, recall } from './precision-recall.ts';
import { rocAuc } from './roc-auc.ts';

/** Turns counted labels into one figure; `undefined` where it does not exist. */
export type Metric<L extends string = string> = (judged: Judged<L>) => number | undefined;

/** How labels are compared with gold, and figures of one's own. */
export interface ScoreOptions<L extends string = string> extends JudgeOptions<L> {
  /** Further figures by name, for {@link Scores.custom}. */
  readonly metrics?: Readonly<Record<string, Metric<L>>> | undefined;
}

/** How good labels are; a figure that does not exist is left out. */
export interface Scores {
  /** The number of records with gold and a label: what the figures rest on. */
  readonly judged: number;
  /** The share of all records, with or without gold, that were given a label. */
  readonly coverage?: number | undefined;
  readonly accuracy?: number | undefined;
  /** Where the accuracy lies with 95 % confidence (Wilson 1927). */
  readonly interval?: Interval | undefined;
  /** Of the positive label, if there is one; so are recall and F1. */
  readonly precision?: number | undefined;
  readonly recall?: number | undefined;
  readonly f1?: number | undefined;
  /** The mean F1 over the labels. */
  readonly macroF1?: number | undefined;
  /** The Matthews correlation. */
  readonly matthews?: number | undefined;
  /** The area under the ROC curve: of the positive label, or the mean over the labels against the rest. */
  readonly rocAuc?: number | undefined;
  /** The mean -ln p(gold), p at least 1e-6. */
  readonly logLoss?: number | undefined;
  /** The squared error summed over the labels. */
  readonly brier?: number | undefined;
  /** The expected calibration error in 15 ranges of equal width. */
  readonly calibrationError?: number | undefined;
  /** The figures asked for by name. */
  readonly custom?: Readonly<Record<string, number | undefined>> | undefined;
}

/**
 * Says how good labels are against gold.
 *
 * @example
 * ```ts import.meta.vitest
 * const { ProbabilisticLabels } = await import('@labelwright/core');
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.2, 0.8], [0.6, 0.4], [0, 0]]);
 * const scores = scoreLabels(labels, ['spam', 'spam', 'ham']);
 * scores.accuracy; // => 0.5
 * scores.coverage?.toFixed(2); // => '0.67'
 * scores.brier?.toFixed(2); // => '0.40'
 * ```
 */
export function scoreLabels<L extends string>(
  predicted: Predicted<L>,
  gold: Gold<NoInfer<L>>,
  options: ScoreOptions<NoInfer<L>> & LabelsOption<L> = {},
): Scores {
  return scoreJudged(judge(predicted, gold, options), options.metrics);
}

/** Says how good labels are that were counted against gold already. */
export function scoreJudged<L extends string>(
  judged: Judged<L>,
  metrics?: Readonly<Record<string, Metric<L>>>,
): Scores {
  return {
    judged: judgedRecords(judged),
    coverage: labelCoverage(judged),
    accuracy: accuracy(judged),
    interval: wilsonInterval(correctOf(judged), judgedRecords(judged)),
    precision: precision(judged),
    recall: recall(judged),
    f1: f1(judged),
    macroF1: macroF1(judged),
    matthews: matthews(judged),
    rocAuc: rocAuc(judged),
    logLoss: logLoss(judged),
    brier: brier(judged),
    calibrationError: calibrationError(judged),
    custom: metrics && customScores(judged, metrics),
  };
}

function customScores<L extends string>(
  judged: Judged<L>,
  metrics: Readonly<Record<string, Metric<L>>>,
): Readonly<Record<string, number | undefined>> {
  const finite = (value: number | undefined): number | undefined =>
    Number.isFinite(value) ? value : undefined;
  return Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, finite(metric(judged))]));
}
