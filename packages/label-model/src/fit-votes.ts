import {
  ABSTAIN,
  findPatterns,
  LabelMatrix,
  LabelwrightError,
  labelPositions,
  VotePatterns,
} from '@labelwright/core';
import { countAnswers, type PatternAnswers } from './answers.ts';
import type { FitOptions } from './label-model.ts';

/** What an estimator learns from: counted patterns, and the label of each pattern where gold tells it. */
export interface FitVotes<L extends string = string, F extends string = string> {
  readonly patterns: VotePatterns<L, F>;
  /** The known label of each pattern, `ABSTAIN` where unknown; left out where no label is known. */
  readonly known?: Int16Array | undefined;
}

const GOLD_WEIGHT = 10;

/** The patterns to learn from; records with known labels get patterns of their own, weighted. */
export function toFitVotes<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  options: FitOptions<L> = {},
): FitVotes<L, F> {
  const { gold, goldWeight = GOLD_WEIGHT } = options;
  assertGold(votes, options);
  if (!(votes instanceof LabelMatrix)) return { patterns: votes };
  const { patterns, patternOf } = findPatterns(votes);
  if (!gold) return { patterns };
  return setApart(patterns, patternOf, labelPositions(votes.labels, gold), goldWeight);
}

/** Refuses gold that is not one entry per record of a matrix, and a weight that is none. */
function assertGold<L extends string>(
  votes: LabelMatrix<L> | VotePatterns<L>,
  { gold, goldWeight = GOLD_WEIGHT }: FitOptions<L>,
): void {
  if (!(goldWeight > 0 && Number.isFinite(goldWeight))) {
    throw new LabelwrightError('invalid-option', `the gold weight is ${goldWeight}; expected above 0`);
  }
  if (!gold) return;
  if (!(votes instanceof LabelMatrix)) {
    throw new LabelwrightError('invalid-option', 'found gold labels with vote patterns; expected a matrix');
  }
  if (gold.length !== votes.rows) {
    throw new LabelwrightError('mismatch', `found ${gold.length} gold labels; expected ${votes.rows}`);
  }
}

/** The known labels as answers of people, one of the default weight as one; `undefined` where none is known. */
export function knownAnswers<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  options: FitOptions<L> = {},
): PatternAnswers<L, F> | undefined {
  const { gold, goldWeight = GOLD_WEIGHT } = options;
  assertGold(votes, options);
  if (!gold || !(votes instanceof LabelMatrix)) return undefined;
  const answers = [...gold.entries()].flatMap(([row, label]) => (label ? [{ row, label }] : []));
  if (answers.length === 0) return undefined;
  const { patterns, patternOf } = findPatterns(votes);
  const counts = countAnswers(patterns, patternOf, answers);
  return { patterns, counts: counts.map((count) => (count * goldWeight) / GOLD_WEIGHT) };
}

/** A note where known labels were given to an estimator that cannot learn from them. */
export function unusedGold({ gold }: FitOptions = {}): string[] {
  return gold ? ['The known labels were not used: this label model learns from the votes alone.'] : [];
}

/** Moves the records whose label is known into patterns of their own, behind the others. */
function setApart<L extends string, F extends string>(
  patterns: VotePatterns<L, F>,
  patternOf: Uint32Array,
  gold: Int16Array,
  goldWeight: number,
): FitVotes<L, F> {
  const K = patterns.labels.length;
  const apart = new Map<number, number>();
  const counts = Array.from(patterns.counts);
  for (let i = 0; i < gold.length; i++) {
    if (gold[i] === ABSTAIN) continue;
    const key = patternOf[i] * K + gold[i];
    apart.set(key, (apart.get(key) ?? 0) + goldWeight);
    counts[patternOf[i]]--;
  }
  const keys = [...apart.keys()].sort((a, b) => a - b);
  if (keys.length === 0) return { patterns };
  const known = new Int16Array(patterns.size + keys.length).fill(ABSTAIN);
  for (const [n, key] of keys.entries()) {
    known[patterns.size + n] = key % K;
    counts.push(apart.get(key) ?? 0);
  }
  return {
    patterns: repeatPatterns(
      patterns,
      keys.map((key) => Math.floor(key / K)),
      counts,
    ),
    known,
  };
}

/** The patterns, and once more those listed, with these counts. */
function repeatPatterns<L extends string, F extends string>(
  patterns: VotePatterns<L, F>,
  again: readonly number[],
  counts: readonly number[],
): VotePatterns<L, F> {
  const offsets = Array.from(patterns.offsets);
  const cells = Array.from(patterns.columns.keys());
  for (const p of again) {
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) cells.push(cell);
    offsets.push(cells.length);
  }
  const { labels, functions, columns, votes, levels } = patterns;
  return new VotePatterns({
    labels,
    functions,
    offsets: Uint32Array.from(offsets),
    columns: Uint32Array.from(cells, (cell) => columns[cell]),
    votes: Int16Array.from(cells, (cell) => votes[cell]),
    levels: levels && Uint8Array.from(cells, (cell) => levels[cell]),
    counts: Float64Array.from(counts),
  });
}

/** Writes certainty into the distributions of the patterns whose label is known. */
export function clampKnown({ patterns, known }: FitVotes, posterior: Float64Array): void {
  if (!known) return;
  const K = patterns.labels.length;
  for (let p = 0; p < known.length; p++) {
    if (known[p] === ABSTAIN) continue;
    posterior.fill(0, p * K, (p + 1) * K);
    posterior[p * K + known[p]] = 1;
  }
}

/**
 * What the known labels add to the log-likelihood of the votes: the logarithm of their probability given the votes.
 *
 * @param posterior - the distributions before {@link clampKnown}: `posterior[pattern * S + state]`, states by label
 */
export function logLikelihoodOfKnown({ patterns, known }: FitVotes, posterior: Float64Array): number {
  if (!known) return 0;
  const S = posterior.length / patterns.size;
  const kinds = S / patterns.labels.length;
  let sum = 0;
  for (let p = 0; p < known.length; p++) {
    if (known[p] === ABSTAIN || patterns.isEmpty(p)) continue;
    let chance = 0;
    for (let g = 0; g < kinds; g++) chance += posterior[p * S + known[p] * kinds + g];
    sum += patterns.counts[p] * Math.log(Math.max(chance, Number.MIN_VALUE));
  }
  return sum;
}

/**
 * Writes how many records of each label each pattern stands for into `mass[pattern * K + label]`: its count
 * times the label's probability; 0 for records without votes, which teach nothing.
 */
export function writeMass(patterns: VotePatterns, posterior: Float64Array, mass: Float64Array): void {
  const K = patterns.labels.length;
  for (let p = 0; p < patterns.size; p++) {
    const count = patterns.isEmpty(p) ? 0 : patterns.counts[p];
    for (let k = 0; k < K; k++) mass[p * K + k] = count * posterior[p * K + k];
  }
}
