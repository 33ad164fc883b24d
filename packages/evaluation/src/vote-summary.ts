import type { Ceiling } from './function-ceiling.ts';
import type { Interval } from './interval.ts';
import type { FunctionEffect } from './leave-one-out.ts';

/** What {@link summarize} finds: how much of the data the votes cover, and what each labeling function adds. */
export interface VoteSummary<L extends string = string, F extends string = string> {
  readonly labels: readonly L[];
  /** The number of records. */
  readonly records: number;
  /** The share of the records with at least one vote; like all shares, 0 where there are no records. */
  readonly coverage: number;
  /** The share of the records with at least two votes. */
  readonly overlap: number;
  /** The share of the records whose votes disagree. */
  readonly conflict: number;
  /** How many records have so many votes: `votesPerRecord[2]` have two. As long as the longest needs. */
  readonly votesPerRecord: readonly number[];
  /** The number of distinct combinations of votes, confidences apart. */
  readonly patterns: number;
  /** How many votes each label got. */
  readonly votesPerLabel: Readonly<Record<L, number>>;
  /** All votes against gold, if gold was given. */
  readonly gold?: GoldSummary<L> | undefined;
  /** In the order of the columns. */
  readonly functions: readonly FunctionSummary<L, F>[];
}

/** All votes together against gold. */
export interface GoldSummary<L extends string = string> {
  /** The number of records whose gold label is known. */
  readonly records: number;
  /** How many of them have each label. */
  readonly recordsPerLabel: Readonly<Record<L, number>>;
  /** The votes on these records that are right. */
  readonly correct: number;
  /** The votes on these records that are wrong. */
  readonly incorrect: number;
  /** The share of these votes that is right. */
  readonly precision?: number | undefined;
  /** Where the precision lies with 95 % confidence (Wilson 1927), votes on one record counting as far as they are independent. */
  readonly interval?: Interval | undefined;
}

/** What one labeling function does. */
export interface FunctionSummary<L extends string = string, F extends string = string> {
  readonly name: F;
  /** The labels it votes for, in the order of the labels. */
  readonly polarity: readonly L[];
  /** The number of records it votes on. */
  readonly votes: number;
  /** The share of the records it votes on. */
  readonly coverage: number;
  /** The share of the records on which it votes beside another function. */
  readonly overlaps: number;
  /** The share of the records on which another function votes otherwise. */
  readonly conflicts: number;
  /** The share of the records on which it alone votes: the coverage that would be lost without it. */
  readonly unique: number;
  /** The share of its votes beside another function's. */
  readonly overlapsOfVotes: number;
  /** The share of its votes that another function contradicts. */
  readonly conflictsOfVotes: number;
  /** How often it votes for each label. */
  readonly votesPerLabel: Readonly<Record<L, number>>;
  /** Its votes against gold, if gold was given. */
  readonly gold?: FunctionGold<L> | undefined;
  /** The accuracy that a label model learnt for it, if given. */
  readonly learntAccuracy?: number | undefined;
  /** Where that accuracy lies at best: as wide as so many votes allow if the model knew their labels. */
  readonly learntInterval?: Interval | undefined;
  /** The best that it can be, by how often it votes. */
  readonly ceiling?: Ceiling | undefined;
  /** What is lost, or won, without it, if that was found. */
  readonly effect?: FunctionEffect | undefined;
  /** How long it took on all records together, in seconds, if that was measured. */
  readonly seconds?: number | undefined;
  /** How often it failed and abstained instead. */
  readonly faults: number;
}

/** The votes of one labeling function against gold. */
export interface FunctionGold<L extends string = string> extends VoteQuality {
  /** The same for each label that it votes for. */
  readonly perLabel: Readonly<Partial<Record<L, VoteQuality>>>;
}

/** Votes for one or more labels against gold; a statistic that does not exist is left out. */
export interface VoteQuality {
  readonly correct: number;
  readonly incorrect: number;
  /** The share of the votes that is right. */
  readonly precision?: number | undefined;
  /** Where the precision lies with 95 % confidence (Wilson 1927). */
  readonly interval?: Interval | undefined;
  /** The share of the records of these labels that the function finds. */
  readonly recall?: number | undefined;
  /** The harmonic mean of precision and recall. */
  readonly f1?: number | undefined;
}
