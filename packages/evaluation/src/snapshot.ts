import { findPatterns, type LabelMatrix, type ProbabilisticLabels } from '@labelwright/core';
import { assertWhole } from './assert-option.ts';
import { estimate, estimateShare, type Figures, figuresOf } from './estimate.ts';
import type { ModelReport } from './model-report.ts';
import { plainPatterns } from './plain-patterns.ts';
import type { Report } from './report.ts';
import type { FunctionSummary } from './vote-summary.ts';
import { hashVotes } from './votes-hash.ts';

/** What is kept of a run to compare later runs with: small, plain, the same after JSON. */
export interface Snapshot<L extends string = string, F extends string = string> {
  readonly labelwright: 'snapshot';
  readonly version: 1;
  readonly title?: string | undefined;
  /** What the last model was fitted with. */
  readonly estimator?: EstimatorSettings | undefined;
  /** Which records, however ordered. */
  readonly records: { readonly count: number; readonly hash: string };
  /** Figures of the data set: `coverage`, `overlap`, `conflict`, `patterns` and so on. */
  readonly figures: Figures;
  readonly labels: readonly SnapshotEntry<L>[];
  readonly functions: readonly FunctionSnapshot<L, F>[];
  /** In the order of the report, the one to look at last. */
  readonly models: readonly SnapshotEntry[];
  /** The vote patterns of the most records. */
  readonly patterns: readonly PatternSnapshot<L, F>[];
  /** What the lint found. */
  readonly findings: readonly { readonly kind: string; readonly function: F }[];
}

/** The name of a label model, and the class balance that it was told, if any. */
export interface EstimatorSettings {
  readonly name: string;
  readonly balance?: Readonly<Record<string, number | readonly [number, number]>> | undefined;
}

/** A label, a function or a model with its figures. */
export interface SnapshotEntry<N extends string = string> {
  readonly name: N;
  readonly figures: Figures;
}

/** A labeling function in a snapshot. */
export interface FunctionSnapshot<L extends string = string, F extends string = string>
  extends SnapshotEntry<F> {
  /** Of its votes by the ids of the records: the same hash, the same votes. */
  readonly hash: string;
  readonly votesFor: readonly L[];
}

/** A combination of votes that many records share. */
export interface PatternSnapshot<L extends string = string, F extends string = string> {
  readonly votes: Readonly<Partial<Record<F, L>>>;
  readonly records: number;
  /** The label that the model gives these records; none where it gives none, and in a tie. */
  readonly label?: L | undefined;
  /** The probability of the most probable label. */
  readonly probability?: number | undefined;
}

/** What a snapshot is made of. */
export interface SnapshotParts<L extends string = string, F extends string = string> {
  /** The report on the votes. */
  readonly report: Report<L, F>;
  readonly votes: LabelMatrix<L, F>;
  /** The labels that the last model of the report gives. */
  readonly labels?: ProbabilisticLabels<L> | undefined;
  /** What the last model was fitted with, to fit it again. */
  readonly estimator?: EstimatorSettings | undefined;
  /** How many vote patterns to keep. Default 20. */
  readonly patterns?: number | undefined;
}

/**
 * Takes a snapshot of a run: figures with intervals, and a hash of each function's votes.
 *
 * The interval of a learnt accuracy is as wide as so many votes allow at best: the label model is not sure of the
 * labels that it learnt it from.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { createReport } = await import('./report.ts');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', undefined], short: ['spam', 'ham'] });
 * const snapshot = takeSnapshot({ report: createReport({ votes }), votes });
 * snapshot.figures.coverage.value; // => 1
 * snapshot.functions[0].hash === snapshot.functions[1].hash; // => false
 * ```
 */
export function takeSnapshot<L extends string, F extends string>(parts: SnapshotParts<L, F>): Snapshot<L, F> {
  const { report, votes, labels, estimator } = parts;
  const { summary, title } = report;
  const most = parts.patterns ?? 20;
  assertWhole('patterns', most, 0);
  const hashes = hashVotes(votes);
  return {
    labelwright: 'snapshot',
    version: 1,
    ...(title !== undefined && { title }),
    ...(estimator && { estimator }),
    records: { count: summary.records, hash: hashes.records },
    figures: dataFigures(report),
    labels: labelEntries(report),
    functions: summary.functions.map((entry, j) => ({
      name: entry.name,
      hash: hashes.functions[j],
      votesFor: entry.polarity,
      figures: functionFigures(entry, summary.records),
    })),
    models: report.models.map((model, m) => ({
      name: model.name,
      figures: modelFigures(model, summary.records, m === report.models.length - 1 ? labels : undefined),
    })),
    patterns: commonPatterns(votes, labels, most),
    findings: report.findings.map((finding) => ({ kind: finding.kind, function: finding.function })),
  };
}

