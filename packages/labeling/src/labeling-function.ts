/** A question to a record: reads or computes something of it. */
export type Feature<R, T> = (record: R) => T;

/** A test of a value. */
export type Predicate<T> = (value: T) => boolean;

/** A test of a value that may take time; the signal is aborted when nobody waits any more. */
export type AsyncPredicate<T> = (value: T, signal: AbortSignal) => boolean | Promise<boolean>;

/** A place in a text, in UTF-16 units; `end` is behind the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a predicate says about itself: its kind, and what it was made of. */
export interface PredicateDescription {
  /** `keywords`, `matches`, `lookup`, `above` and so on. */
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** A predicate that knows what it is, and where it can, which part of a text made it hold. */
export interface DescribedPredicate<T> {
  (value: T): boolean;
  readonly description: PredicateDescription;
  /** The places in the text that make the predicate hold. */
  readonly spans?: ((text: string) => Span[]) | undefined;
}

/** A vote with less than full confidence. */
export interface ConfidentVote<L extends string> {
  readonly label: L;
  /** Above 0 and at most 1. */
  readonly confidence: number;
}

/** What a labeling function may return: a label, a label with a confidence, or nothing to abstain. */
export type Ballot<L extends string> = L | ConfidentVote<L> | undefined;

/** Votes a label on a record, or abstains by returning `undefined`. */
export type LabelingFunction<R, L extends string> = (record: R) => Ballot<L>;

/** Like a {@link LabelingFunction}, with a promise; the signal is aborted when the run stops or its time is over. */
export type AsyncLabelingFunction<R, L extends string> = (
  record: R,
  signal: AbortSignal,
) => Promise<Ballot<L>>;

/** Votes on many records at once: one ballot per record, in their order, or an error where it failed on that one. */
export interface BatchLabelingFunction<R, L extends string> {
  /** Votes on one record. */
  (record: R): Promise<Ballot<L>>;
  /** Votes on many records; where it throws, it has failed on all of them. */
  readonly many: (
    records: readonly R[],
    signal: AbortSignal,
  ) => readonly (Ballot<L> | Error)[] | Promise<readonly (Ballot<L> | Error)[]>;
  /** The most records that `many` takes at once. */
  readonly size: number;
}

/** What a labeling function made by the rule language says about itself. */
export interface RuleDescription {
  /** `rule`, `lookup-label`, `model-output`, `first-of`, `unless` or `unanimous`. */
  readonly kind: string;
  /** The field of the record that is tested; `undefined` for a feature. */
  readonly field?: string | undefined;
  readonly predicate?: PredicateDescription | undefined;
  /** The label it votes, where there is just one. */
  readonly label?: string | undefined;
  /** Why it was written, for people. */
  readonly note?: string | undefined;
  /** The functions it is composed of. */
  readonly parts?: readonly RuleDescription[] | undefined;
  /** What keeps it from voting, for `unless`. */
  readonly exception?: RuleDescription | undefined;
}

/** What the function says about itself; a plain function is only that. */
export function descriptionOf(labelingFunction: unknown): RuleDescription {
  const { rule } = labelingFunction as { readonly rule?: RuleDescription };
  return rule ?? { kind: 'function' };
}
