import { type Agreement, countAgreement, dependentPairs } from './agreement.ts';
import { type Balance, resolveBalance } from './class-balance.ts';
import { mostlyOneSided } from './confusion-em.ts';
import { evidenceModel } from './evidence-model.ts';
import { toFitVotes, unusedGold } from './fit-votes.ts';
import type { Estimator } from './label-model.ts';
import { coinEvidence } from './one-coin.ts';
import { findOutcomes, type Outcomes } from './outcomes.ts';
import { recorded } from './recorded.ts';
import { votedShares } from './vote-shares.ts';

/** How the triplet method learns. */
export interface TripletsOptions {
  /** Default `half-uniform`. */
  readonly balance?: Balance | undefined;
  /** Pairs of functions, by name, that depend on each other: no triplet may hold both. */
  readonly dependencies?: readonly (readonly [string, string])[] | undefined;
}

/** A function's skill stays inside: nobody is always right, and nobody is worse than chance. */
const SKILLS = [0.02, 0.98] as const;

/** The skill of a function of which agreement says nothing: right seven times in ten with two labels. */
const UNKNOWN_SKILL = 0.4;

/** Votes beside others, on which a function's own skill weighs as much as that of all functions. */
const SHRINKAGE = 20;

/**
 * Learns in closed form how often each function is right from how often it agrees with two others, over all
 * triplets (FlyingSquid: Fu, Chen, Sala, Hooper, Fatahalian and Ré, 2020), for any number of labels.
 *
 * Each triplet counts by its precision, and a function that votes beside few others is held close to the rest.
 * Takes wrong votes for evenly spread over the other labels, and functions for better than chance.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['ann', 'bob', 'eve'], [
 *   ['yes', 'yes', 'no'], ['no', 'no', 'yes'], ['yes', 'yes', 'yes'], ['no', 'no', 'no'], ['no', 'no', 'no'],
 * ]);
 * const { accuracies } = triplets().fit(votes);
 * accuracies.ann > accuracies.eve; // => true
 * ```
 */
export function triplets(options: TripletsOptions = {}): Estimator {
  return recorded(options, {
    name: 'triplets',
    fit(votes, fitOptions) {
      const { patterns } = toFitVotes(votes);
      const { labels, functions } = patterns;
      const K = labels.length;
      const outcomes = findOutcomes(patterns);
      const agreement = countAgreement(patterns);
      const skills = learnSkills(agreement, K, dependentPairs(functions, options.dependencies ?? []));
      const balance = resolveBalance(options.balance ?? 'half-uniform', labels, votedShares(patterns));
      const accuracies = skills.own.map((skill) => toAccuracy(skill, K));
      const voted = new Set(outcomes.columnOf);
      return evidenceModel({
        kind: 'triplets',
        labels,
        functions,
        balance,
        accuracies: functions.map((_, j) => (voted.has(j) ? accuracies[j] : undefined)),
        notes: [...unusedGold(fitOptions), ...skills.notes, ...(mostlyOneSided(outcomes) ? [ONE_SIDED] : [])],
        table: {
          unit: 'log-odds',
          prior: balance.map(Math.log),
          outcomes,
          evidence: weigh(outcomes, accuracies),
          unseen: new Float64Array(K).fill(coinEvidence(toAccuracy(skills.all, K), K)),
        },
      });
    },
  });
}

const ONE_SIDED =
  'Most labeling functions vote one label only: two such functions agree always or never, which says little ' +
  'about how often they are right.';

interface Skills {
  readonly own: Float64Array;
  readonly all: number;
  readonly notes: readonly string[];
}

/**
 * The skill of each function: 0 for chance, 1 for always right. Where functions err independently, the skill of
 * agreeing of two is the product of their skills.
 */