function dataFigures({ summary, agreement }: Report): Figures {
  const { records, coverage, overlap, conflict, votesPerRecord, patterns, gold } = summary;
  const votes = votesPerRecord.reduce((sum, count, width) => sum + count * width, 0);
  return figuresOf({
    coverage: estimateShare(coverage * records, records),
    overlap: estimateShare(overlap * records, records),
    conflict: estimateShare(conflict * records, records),
    'votes per record': records > 0 ? estimate(votes / records) : undefined,
    patterns: estimate(patterns),
    agreement: agreement === undefined ? undefined : estimate(agreement),
    precision: gold?.precision === undefined ? undefined : estimate(gold.precision, gold.interval),
  });
}

function labelEntries<L extends string>({ summary, models, balances }: Report<L>): SnapshotEntry<L>[] {
  const { labels, votesPerLabel, gold } = summary;
  const voted = labels.some((label) => votesPerLabel[label] > 0) ? balances[0].shares : undefined;
  const last = models.at(-1);
  return labels.map((name) => ({
    name,
    figures: figuresOf({
      voted: voted?.[name],
      modelled: last && estimateShare(last.balance[name] * last.covered, last.covered),
      gold: gold && estimateShare(gold.recordsPerLabel[name], gold.records),
      recall:
        last?.perLabel && last.perLabel[name].recall !== undefined
          ? estimate(last.perLabel[name].recall)
          : undefined,
    }),
  }));
}

function functionFigures(entry: FunctionSummary, records: number): Figures {
  const { votes, conflictsOfVotes, unique, gold, learntAccuracy, faults } = entry;
  return figuresOf({
    coverage: estimateShare(votes, records),
    conflict: estimateShare(conflictsOfVotes * votes, votes),
    alone: estimateShare(unique * records, records),
    precision: gold && estimateShare(gold.correct, gold.correct + gold.incorrect),
    learnt: learntAccuracy === undefined ? undefined : estimateShare(learntAccuracy * votes, votes),
    faults: faults > 0 ? estimateShare(faults, records) : undefined,
  });
}

function modelFigures(model: ModelReport, records: number, labels: ProbabilisticLabels | undefined): Figures {
  const { covered, tied, entropy, scores } = model;
  const plain = (value: number | undefined) => (value === undefined ? undefined : estimate(value));
  return figuresOf({
    labelled: estimateShare(covered - tied, records),
    'expected accuracy': labels && expectedAccuracy(labels),
    entropy: covered > 0 ? estimate(entropy) : undefined,
    accuracy: scores?.accuracy === undefined ? undefined : estimate(scores.accuracy, scores.interval),
    F1: plain(scores?.f1),
    'macro F1': plain(scores?.macroF1),
    MCC: plain(scores?.matthews),
    AUC: plain(scores?.rocAuc),
    'log loss': plain(scores?.logLoss),
    Brier: plain(scores?.brier),
    ECE: plain(scores?.calibrationError),
  });
}

/** How often the most probable labels are right, if the probabilities are. */
function expectedAccuracy(labels: ProbabilisticLabels): Figures[string] | undefined {
  const highest = new Map<number, number>();
  let covered = 0;
  let right = 0;
  for (let i = 0; i < labels.rows; i++) {
    if (!labels.isCovered(i)) continue;
    const d = labels.index[i];
    const known = highest.get(d) ?? Math.max(...labels.distribution(i));
    highest.set(d, known);
    covered++;
    right += known;
  }
  return estimateShare(right, covered);
}

function commonPatterns<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  labels: ProbabilisticLabels<L> | undefined,
  most: number,
): PatternSnapshot<L, F>[] {
  const { patterns, patternOf } = labels ? findPatterns(votes) : plainPatterns(votes);
  const order = [...patterns.counts.keys()].sort((a, b) => patterns.counts[b] - patterns.counts[a] || a - b);
  return order.slice(0, most).map((p) => {
    const row = patternOf.indexOf(p);
    const cast = Object.fromEntries(votes.votesOn(row).map((vote) => [vote.function, vote.label]));
    const label = labels?.top(row);
    return {
      votes: cast as Partial<Record<F, L>>,
      records: patterns.counts[p],
      ...(label !== undefined && { label }),
      ...(labels?.isCovered(row) && { probability: estimate(Math.max(...labels.distribution(row))).value }),
    };
  });
}
