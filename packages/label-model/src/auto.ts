import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import type { PatternAnswers } from './answers.ts';
import {
  describeChanges,
  describeDense,
  describeGold,
  describeIntervals,
  describeLost,
  describePrecision,
  describeRegime,
  findCollapse,
} from './auto-notes.ts';
import { type Balance, balanceShrinkage, normalizeBalance, resolveBalance } from './class-balance.ts';
import { type BelievedTables, believeTables, type TableVotes, weighCrowdVotes } from './crowd-votes.ts';
import { type Dependencies, discountDependencies } from './dependencies.ts';
import { correctTable, learnCorrection } from './evidence-correction.ts';
import { evidenceModel } from './evidence-model.ts';
import { type EvidenceTable, scaleEvidence } from './evidence-table.ts';
import { expectedAccuracies } from './expected-accuracies.ts';
import { describeWorse } from './fit-notes.ts';
import { knownAnswers, toFitVotes, writeMass } from './fit-votes.ts';
import { type BalanceSource, weighFunctionVotes } from './function-votes.ts';
import type { Estimator, FitOptions, LabelModel } from './label-model.ts';
import { posteriorOf } from './label-shares.ts';
import { assertQuality, givenQualities } from './named-values.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { answeredPatterns } from './settled.ts';
import { findRegime, type VoteRegime } from './vote-regime.ts';
import { meanOf, voteShares } from './vote-shares.ts';

/** What the default label model may be told; it needs nothing. */
export interface LabelModelOptions {
  /**
   * The class balance, where it is known, as shares or as intervals; a note says how many labels an interval leaves
   * open. Default: guessed, half-way from the votes' shares to uniform; a guess counts little, so the model's own
   * `balance`, which records without votes get, is nearly uniform then.
   */
  readonly balance?: Balance | undefined;
  /**
   * How often votes are right, where it is known, above 0 and below 1: for all functions, or by name. Votes of a
   * function that is known to be worse than chance speak against their label. Default: read off how often votes
   * conflict.
   */
  readonly quality?: number | Readonly<Record<string, number>> | undefined;
  /**
   * Pairs of functions, by name, that depend on each other, or `find`: what such functions vote together counts
   * as one vote. Default none: each function's votes count the less, the more they repeat those of others.
   */
  readonly dependencies?: Dependencies | undefined;
}

/**
 * The default label model: looks at the votes, chooses how to weigh them, and says in `notes` what it chose.
 *
 * Votes of labeling functions are weighed by how often they conflict, against chance, by coverage, by class balance,
 * and by how far they repeat each other; answers of a crowd, by each annotator's table of chances; votes of a few dense
 * functions, such as models that label every record, by something between.
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
  return recorded(options, { name: 'auto', fit: (votes, fitOptions) => fitAuto(options, votes, fitOptions) });
}

function fitAuto<L extends string, F extends string>(
  options: LabelModelOptions,
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  fitOptions?: FitOptions<L>,
): LabelModel<L, F> {
  const { patterns } = toFitVotes(votes);
  const gold = knownAnswers(votes, fitOptions);
  const { labels, functions } = patterns;
  const outcomes = findOutcomes(patterns);
  const regime = findRegime(patterns, outcomes);
  const majority = voteShares(patterns);
  const voted = meanOf(patterns, majority);
  // Crowds are learnt anew: after ten rounds, another start would still show.
  const from = { votes, patterns, balance: options.balance, fitOptions: { ...fitOptions, start: undefined } };
  const balance = resolveBalance(options.balance ?? 'half-uniform', labels, voted);
  const source = options.balance === undefined ? 'guessed' : 'known';
  const quality = givenQualities(functions, options.quality);
  const isCrowd = regime.kind === 'crowd' && quality.every((value) => value === undefined);
  const kind = isCrowd ? 'crowd' : 'functions';
  const chosen = isCrowd
    ? chooseCrowd(from)
    : chooseFunctions(patterns, outcomes, regime, voted, { balance, source, quality }, (table, part) =>
        believeTables(from, table, part, regime),
      );
  const corrected = gold ? correctByGold(gold, patterns, chosen) : chosen;
  const { table, posterior, notes } = refine(options, patterns, corrected);
  const accuracies = expectedAccuracies(patterns, posterior);
  return evidenceModel({
    kind: 'auto',
    labels,
    functions,
    balance: normalizeBalance(table.prior.map(Math.exp)),
    accuracies,
    figures: chosen.figures,
    notes: [
      ...describeRegime({ ...regime, kind }),
      ...notes,
      ...(gold ? [describeGold(gold)] : []),
      ...describeChanges(patterns, majority, posterior),
      ...describeLost(patterns, voted, posterior),
      ...describeWorse(patterns, accuracies),
      ...describeIntervals(patterns, options.balance, balance, (other) => {
        const model = fitAuto({ ...options, balance: other }, votes, fitOptions);
        return model.predictPatterns(patterns);
      }),
    ],
    table,
    settled: gold && chosen.rules ? { answered: answeredPatterns(gold) } : undefined,
  });
}

/** Lets the known labels move what votes and the balance say. */
function correctByGold(gold: PatternAnswers, patterns: VotePatterns, chosen: Choice): Choice {
  const table = correctTable(chosen.table, learnCorrection(chosen.table, gold.patterns, gold.counts));
  return { ...chosen, table, posterior: posteriorOf(table, patterns) };
}

