import { type LabelMatrix, LabelwrightError, type VotePatterns } from '@labelwright/core';
import {
  describeChanges,
  describeLost,
  describePrecision,
  describeRegime,
  findCollapse,
} from './auto-notes.ts';
import { type Balance, normalizeBalance, resolveBalance } from './class-balance.ts';
import { weighCrowdVotes } from './crowd-votes.ts';
import { evidenceModel } from './evidence-model.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { expectedAccuracies } from './expected-accuracies.ts';
import { type FitVotes, toFitVotes } from './fit-votes.ts';
import { weighFunctionVotes } from './function-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { posteriorOf, votedShares } from './label-shares.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';
import { findRegime, type VoteRegime } from './vote-regime.ts';

/** What the default label model may be told; it needs nothing. */
export interface LabelModelOptions {
  /**
   * The class balance, where it is known. Default: guessed, half-way from the votes' shares to uniform; a guess
   * counts little, so the model's own `balance`, which records without votes get, is nearly uniform then.
   */
  readonly balance?: Balance | undefined;
  /** How often votes are right, where it is known: for all functions, or by name. Default: read off agreement and conflict. */
  readonly quality?: number | Readonly<Record<string, number>> | undefined;
}

/**
 * The default label model: looks at the votes, chooses how to weigh them, and says in `notes` what it chose.
 *
 * Votes of labeling functions are weighed by a mean precision that is read off agreement and conflict, by
 * coverage, and by class balance; answers of a crowd, by each annotator's table of chances.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['common', 'rare'], [
 *   ['ham', undefined], ['ham', undefined], ['ham', undefined], ['ham', 'spam'],
 * ]);
 * labelModel().fit(votes).predict(votes).top(3); // => 'spam'
 * ```
 */
export function labelModel(options: LabelModelOptions = {}): Estimator {
  assertQuality(options.quality);
  return { name: 'auto', fit: (votes, fitOptions) => fitAuto(options, votes, fitOptions) };
}

function fitAuto<L extends string, F extends string>(
  options: LabelModelOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const fitVotes = toFitVotes(votes, fitOptions);
  const { patterns } = fitVotes;
  const { labels, functions } = patterns;
  const outcomes = findOutcomes(patterns);
  const { kind, table, notes, figures } =
    chooseCrowd(options, votes, patterns, outcomes, fitOptions) ??
    chooseFunctions(options, fitVotes, outcomes);
  const posterior = posteriorOf(table, patterns);
  return evidenceModel({
    kind: 'auto',
    labels,
    functions,
    balance: normalizeBalance(table.prior.map(Math.exp)),
    accuracies: expectedAccuracies(patterns, posterior),
    figures,
    notes: [
      describeRegime({ ...findRegime(patterns, outcomes), kind }),
      ...notes,
      ...describeChanges(patterns, posterior),
      ...describeLost(patterns, posterior),
    ],
    table,
  });
}

/** How the votes are weighed, and why. */
interface Choice {
  readonly kind: VoteRegime['kind'];
  readonly table: EvidenceTable;
  readonly notes: readonly string[];
  readonly figures?: Readonly<Record<string, number>>;
}

/** The answers of a crowd, weighed as such; `undefined` where it is none. */
function chooseCrowd<L extends string, F extends string>(
  options: LabelModelOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  patterns: VotePatterns<L, F>,
  outcomes: Outcomes,
  fitOptions?: FitOptions<L>,
): Choice | undefined {
  if (options.quality !== undefined || findRegime(patterns, outcomes).kind !== 'crowd') return undefined;
  const { table, note } = weighCrowdVotes(votes, patterns, options.balance, fitOptions);
  return { kind: 'crowd', table, notes: [note] };
}

/** The votes of labeling functions; a mere count where weighing them gives one label nearly all records. */
function chooseFunctions(options: LabelModelOptions, votes: FitVotes, outcomes: Outcomes): Choice {
  const { patterns } = votes;
  const balance = resolveBalance(options.balance ?? 'half-uniform', patterns.labels, votedShares(patterns));
  const quality = qualities(patterns.functions, options.quality);
  const source = options.balance === undefined ? 'guessed' : 'known';
  const { table, precision } = weighFunctionVotes(votes, outcomes, balance, quality, source);
  const { value, agreeing, conflicting } = precision;
  const note = describePrecision(precision, options.quality !== undefined);
  const figures = { precision: value, agreeing, conflicting };
  const fault = source === 'guessed' ? findCollapse(patterns, posteriorOf(table, patterns)) : undefined;
  if (!fault) return { kind: 'functions', table, notes: [note], figures };
  const count = weighFunctionVotes(votes, outcomes, balance, quality, 'ignored');
  return {
    kind: 'functions',
    table: count.table,
    notes: [note, fault],
    figures,
  };
}

/** The given precision of each function, by column. */
function qualities(
  functions: readonly string[],
  quality: LabelModelOptions['quality'],
): (number | undefined)[] {
  return functions.map((name) => (typeof quality === 'object' ? quality[name] : quality));
}

function assertQuality(quality: LabelModelOptions['quality']): void {
  const given = typeof quality === 'object' ? Object.entries(quality) : [['all functions', quality] as const];
  for (const [name, value] of given) {
    if (value === undefined || (value > 0 && value < 1)) continue;
    throw new LabelwrightError(
      'invalid-option',
      `the quality of ${name} is ${value}; expected between 0 and 1`,
    );
  }
}
