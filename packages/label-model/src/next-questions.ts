import {
  type LabelMatrix,
  LabelwrightError,
  seededRandom,
  type Vote,
  type VotePatterns,
} from '@labelwright/core';
import { type Answer, answersByPattern, countAnswers } from './answers.ts';
import { indexedPatterns } from './indexed-patterns.ts';
import type { LabelModel } from './label-model.ts';
import { STRENGTH } from './settled.ts';

/** A combination of votes that leaves the label open: who is right? */
export interface Question<L extends string = string, F extends string = string> {
  readonly votes: readonly Vote<L, F>[];
  /** How many records have these votes. */
  readonly records: number;
  /** What the model holds now, in the order of the labels. */
  readonly probabilities: readonly number[];
  /** How many more of these records are expected to have the right label after one answer. */
  readonly gain: number;
  /** Records to read, by position, drawn at random among those not answered. */
  readonly rows: readonly number[];
}

/** How questions are asked. */
export interface NextQuestionsOptions<L extends string = string> {
  /** What has been answered: these records are not asked again, and their votes less so. Default: nothing. */
  readonly answers?: readonly Answer<L>[] | undefined;
  /** How many records to read for each question. Default 3. */
  readonly reads?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Names the combinations of votes whose answer is worth most: many records, and a label that one answer can turn.
 * Best first; fewer than `n` where no more can change a label.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { majorityVote } = await import('./majority-vote.ts');
 * const votes = LabelMatrix.fromRows(['ham', 'spam'], ['link', 'song'], [
 *   ['spam', undefined], ['spam', 'ham'], ['spam', 'ham'], [undefined, 'ham'],
 * ]);
 * const [question] = nextQuestions(votes, majorityVote().fit(votes), 1);
 * question.votes.map(({ function: name }) => name); // => ['link', 'song']
 * question.records; // => 2
 * ```
 */
export function nextQuestions<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  model: LabelModel<L, string>,
  n: number,
  { answers = [], reads = 3, seed = 0 }: NextQuestionsOptions<NoInfer<L>> = {},
): Question<L, F>[] {
  if (!(n >= 0 && reads >= 1)) {
    throw new LabelwrightError(
      'invalid-option',
      `found ${n} questions with ${reads} records each; expected 0 or more with at least 1`,
    );
  }
  const { patterns, patternOf } = indexedPatterns(votes);
  const K = patterns.labels.length;
  const posterior = model.predictPatterns(patterns);
  const answered = answersByPattern(countAnswers(patterns, patternOf, answers), K);
  const gains = gainsOf(patterns, posterior, answered);
  const best = Array.from(gains.keys())
    .filter((p) => gains[p] > 0 && answered[p] < patterns.counts[p])
    .sort((a, b) => gains[b] - gains[a] || a - b)
    .slice(0, n);
  const rows = drawRows(patternOf, best, new Set(answers.map(({ row }) => row)), reads, seed);
  return best.flatMap((p, place) => {
    const own = rows[place];
    if (own.length === 0) return [];
    return {
      votes: votes.votesOn(own[0]),
      records: patterns.counts[p],
      probabilities: Array.from(posterior.subarray(p * K, (p + 1) * K)),
      gain: gains[p],
      rows: own,
    };
  });
}

/** How many more records of each pattern one answer is expected to put right. */
function gainsOf(patterns: VotePatterns, posterior: Float64Array, answered: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const gains = new Float64Array(patterns.size);
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) continue;
    const strength = STRENGTH + answered[p];
    const shares = posterior.subarray(p * K, (p + 1) * K);
    const highest = Math.max(...shares);
    let expected = 0;
    for (let k = 0; k < K; k++) {
      const after = Math.max(strength * highest, strength * shares[k] + 1) / (strength + 1);
      expected += shares[k] * after;
    }
    // The highest share itself is raised by an answer for it, which changes no label.
    const gain = expected - highest;
    gains[p] = gain > 1e-12 ? patterns.counts[p] * gain : 0;
  }
  return gains;
}

/** Up to so many records of each pattern that are not answered, drawn by the seed. */
function drawRows(
  patternOf: Uint32Array,
  chosen: readonly number[],
  read: ReadonlySet<number>,
  reads: number,
  seed: number,
): number[][] {
  const placeOf = new Map(chosen.map((p, place) => [p, place]));
  const rows: number[][] = chosen.map(() => []);
  for (let i = 0; i < patternOf.length; i++) {
    const place = placeOf.get(patternOf[i]);
    if (place !== undefined && !read.has(i)) rows[place].push(i);
  }
  return rows.map((own, place) => {
    const random = seededRandom(seed * 0x9e3779b1 + chosen[place]);
    for (let n = 0; n < Math.min(reads, own.length); n++) {
      const other = n + Math.floor(random() * (own.length - n));
      [own[n], own[other]] = [own[other], own[n]];
    }
    return own.slice(0, reads);
  });
}