/** Discounts dependent functions, and integrates over the balance where it is an interval. */
function refine(
  { dependencies = [], balance }: LabelModelOptions,
  patterns: VotePatterns,
  chosen: Choice,
): Choice {
  const shrinkage = balanceShrinkage(balance);
  if (dependencies.length === 0 && shrinkage === 1) return chosen;
  const mass = new Float64Array(chosen.posterior.length);
  writeMass(patterns, chosen.posterior, mass);
  const discounted = discountDependencies(chosen.table, patterns, mass, dependencies);
  const table = scaleEvidence(discounted.table, shrinkage);
  return {
    ...chosen,
    table,
    posterior: posteriorOf(table, patterns),
    notes: [...chosen.notes, ...discounted.notes],
  };
}

/** How the votes are weighed, what comes of it, and why. */
interface Choice {
  readonly table: EvidenceTable;
  readonly posterior: Float64Array;
  readonly notes: readonly string[];
  /** Holds where functions are rules rather than models or people, so that records with the same votes are alike. */
  readonly rules: boolean;
  readonly figures?: Readonly<Record<string, number>>;
}

/** The answers of a crowd, weighed as such. */
function chooseCrowd<L extends string, F extends string>(from: TableVotes<L, F>): Choice {
  const { table, note } = weighCrowdVotes(from);
  return { table, posterior: posteriorOf(table, from.patterns), notes: [note], rules: false };
}

/** What is known besides the votes, or guessed. */
interface Told {
  readonly balance: Float64Array;
  readonly source: 'guessed' | 'known';
  /** The precision of each function, by column. */
  readonly quality: readonly (number | undefined)[];
}

/** The votes of labeling functions; a mere count where weighing them gives one label nearly all records. */
function chooseFunctions(
  patterns: VotePatterns,
  outcomes: Outcomes,
  regime: VoteRegime,
  voted: Float64Array,
  { balance, source, quality }: Told,
  believe: (table: EvidenceTable, part: number) => BelievedTables,
): Choice {
  const weigh = (from: BalanceSource) =>
    weighFunctionVotes(patterns, outcomes, regime, balance, quality, from);
  const weighed = weigh(source);
  const { precision, conflict } = weighed;
  const told = quality.filter((value) => value !== undefined).length;
  const { table, believed } = believe(weighed.table, weighed.counted);
  const counted = weighed.counted - believed;
  const notes = [
    ...describePrecision(weighed, regime.voting, told, quality.length),
    ...describeDense(counted, believed),
  ];
  const figures = { precision, conflict, counted, learnt: believed };
  const posterior = posteriorOf(table, patterns);
  const fault = source === 'guessed' ? findCollapse(patterns, voted, posterior) : undefined;
  const rules = weighed.counted < 0.5;
  if (!fault) return { table, posterior, notes, figures, rules };
  const count = weigh('ignored').table;
  return { table: count, posterior: posteriorOf(count, patterns), notes: [...notes, fault], figures, rules };
}
