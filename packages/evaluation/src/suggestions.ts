import type { Estimate } from './estimate.ts';

/** What to write next, and what speaks for it: plain data. */
export interface Suggestions<L extends string = string> {
  readonly version: 1;
  readonly records: number;
  /** How many of them were looked at, a random sample, where not all were: then all counts below are of these. */
  readonly sampled?: number | undefined;
  /** The number of records without votes. */
  readonly uncovered: number;
  /** The number of records with votes that disagree. */
  readonly contested: number;
  /** Rules that would vote on records without votes, the most useful first: each gain is on top of those before. */
  readonly forUncovered: readonly RuleSuggestion<L>[];
  /** Further rules that would help to decide records on which votes disagree. */
  readonly forContested: readonly RuleSuggestion<L>[];
  /** What many records without votes share, where the labels do not tell what it stands for. */
  readonly themes: readonly Theme<L>[];
  /** The same for records with votes that disagree. */
  readonly contestedThemes: readonly Theme<L>[];
  readonly labels: readonly LabelNeed<L>[];
}

/** A rule to write. */
export interface RuleSuggestion<L extends string = string> {
  /** Words for `keywords`, or a regular expression for `matches`. */
  readonly kind: 'phrase' | 'pattern';
  readonly phrase: string;
  readonly label: L;
  /** The entry to paste between the braces of `functions({ … })`. */
  readonly code: string;
  /** The records without votes, or with votes that disagree, that have the phrase and none suggested before. */
  readonly gain: number;
  /** All records that have the phrase. */
  readonly records: number;
  /** How often the rule would be right, by the labels of the records that have the phrase and votes that agree. */
  readonly precision: Estimate;
  /** The number of these records. */
  readonly evidence: number;
  /** The records whose votes agree now and would not with the rule. */
  readonly conflicts: number;
  /** The positions of some of the records that it would gain. */
  readonly examples: readonly number[];
}

/** A cluster of records without votes, or with votes that disagree, around a phrase. */
export interface Theme<L extends string = string> {
  readonly phrase: string;
  /** Other words that these records have more often than others. */
  readonly related: readonly string[];
  /** The entry to paste, whose label is to be filled in. */
  readonly code: string;
  /** The records that have the phrase and none of the themes before. */
  readonly gain: number;
  /** What the labels say about the few records that have the phrase and votes that agree. */
  readonly leaning?: { readonly label: L; readonly share: number; readonly records: number } | undefined;
  readonly examples: readonly number[];
}

/** What a label lacks. */
export interface LabelNeed<L extends string = string> {
  readonly label: L;
  /** The number of labeling functions that vote for it. */
  readonly functions: number;
  /** How many records with votes have it, by the probabilities. */
  readonly covered: number;
  /** How many records without votes have it, as their words tell (naive Bayes on those with votes). */
  readonly uncovered: number;
}
