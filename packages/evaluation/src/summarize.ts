import type { IndexedPatterns, LabelMatrix, VotePatterns } from '@labelwright/core';
import { designEffect, type GroupedVotes } from './design-effect.ts';
import { byName, eachTruth, type Gold, type Truth, truthOf } from './gold.ts';
import { wilsonInterval } from './interval.ts';
import { plainPatterns } from './plain-patterns.ts';
import { ratio, shareOf } from './ratio.ts';
import type { FunctionGold, FunctionSummary, GoldSummary, VoteQuality, VoteSummary } from './vote-summary.ts';

/** What is known beside the votes. */
export interface SummarizeOptions<L extends string = string, F extends string = string> {
  /** The true labels, where known. */
  readonly gold?: Gold<L> | undefined;
  /** The accuracy that a label model learnt for each function, 0 to 1. */
  readonly accuracies?: Readonly<Partial<Record<F, number | undefined>>> | undefined;
  /** How often each function failed. */
  readonly faults?: Readonly<Record<string, number>> | undefined;
}

/**
 * Describes the votes: coverage, overlap and conflict, of the data set and of each labeling function, and how
 * good the votes are where gold is known.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], {
 *   link: ['spam', 'spam', undefined, undefined],
 *   short: ['ham', undefined, 'ham', undefined],
 * });
 * const summary = summarize(votes, { gold: ['spam', 'spam', 'spam', undefined] });
 * summary.coverage; // => 0.75
 * summary.conflict; // => 0.25
 * summary.functions[0].gold?.precision; // => 1
 * ```
 */
export function summarize<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  options: SummarizeOptions<NoInfer<L>, NoInfer<F>> = {},
): VoteSummary<L, F> {
  const indexed = plainPatterns(votes);
  return summarizePatterns(indexed, options);
}

/** Describes votes whose patterns are found already. */
export function summarizePatterns<L extends string, F extends string>(
  indexed: IndexedPatterns<L, F>,
  options: SummarizeOptions<NoInfer<L>, NoInfer<F>> = {},
): VoteSummary<L, F> {
  const { patterns, patternOf } = indexed;
  const { labels, functions } = patterns;
  const tally = countVotes(patterns);
  const gold = options.gold && truthOf(labels, options.gold, patternOf.length);
  const judged = gold && judgeVotes(indexed, gold);
  const records = patternOf.length;
  return {
    labels,
    records,
    coverage: shareOf(records - (tally.votesPerRecord[0] ?? 0), records),
    overlap: shareOf(records - (tally.votesPerRecord[0] ?? 0) - (tally.votesPerRecord[1] ?? 0), records),
    conflict: shareOf(tally.conflict, records),
    votesPerRecord: tally.votesPerRecord,
    patterns: patterns.size,
    votesPerLabel: byName(labels, (k) => sumOver(functions, (j) => tally.perLabel[j * labels.length + k])),
    gold: judged && summarizeGold(labels, judged),
    functions: functions.map((name, j) => ({
      ...describeFunction(patterns, tally, j),
      gold: judged && judgeFunction(labels, judged, j),
      learntAccuracy: own(options.accuracies, name),
      faults: own(options.faults, name) ?? 0,
    })),
  };
}

/** Counts of records, per function where an array. */
interface VoteTally {
  readonly votesPerRecord: number[];
  conflict: number;
  readonly votes: Float64Array;
  readonly overlaps: Float64Array;
  readonly conflicts: Float64Array;
  /** `perLabel[column * K + label]`. */
  readonly perLabel: Float64Array;
}

function countVotes(patterns: VotePatterns): VoteTally {
  const { offsets, columns, votes, counts, size, labels, functions } = patterns;
  const K = labels.length;
  const M = functions.length;
  const tally: VoteTally = {
    votesPerRecord: [],
    conflict: 0,
    votes: new Float64Array(M),
    overlaps: new Float64Array(M),
    conflicts: new Float64Array(M),
    perLabel: new Float64Array(M * K),
  };
  for (let p = 0; p < size; p++) {
    const width = offsets[p + 1] - offsets[p];
    const disagree = disagrees(patterns, p);
    for (let n = tally.votesPerRecord.length; n <= width; n++) tally.votesPerRecord.push(0);
    tally.votesPerRecord[width] += counts[p];
    if (disagree) tally.conflict += counts[p];
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
      const j = columns[cell];
      tally.votes[j] += counts[p];
      tally.perLabel[j * K + votes[cell]] += counts[p];
      if (width > 1) tally.overlaps[j] += counts[p];
      // Where any two votes differ, each vote differs from at least one other.
      if (disagree) tally.conflicts[j] += counts[p];
    }
  }
  return tally;
}

