import {
  findPatterns,
  type LabelMatrix,
  LabelwrightError,
  seededRandom,
  type Vote,
  type VotePatterns,
} from '@labelwright/core';
import { type Answer, answersByPattern, countAnswers } from './answers.ts';
import type { LabelModel } from './label-model.ts';
import { strengthOf } from './settled.ts';
import { coveredRecords } from './vote-shares.ts';

/** A combination of votes that leaves the label open: who is right? */
export interface Question<L extends string = string, F extends string = string> {
  readonly votes: readonly Vote<L, F>[];
  /** How many records have these votes. */
  readonly records: number;
  /** What the model holds now, in the order of the labels. */
  readonly probabilities: readonly number[];
  /** How many more of these records are expected to have the right label, per answer. */
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
 * Names the combinations of votes whose answer is worth most: many records, and a label that few answers can turn.
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
  const { patterns, patternOf } = findPatterns(votes);
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

/** How many more records of each pattern an answer is expected to put right: alone, or as one of several. */
function gainsOf(patterns: VotePatterns, posterior: Float64Array, answered: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const gains = new Float64Array(patterns.size);
  const covered = coveredRecords(patterns);
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) continue;
    const strength = strengthOf(patterns.counts[p] / covered) + answered[p];
    const shares = Array.from(posterior.subarray(p * K, (p + 1) * K), (share) => share * strength);
    const counts = shares.sort((one, other) => other - one).slice(0, RIVALS);
    const unread = Math.max(1, patterns.counts[p] - answered[p]);
    const batches = BATCHES.filter((batch) => batch <= unread);
    const gain = Math.max(...batches.map((batch) => gainOf(counts, strength, batch) / batch));
    gains[p] = gain > 1e-9 ? patterns.counts[p] * gain : 0;
  }
  return gains;
}

/** Labels beyond these are taken not to win. */
const RIVALS = 3;
/** Six turn a label that the model is fairly sure of, and wrong about. */
const BATCHES = [1, 3, 6];

/** How much answers are expected to raise the highest share: nothing where they cannot change which label has it. */
function gainOf(counts: number[], strength: number, answers: number): number {
  return expectedHighest(counts, strength, answers) - Math.max(...counts) / strength;
}

/** The highest share of a label after so many answers, expected under a Dirichlet distribution with these counts. */
function expectedHighest(counts: readonly number[], total: number, answers: number): number {
  const rest = Math.max(
    0,
    counts.reduce((left, count) => left - count, total),
  );
  return sumOverSplits(counts, rest, answers, 0) / (waysOf(total, answers) * (total + answers));
}

/** The highest count, summed over all ways to split the answers among the labels. */
function sumOverSplits(
  [count, ...others]: readonly number[],
  rest: number,
  answers: number,
  highest: number,
): number {
  if (count === undefined) return waysOf(rest, answers) * highest;
  let sum = 0;
  for (let own = 0; own <= answers; own++) {
    const higher = Math.max(highest, count + own);
    sum += waysOf(count, own) * sumOverSplits(others, rest, answers - own, higher);
  }
  return sum;
}

/** In how many ways a label with this count gets so many answers, as in Pólya's urn: `count · (count + 1) · … / n!`. */
function waysOf(count: number, answers: number): number {
  let ways = 1;
  for (let n = 0; n < answers; n++) ways *= (count + n) / (n + 1);
  return ways;
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
