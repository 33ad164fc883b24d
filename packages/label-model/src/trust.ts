import { type LabelMatrix, LabelwrightError, seededRandom, type VotePatterns } from '@labelwright/core';
import { countAgreement } from './agreement.ts';
import { toFitVotes } from './fit-votes.ts';
import type { Estimator } from './label-model.ts';
import { redraw } from './redraw.ts';
import { coveredRecords, meanOf, votesByFunction } from './vote-shares.ts';

/** How far an estimate may be trusted. */
export interface Trust<L extends string = string, F extends string = string> {
  readonly functions: readonly FunctionTrust<F>[];
  /** The expected share of each label among the records with votes. */
  readonly balance: readonly LabelTrust<L>[];
}

/** What the estimated accuracy of a function rests on. */
export interface FunctionTrust<F extends string = string> {
  readonly function: F;
  /** `undefined` where the model estimates none. */
  readonly accuracy: number | undefined;
  /** Where the accuracy lies when the records are drawn anew. */
  readonly interval: readonly [number, number] | undefined;
  /** Records on which the function votes. */
  readonly votes: number;
  /** Of these, records on which another function votes, too. */
  readonly overlaps: number;
  /** Other functions that share at least ten records with it. */
  readonly partners: number;
  /** Holds where 30 overlaps with two others speak for the estimate; otherwise it is mostly assumed. */
  readonly identified: boolean;
  /** The highest accuracy that is possible if no label has more records than `balance` says. */
  readonly ceiling: number | undefined;
}

/** The share of a label. */
export interface LabelTrust<L extends string = string> {
  readonly label: L;
  readonly share: number;
  readonly interval: readonly [number, number];
}

/** How intervals are found. */
export interface TrustOptions {
  /** How often records are drawn anew. Default 100. */
  readonly draws?: number | undefined;
  /** Default .95. */
  readonly level?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

const OVERLAPS = 30;
const PARTNER_OVERLAPS = 10;

/**
 * Finds how far the estimates of a label model may be trusted: intervals from fitting it to records drawn anew
 * (a bootstrap over the vote patterns), how many overlaps each accuracy rests on, and the highest one that is
 * possible for a function that votes a label on more records than have it.
 *
 * An interval says how much chance moves the estimate, not how wrong the model's assumptions are.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { mapEm } = await import('./map-em.ts');
 * const rows = Array.from({ length: 80 }, (_, i) => (i < 60 ? ['a', 'a'] : ['a', 'b']));
 * const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
 * const { functions } = trust(votes, mapEm(), { draws: 20 });
 * functions[0].overlaps; // => 80
 * functions[0].identified; // => false
 * ```
 */
export function trust<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  estimator: Estimator,
  { draws = 100, level = 0.95, seed = 0 }: TrustOptions = {},
): Trust<L, F> {
  if (!(Number.isInteger(draws) && draws >= 1 && level > 0 && level < 1)) {
    throw new LabelwrightError(
      'invalid-option',
      `found ${draws} draws at the level ${level}; expected at least 1, between 0 and 1`,
    );
  }
  const { patterns } = toFitVotes<L, F>(votes);
  const found = estimate(patterns, estimator);
  const random = seededRandom(seed);
  const again = Array.from({ length: draws }, () => estimate(redraw(patterns, random), estimator));
  return {
    functions: foundations(patterns, found.balance).map((foundation, j) => ({
      ...foundation,
      accuracy: found.accuracies[j],
      interval: intervalOf(
        again.map(({ accuracies }) => accuracies[j]),
        level,
      ),
    })),
    balance: patterns.labels.map((label, k) => {
      const shares = again.map(({ balance }) => balance[k]);
      return { label, share: found.balance[k], interval: intervalOf(shares, level) ?? [0, 1] };
    }),
  };
}

function estimate<F extends string>(
  patterns: VotePatterns<string, F>,
  estimator: Estimator,
): { readonly accuracies: readonly (number | undefined)[]; readonly balance: Float64Array } {
  const model = estimator.fit<string, F>(patterns);
  return {
    accuracies: patterns.functions.map((name) => model.accuracies[name]),
    balance: meanOf(patterns, model.predictPatterns(patterns)),
  };
}

function intervalOf(
  values: readonly (number | undefined)[],
  level: number,
): readonly [number, number] | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

/** What each function's votes give to learn from. */
function foundations<F extends string>(
  patterns: VotePatterns<string, F>,
  balance: Float64Array,
): Omit<FunctionTrust<F>, 'accuracy' | 'interval'>[] {
  const M = patterns.functions.length;
  const voted = votesByFunction(patterns);
  const { both } = countAgreement(patterns);
  const overlaps = new Float64Array(M);
  for (let p = 0; p < patterns.size; p++) {
    const [from, to] = [patterns.offsets[p], patterns.offsets[p + 1]];
    if (to - from < 2) continue;
    for (let cell = from; cell < to; cell++) overlaps[patterns.columns[cell]] += patterns.counts[p];
  }
  const possible = possibleHits(patterns, balance);
  return patterns.functions.map((name, j) => {
    const partners = patterns.functions.filter(
      (_, other) => other !== j && both[j * M + other] >= PARTNER_OVERLAPS,
    );
    return {
      function: name,
      votes: voted[j],
      overlaps: overlaps[j],
      partners: partners.length,
      identified: overlaps[j] >= OVERLAPS && partners.length >= 2,
      ceiling: voted[j] > 0 ? Math.min(1, possible[j] / voted[j]) : undefined,
    };
  });
}

/** How many votes of each function can be right at most. */
function possibleHits(patterns: VotePatterns, balance: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const covered = coveredRecords(patterns);
  const voted = new Float64Array(patterns.functions.length * K);
  for (let p = 0; p < patterns.size; p++) {
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      voted[patterns.columns[cell] * K + patterns.votes[cell]] += patterns.counts[p];
    }
  }
  const possible = new Float64Array(patterns.functions.length);
  for (let n = 0; n < voted.length; n++) {
    possible[Math.floor(n / K)] += Math.min(voted[n], covered * balance[n % K]);
  }
  return possible;
}