function learnSkills(agreement: Agreement, K: number, dependent: Uint8Array): Skills {
  const M = agreement.functions;
  const products = pairProducts(agreement, K, dependent);
  const all = pooledSkill(agreement, products, dependent);
  if (all === undefined) {
    const notes = ['No two labeling functions vote on one record: all are taken for equally good.'];
    return { own: new Float64Array(M).fill(UNKNOWN_SKILL), all: UNKNOWN_SKILL, notes };
  }
  let alone = 0;
  const own = Float64Array.from({ length: M }, (_, i) => {
    const found = skillFromTriplets(agreement, products, dependent, i);
    if (!found) {
      alone++;
      return all;
    }
    return keepInside((found.skill * found.votes + all * SHRINKAGE) / (found.votes + SHRINKAGE));
  });
  const notes =
    alone > 0 ? [`${alone} of ${M} labeling functions are in no triplet: they get the mean skill.`] : [];
  return { own, all, notes };
}

/** The skill of agreeing of each pair, `products[a * M + b]`; not a number where they never vote together. */
function pairProducts({ both, alike }: Agreement, K: number, dependent: Uint8Array): Float64Array {
  return both.map((count, pair) => {
    if (count === 0 || dependent[pair] === 1 || K < 2) return Number.NaN;
    return ((K * alike[pair]) / count - 1) / (K - 1);
  });
}

function pooledSkill({ both }: Agreement, products: Float64Array, dependent: Uint8Array): number | undefined {
  let sum = 0;
  let votes = 0;
  for (let pair = 0; pair < products.length; pair++) {
    if (Number.isNaN(products[pair]) || dependent[pair] === 1) continue;
    sum += both[pair] * products[pair];
    votes += both[pair];
  }
  return votes > 0 ? keepInside(Math.sqrt(Math.max(0, sum / votes))) : undefined;
}

/** The mean over the triplets of a function, weighted by precision; `undefined` where it is in none. */
function skillFromTriplets(
  { functions: M, both }: Agreement,
  products: Float64Array,
  dependent: Uint8Array,
  i: number,
): { readonly skill: number; readonly votes: number } | undefined {
  const partners: number[] = [];
  let votes = 0;
  for (let j = 0; j < M; j++) {
    if (j === i || Number.isNaN(products[i * M + j]) || dependent[i * M + j] === 1) continue;
    partners.push(j);
    votes += both[i * M + j];
  }
  let sum = 0;
  let weights = 0;
  for (const [n, j] of partners.entries()) {
    for (const k of partners.slice(n + 1)) {
      const pairs = [i * M + j, i * M + k, j * M + k];
      const other = products[pairs[2]];
      if (Number.isNaN(other)) continue;
      const square = Math.abs(
        (products[pairs[0]] * products[pairs[1]]) / (Math.abs(other) < 0.01 ? 0.01 : other),
      );
      const weight = tripletPrecision(pairs, products, both);
      sum += weight * Math.min(Math.sqrt(square), SKILLS[1]);
      weights += weight;
    }
  }
  return weights > 0 ? { skill: sum / weights, votes } : undefined;
}

/** One over the variance of the skill that three pairs give, by the delta method, up to a factor. */
function tripletPrecision(pairs: readonly number[], products: Float64Array, both: Float64Array): number {
  let relative = 0;
  for (const pair of pairs) {
    const product = Math.min(Math.abs(products[pair]), 0.99);
    relative += (1 - product * product + 1 / both[pair]) / (both[pair] * Math.max(product * product, 1e-4));
  }
  return 1 / relative;
}

function weigh(outcomes: Outcomes, accuracies: Float64Array): Float64Array {
  const K = outcomes.labels;
  const evidence = new Float64Array(outcomes.size * K);
  for (let o = 0; o < outcomes.size; o++) {
    evidence[o * K + outcomes.labelOf[o]] = coinEvidence(accuracies[outcomes.columnOf[o]], K);
  }
  return evidence;
}

function toAccuracy(skill: number, K: number): number {
  return (1 + (K - 1) * skill) / K;
}

function keepInside(skill: number): number {
  return Math.min(Math.max(skill, SKILLS[0]), SKILLS[1]);
}
