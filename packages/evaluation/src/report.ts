import {
  ABSTAIN,
  type IndexedPatterns,
  type LabelMatrix,
  LabelwrightError,
  type ProbabilisticLabels,
} from '@labelwright/core';
import { type ReliabilityBin, reliability } from './calibration.ts';
import { entropy } from './entropy.ts';
import { comparePatternPairs } from './function-pairs.ts';
import { byName, type Gold, goldPositions } from './gold.ts';
import { judge } from './judge.ts';
import { patternAlpha } from './krippendorff.ts';
import { type Finding, lintVotes } from './lint-votes.ts';
import { positiveLabel } from './outcomes.ts';
import { plainPatterns } from './plain-patterns.ts';
import { type LabelScores, perLabel } from './precision-recall.ts';
import { shareOf } from './ratio.ts';
import { type Scores, scoreJudged } from './score-labels.ts';
import { summarizePatterns } from './summarize.ts';
import type { VoteSummary } from './vote-summary.ts';

/** The labels that one label model gives, for {@link createReport}. */
export interface ModelLabels<L extends string = string, F extends string = string> {
  /** As the report calls the model. */
  readonly name: string;
  /** One distribution per record of the votes, in the same order. */
  readonly labels: ProbabilisticLabels<L>;
  /** The accuracy that the model learnt for each labeling function. */
  readonly accuracies?: Readonly<Partial<Record<F, number | undefined>>> | undefined;
  /** What it says about itself, in sentences. */
  readonly notes?: readonly string[] | undefined;
}

/** What a report is about. */
export interface ReportParts<L extends string = string, F extends string = string> {
  readonly votes: LabelMatrix<L, F>;
  /** The true labels, where known. */
  readonly gold?: Gold<NoInfer<L>> | undefined;
  /** The label models to compare, the one to look at last. */
  readonly models?: readonly ModelLabels<NoInfer<L>, NoInfer<F>>[] | undefined;
  /** How often each function failed. */
  readonly faults?: Readonly<Record<string, number>> | undefined;
  readonly title?: string | undefined;
  /** The label whose F1 counts. Default: the second of two labels; none where there are more. */
  readonly positive?: NoInfer<L> | undefined;
}

/** What is known about votes and the labels made of them: plain data, the same after JSON. */
export interface Report<L extends string = string, F extends string = string> {
  /** The version of this shape. */
  readonly version: 1;
  readonly title?: string | undefined;
  readonly summary: VoteSummary<L, F>;
  /** How far the functions agree beyond chance (Krippendorff's alpha): 1 is perfect, 0 is chance. */
  readonly agreement?: number | undefined;
  /** Labeling functions that need a look. */
  readonly findings: readonly Finding<F>[];
  /** The label whose precision, recall and F1 the scores tell, if there is one. */
  readonly positive?: L | undefined;
  /** In the order given. */
  readonly models: readonly ModelReport<L>[];
}

/** The labels of one model: how many, how they are spread and, with gold, how good. */
export interface ModelReport<L extends string = string> {
  readonly name: string;
  readonly notes: readonly string[];
  /** The records with at least one vote. */
  readonly covered: number;
  /** Those of them on which several labels share the highest probability. */
  readonly tied: number;
  /** The mean probability of each label over the covered records. */
  readonly balance: Readonly<Record<L, number>>;
  /** How unsure the distributions of the covered records are on average, in nats. */
  readonly entropy: number;
  /** Against gold, each tied label counting in part. */
  readonly scores?: Scores | undefined;
  /** The same by label. */
  readonly perLabel?: Readonly<Record<L, LabelScores>> | undefined;
  /** The records with gold, by gold and label: `confusion[gold][label]`, tied labels counting in part. */
  readonly confusion?: readonly (readonly number[])[] | undefined;
  /** Confidence against accuracy. */
  readonly reliability?: readonly ReliabilityBin[] | undefined;
}

