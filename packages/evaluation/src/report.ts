import { ABSTAIN, type IndexedPatterns, type LabelMatrix } from '@labelwright/core';
import { assertVotes } from './assert-votes.ts';
import { compareLabels, type LabelComparison } from './compare-labels.ts';
import { consistencyOf } from './consistency.ts';
import { type DecidingConflict, decidingConflicts } from './deciding-conflicts.ts';
import { labelEffects } from './design-effect.ts';
import { type ErrorReport, reportErrors } from './error-report.ts';
import { estimateShare } from './estimate.ts';
import { ceilingOf } from './function-ceiling.ts';
import { comparePatternPairs } from './function-pairs.ts';
import { byName, type Gold, isKnown, type Truth, truthOf } from './gold.ts';
import { patternAlpha } from './krippendorff.ts';
import { type LabelBalance, labelBalances } from './label-balances.ts';
import type { LeaveOneOut } from './leave-one-out.ts';
import { type Finding, lintVotes } from './lint-votes.ts';
import { type ModelLabels, type ModelReport, reportModel } from './model-report.ts';
import { positiveLabel } from './outcomes.ts';
import { type PairReport, reportPairs } from './pair-report.ts';
import { countGold, type PatternReport, reportPatterns } from './pattern-report.ts';
import { plainPatterns } from './plain-patterns.ts';
import { shareOf } from './ratio.ts';
import type { Metric } from './score-labels.ts';
import { reportSlices, type SliceGroup } from './slice-report.ts';
import type { Slice } from './slices.ts';
import type { Suggestions } from './suggestions.ts';
import { summarizePatterns } from './summarize.ts';
import type { FunctionSummary, VoteSummary } from './vote-summary.ts';

/** What a report is about. */
export interface ReportParts<L extends string = string, F extends string = string> {
  readonly votes: LabelMatrix<L, F>;
  /** The true labels, where known. */
  readonly gold?: Gold<NoInfer<L>> | undefined;
  /** The label models to compare, the one to look at last. */
  readonly models?: readonly ModelLabels<NoInfer<L>, NoInfer<F>>[] | undefined;
  /** How often each function failed. */
  readonly faults?: Readonly<Record<string, number>> | undefined;
  /** How long each function took, in seconds. */
  readonly seconds?: Readonly<Record<string, number>> | undefined;
  /** What is lost without each function, from `leaveOneOut`. */
  readonly leaveOneOut?: readonly LeaveOneOut<NoInfer<F>>[] | undefined;
  /** Slices of the records, by what they are made by. */
  readonly slices?: Readonly<Record<string, readonly Slice[]>> | undefined;
  /** What to write next, from `suggestRules`. */
  readonly suggestions?: Suggestions<NoInfer<L>> | undefined;
  readonly title?: string | undefined;
  /** The label whose F1 counts. Default: the second of two labels; none where there are more. */
  readonly positive?: NoInfer<L> | undefined;
  /** Further scores by name. */
  readonly metrics?: Readonly<Record<string, Metric<NoInfer<L>>>> | undefined;
}

/** What is known about votes and the labels made of them: plain data, the same after JSON. */
export interface Report<L extends string = string, F extends string = string> {
  /** The version of this shape. */
  readonly version: 1;
  readonly title?: string | undefined;
  readonly summary: VoteSummary<L, F>;
  /** The class balance as voted, as modelled and as gold, with intervals. */
  readonly balances: readonly LabelBalance<L>[];
  /** How far the functions agree beyond chance (Krippendorff's alpha): 1 is perfect, 0 is chance. */
  readonly agreement?: number | undefined;
  /** How often two votes on the same record agree. */
  readonly consistency?: number | undefined;
  /** The most frequent combinations of votes. */
  readonly patterns: readonly PatternReport<L, F>[];
  /** The functions two by two; left out where there are fewer than two. */
  readonly pairs?: PairReport<F> | undefined;
  /** Pairs of votes whose conflict decides most labels of the last model. */
  readonly conflicts: readonly DecidingConflict<L, F>[];
  /** Labeling functions that need a look. */
  readonly findings: readonly Finding<F>[];
  /** The label whose precision, recall and F1 the scores tell, if there is one. */
  readonly positive?: L | undefined;
  /** In the order given. */
  readonly models: readonly ModelReport<L>[];
  /** The last model against each of the others, on gold. */
  readonly comparisons: readonly ModelComparison[];
  readonly slices: readonly SliceGroup[];
  /** Where the labels of the last model differ from gold. */
  readonly errors?: ErrorReport<L> | undefined;
  readonly suggestions?: Suggestions<L> | undefined;
}

