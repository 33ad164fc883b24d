import { correctOf, judgedRecords } from './accuracy.ts';
import { byName } from './gold.ts';
import type { Judged } from './judged.ts';
import { meanOf, ratio } from './ratio.ts';

/** How well one label is found; a statistic that does not exist is left out. */
export interface LabelScores {
  /** The judged records that have the label. */
  readonly records: number;
  /** The judged records that were given the label. */
  readonly given: number;
  /** The share of the records given the label that have it. */
  readonly precision?: number | undefined;
  /** The share of the records with the label that were given it. */
  readonly recall?: number | undefined;
  /** The harmonic mean of precision and recall. */
  readonly f1?: number | undefined;
}

/**
 * Gives precision, recall and F1 of each label.
 *
 * @example
 * ```ts import.meta.vitest
 * const { judge } = await import('./judge.ts');
 * perLabel(judge(['ham', 'spam', 'spam'], ['ham', 'ham', 'spam'])).spam.precision; // => 0.5
 * ```
 */
export function perLabel<L extends string>(judged: Judged<L>): Readonly<Record<L, LabelScores>> {
  return byName(judged.labels, (k) => {
    const { right, given, records } = countsOf(judged, k);
    return {
      records,
      given,
      precision: ratio(right, given),
      recall: ratio(right, records),
      f1: ratio(2 * right, given + records),
    };
  });
}

/** The share of the records given the positive label that have it. */
export function precision(judged: Judged): number | undefined {
  const counts = positiveCounts(judged);
  return counts && ratio(counts.right, counts.given);
}

/** The share of the judged records with the positive label that were given it. */
export function recall(judged: Judged): number | undefined {
  const counts = positiveCounts(judged);
  return counts && ratio(counts.right, counts.records);
}

/** The harmonic mean of precision and recall of the positive label. */
export function f1(judged: Judged): number | undefined {
  return fBeta(1)(judged);
}

/** Makes the metric that weighs recall `beta` times as much as precision, of the positive label. */
export function fBeta(beta: number): (judged: Judged) => number | undefined {
  return (judged) => {
    const counts = positiveCounts(judged);
    if (!counts) return undefined;
    const { right, given, records } = counts;
    return ratio((1 + beta ** 2) * right, given + beta ** 2 * records);
  };
}

/** The mean F1 of the labels that occur in gold or were given. */
export function macroF1(judged: Judged): number | undefined {
  return meanOf(
    judged.labels.map((_, k) => {
      const { right, given, records } = countsOf(judged, k);
      return ratio(2 * right, given + records);
    }),
  );
}

/** F1 over the counts of all labels together: the accuracy, unless records without a label count as wrong. */
export function microF1(judged: Judged): number | undefined {
  const K = judged.labels.length;
  const records = judgedRecords(judged);
  const given = records - judged.labels.reduce((sum, _, k) => sum + judged.confusion[k * (K + 1) + K], 0);
  return ratio(2 * correctOf(judged), given + records);
}

interface Counts {
  readonly right: number;
  readonly given: number;
  readonly records: number;
}

function positiveCounts(judged: Judged): Counts | undefined {
  return judged.positive === undefined ? undefined : countsOf(judged, judged.positive);
}

function countsOf({ labels, confusion }: Judged, label: number): Counts {
  const K = labels.length;
  let given = 0;
  let records = 0;
  for (let k = 0; k < K; k++) given += confusion[k * (K + 1) + label];
  for (let k = 0; k <= K; k++) records += confusion[label * (K + 1) + k];
  return { right: confusion[label * (K + 1) + label], given, records };
}