/**
 * Puts together what is known about votes, and about the labels that models make of them.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix, ProbabilisticLabels } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', undefined], short: ['spam', 'ham'] });
 * const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.1, 0.9], [0.7, 0.3]]);
 * const report = createReport({ votes, gold: ['spam', 'spam'], models: [{ name: 'mine', labels }] });
 * report.summary.coverage; // => 1
 * report.models[0].scores?.accuracy; // => 0.5
 * ```
 */
export function createReport<L extends string, F extends string>(parts: ReportParts<L, F>): Report<L, F> {
  const { votes, models = [], faults, title } = parts;
  const { labels } = votes;
  const positive = labels[positiveLabel(labels, parts.positive) ?? ABSTAIN];
  const gold = parts.gold && goldPositions(votes.labels, parts.gold, votes.rows);
  // Gold of which nothing is known is no gold.
  const known = gold?.some((label) => label !== ABSTAIN) ? gold : undefined;
  const indexed: IndexedPatterns<L, F> = plainPatterns(votes);
  const summary = summarizePatterns(indexed, { gold: known, accuracies: learntBy(models), faults });
  return {
    version: 1,
    title,
    summary,
    agreement: patternAlpha(indexed.patterns),
    findings: lintVotes(summary, comparePatternPairs(indexed.patterns)),
    positive,
    models: models.map((model) => reportModel(model, votes, known, positive)),
  };
}

/** The accuracies of the last model that learnt any. */
function learntBy<F extends string>(
  models: readonly ModelLabels<string, F>[],
): ModelLabels<string, F>['accuracies'] {
  const learnt = models.map(({ accuracies }) => accuracies);
  return learnt.findLast(
    (accuracies) => accuracies && Object.values(accuracies).some((a) => a !== undefined),
  );
}

function reportModel<L extends string>(
  { name, labels: predicted, notes = [] }: ModelLabels<L>,
  votes: LabelMatrix<L>,
  gold: Int16Array | undefined,
  positive: L | undefined,
): ModelReport<L> {
  assertSameRecords(name, predicted, votes);
  const K = predicted.labels.length;
  const judged = gold && judge(predicted, gold, { positive });
  return {
    name,
    notes,
    ...spreadOf(predicted),
    scores: judged && scoreJudged(judged),
    perLabel: judged && perLabel(judged),
    confusion:
      judged && predicted.labels.map((_, k) => [...judged.confusion.subarray(k * (K + 1), k * (K + 1) + K)]),
    reliability: judged && reliability(judged),
  };
}

function spreadOf<L extends string>(
  predicted: ProbabilisticLabels<L>,
): Pick<ModelReport<L>, 'covered' | 'tied' | 'balance' | 'entropy'> {
  const { labels, table, index, rows } = predicted;
  const K = labels.length;
  const counts = new Float64Array(predicted.covered.length);
  const firstRow = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    if (counts[index[i]] === 0) firstRow.set(index[i], i);
    counts[index[i]]++;
  }
  const mass = new Float64Array(K);
  let covered = 0;
  let tied = 0;
  let unsure = 0;
  for (const [d, row] of firstRow) {
    if (!predicted.isCovered(row)) continue;
    covered += counts[d];
    if (predicted.leaders(row).length > 1) tied += counts[d];
    unsure += counts[d] * entropy(predicted, row);
    for (let k = 0; k < K; k++) mass[k] += counts[d] * table[d * K + k];
  }
  return {
    covered,
    tied,
    balance: byName(labels, (k) => shareOf(mass[k], covered)),
    entropy: shareOf(unsure, covered),
  };
}

function assertSameRecords(name: string, predicted: ProbabilisticLabels, votes: LabelMatrix): void {
  if (predicted.rows !== votes.rows) {
    throw new LabelwrightError(
      'mismatch',
      `'${name}' labels ${predicted.rows} records; expected ${votes.rows}, as many as the votes`,
    );
  }
  const same = predicted.labels.length === votes.labels.length;
  if (same && predicted.labels.every((label, k) => label === votes.labels[k])) return;
  throw new LabelwrightError(
    'mismatch',
    `'${name}' knows the labels ${predicted.labels.join(', ')}; expected ${votes.labels.join(', ')}`,
  );
}