/** Two models compared record by record; `difference` is the accuracy of the first less that of the second. */
export interface ModelComparison extends LabelComparison {
  readonly first: string;
  readonly second: string;
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
  const { votes, models = [], title } = parts;
  assertVotes(votes);
  const { labels } = votes;
  const positive = labels[positiveLabel(labels, parts.positive) ?? ABSTAIN];
  const truth = knownTruth(parts);
  const gold: Gold<L> | undefined = truth && (parts.gold as Gold<L>);
  const indexed: IndexedPatterns<L, F> = plainPatterns(votes);
  const pairs = comparePatternPairs(indexed.patterns);
  const judged = { gold, positive, metrics: parts.metrics };
  const found = models.map((model) => reportModel<L>(model, votes, judged));
  const last = models.at(-1)?.labels;
  const summary = summaryOf(parts, indexed, gold, found.at(-1));
  const goldOf = truth && countGold(indexed, truth);
  const expected = last ?? truth?.soft;
  return {
    version: 1,
    title,
    summary,
    balances: labelBalances(summary, found, labelEffects(indexed.patterns)),
    agreement: patternAlpha(indexed.patterns),
    consistency: consistencyOf(indexed.patterns),
    patterns: reportPatterns(indexed, last, goldOf, MOST_PATTERNS),
    pairs: votes.columns > 1 ? reportPairs(indexed, pairs, expected) : undefined,
    conflicts: last ? decidingConflicts(indexed, last, goldOf, MOST_CONFLICTS) : [],
    findings: lintVotes(summary, pairs),
    positive,
    models: found,
    comparisons: gold ? compareModels(models, gold) : [],
    slices: reportSlices<L>(parts.slices ?? {}, { indexed, labels: last, ...judged }),
    errors: last && gold && reportErrors<L>(models.at(-1)?.name ?? '', last, gold),
    suggestions: parts.suggestions,
  };
}

/** So many vote patterns, and so many conflicts, are described one by one. */
const [MOST_PATTERNS, MOST_CONFLICTS] = [20, 15];

/** Gold of which nothing is known is no gold. */
function knownTruth<L extends string, F extends string>({
  votes,
  gold,
}: ReportParts<L, F>): Truth | undefined {
  const truth = gold && truthOf<L>(votes.labels, gold, votes.rows);
  return truth && isKnown(truth) ? truth : undefined;
}

/** The summary of the votes, with what else is known of each function. */
function summaryOf<L extends string, F extends string>(
  { votes, models = [], faults, seconds, leaveOneOut = [] }: ReportParts<L, F>,
  indexed: IndexedPatterns<L, F>,
  gold: Gold<L> | undefined,
  last: ModelReport<L> | undefined,
): VoteSummary<L, F> {
  const summary = summarizePatterns<L, F>(indexed, { gold, accuracies: learntBy(models), faults });
  const shares = sharesOf(summary, last);
  const effects = new Map(leaveOneOut.map(({ function: name, ...effect }) => [name, effect]));
  const functions = summary.functions.map((entry): FunctionSummary<L, F> => {
    const { name, votes: cast, learntAccuracy } = entry;
    const interval = learntAccuracy === undefined ? undefined : estimateShare(learntAccuracy * cast, cast);
    return {
      ...entry,
      learntInterval:
        interval?.low !== undefined && interval.high !== undefined
          ? { low: interval.low, high: interval.high }
          : undefined,
      ceiling: shares && ceilingOf(entry, shares, votes.rows),
      effect: effects.get(name),
      seconds: seconds && Object.hasOwn(seconds, name) ? seconds[name] : undefined,
    };
  });
  return { ...summary, functions };
}

/** The share of the records that has each label: by gold, or else by the last model. */
function sharesOf<L extends string>(
  { labels, gold }: VoteSummary<L>,
  last: ModelReport<L> | undefined,
): Readonly<Record<L, number>> | undefined {
  if (gold) return byName(labels, (_, label) => shareOf(gold.recordsPerLabel[label], gold.records));
  return last && last.covered > 0 ? last.balance : undefined;
}

function compareModels<L extends string>(
  models: readonly ModelLabels<L>[],
  gold: Gold<L>,
): ModelComparison[] {
  const last = models.at(-1);
  if (last === undefined) return [];
  return models.slice(0, -1).flatMap((other) => {
    const found = compareLabels<L>(last.labels, other.labels, gold);
    return found ? [{ first: last.name, second: other.name, ...found }] : [];
  });
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