function disagrees({ offsets, votes }: VotePatterns, pattern: number): boolean {
  const first = votes[offsets[pattern]];
  for (let cell = offsets[pattern] + 1; cell < offsets[pattern + 1]; cell++) {
    if (votes[cell] !== first) return true;
  }
  return false;
}

/** What is counted where gold is known. */
interface GoldTally {
  /** Records per gold label. */
  readonly records: Float64Array;
  /** Right votes: `correct[column * K + label]`. */
  readonly correct: Float64Array;
  /** All votes: `voted[column * K + label]`. */
  readonly voted: Float64Array;
  /** Right votes and all votes of each record. */
  readonly perRecord: GroupedVotes;
}

function judgeVotes({ patterns, patternOf }: IndexedPatterns, truth: Truth): GoldTally {
  const { offsets, columns, votes, labels, functions } = patterns;
  const K = labels.length;
  const records = new Float64Array(K);
  const correct = new Float64Array(functions.length * K);
  const voted = new Float64Array(functions.length * K);
  const perRecord = {
    parts: new Float64Array(patternOf.length),
    wholes: new Float64Array(patternOf.length),
    records: new Float64Array(patternOf.length).fill(1),
  };
  for (let i = 0; i < patternOf.length; i++) {
    const p = patternOf[i];
    eachTruth(truth, i, (label, share) => {
      records[label] += share;
      for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
        const place = columns[cell] * K + votes[cell];
        voted[place] += share;
        perRecord.wholes[i] += share;
        if (votes[cell] !== label) continue;
        correct[place] += share;
        perRecord.parts[i] += share;
      }
    });
  }
  return { records, correct, voted, perRecord };
}

function summarizeGold<L extends string>(labels: readonly L[], judged: GoldTally): GoldSummary<L> {
  const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
  const correct = sum(judged.correct);
  const voted = sum(judged.voted);
  const effect = designEffect(judged.perRecord);
  return {
    records: sum(judged.records),
    recordsPerLabel: byName(labels, (k) => judged.records[k]),
    correct,
    incorrect: voted - correct,
    precision: ratio(correct, voted),
    interval: wilsonInterval(correct / effect, voted / effect),
  };
}

function describeFunction<L extends string, F extends string>(
  { labels, functions, records }: VotePatterns<L, F>,
  tally: VoteTally,
  j: number,
): Omit<FunctionSummary<L, F>, 'gold' | 'learntAccuracy' | 'faults'> {
  const K = labels.length;
  const votes = tally.votes[j];
  const alone = votes - tally.overlaps[j];
  return {
    name: functions[j],
    polarity: labels.filter((_, k) => tally.perLabel[j * K + k] > 0),
    votes,
    coverage: shareOf(votes, records),
    overlaps: shareOf(tally.overlaps[j], records),
    conflicts: shareOf(tally.conflicts[j], records),
    unique: shareOf(alone, records),
    overlapsOfVotes: shareOf(tally.overlaps[j], votes),
    conflictsOfVotes: shareOf(tally.conflicts[j], votes),
    votesPerLabel: byName(labels, (k) => tally.perLabel[j * K + k]),
  };
}

function judgeFunction<L extends string>(
  labels: readonly L[],
  judged: GoldTally,
  j: number,
): FunctionGold<L> {
  const places = labels.flatMap((_, k) => (judged.voted[j * labels.length + k] > 0 ? [k] : []));
  const quality = (chosen: readonly number[]): VoteQuality => {
    const at = (counts: Float64Array): number =>
      sumOver(chosen, (n) => counts[j * labels.length + chosen[n]]);
    const records = sumOver(chosen, (n) => judged.records[chosen[n]]);
    return voteQuality(at(judged.correct), at(judged.voted), records);
  };
  const perLabel = places.map((k) => [labels[k], quality([k])]);
  return { ...quality(places), perLabel: Object.fromEntries(perLabel) as FunctionGold<L>['perLabel'] };
}

function voteQuality(correct: number, voted: number, records: number): VoteQuality {
  return {
    correct,
    incorrect: voted - correct,
    precision: ratio(correct, voted),
    interval: wilsonInterval(correct, voted),
    recall: ratio(correct, records),
    f1: ratio(2 * correct, voted + records),
  };
}

function sumOver(items: readonly unknown[], countOf: (position: number) => number): number {
  return items.reduce<number>((sum, _, n) => sum + countOf(n), 0);
}

/** The value given for the name itself; not what every object inherits. */
function own(
  values: Readonly<Partial<Record<string, number | undefined>>> | undefined,
  name: string,
): number | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
