import type { LabelMatrix, ProbabilisticLabels, VotePatterns } from '@labelwright/core';
import type { ExplainOptions, Explanation } from './explanation.ts';
import type { LabelModelFile } from './model-file.ts';

/** What an estimator may be told besides the votes. */
export interface FitOptions<L extends string = string> {
  /** The known labels of the records, one per row of the matrix, `undefined` where unknown. Needs a matrix. */
  readonly gold?: readonly (L | null | undefined)[] | undefined;
  /** How many unlabelled records one known label counts as. Default 10. */
  readonly goldWeight?: number | undefined;
  /**
   * A model of earlier votes, for instance before records or functions were added: learning by EM begins from its
   * labels rather than from majority vote's, and so ends sooner, at the same model where there is one best. Functions
   * that it does not know count as abstaining at first. `map-em`, `ibcc` and the Dawid-Skene family use it; all others,
   * the default among them, compute anew.
   */
  readonly start?: LabelModel<L, string> | undefined;
}

/** A way to learn a label model from votes. */
export interface Estimator {
  /** The name under which `estimator(name)` finds it. */
  readonly name: string;
  /** Learns a model; the votes come as a matrix or as counted patterns. */
  fit<L extends string, F extends string>(
    votes: LabelMatrix<L, F> | VotePatterns<L, F>,
    options?: FitOptions<NoInfer<L>>,
  ): LabelModel<L, F>;
}

/**
 * What was learnt about the labeling functions, ready to turn votes into probabilities. Immutable.
 *
 * A record without votes gets the class balance, and counts as not covered.
 */
export interface LabelModel<L extends string = string, F extends string = string> {
  /** The kind of the model: `majority`, `map-em`, `dawid-skene` and so on. */
  readonly kind: string;
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  /** The class balance it rests on, in the order of the labels. */
  readonly balance: readonly number[];
  /** The learnt probability that a vote of the function is right; `undefined` where nothing was learnt. */
  readonly accuracies: Readonly<Record<F, number | undefined>>;
  /** What fitting ended with: the number of `iterations`, the `objective` it climbed, and so on. */
  readonly figures: Readonly<Record<string, number>>;
  /** What it chose and why, and what to beware of, in plain sentences. */
  readonly notes: readonly string[];
  /** The probabilities of each record's labels. Matches columns by name: one that the model does not know is an error, one that is missing counts as abstaining. */
  predict(votes: LabelMatrix<L, string>): ProbabilisticLabels<L>;
  /** The probabilities of each pattern's labels, row-major: `probabilities[pattern * labels.length + label]`. */
  predictPatterns(patterns: VotePatterns<L, string>): Float64Array;
  /** The prior and one signed number per vote, which add up to the record's log-odds (majority vote: its share). */
  explain(votes: LabelMatrix<L, string>, row: number, options?: ExplainOptions<L>): Explanation<L, F>;
  /** The model as plain, versioned JSON, for `loadLabelModel`. */
  toJSON(): LabelModelFile;
}
