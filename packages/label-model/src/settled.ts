import { CONFIDENCE_LEVELS, type VotePatterns } from '@labelwright/core';
import { answersByPattern, type PatternAnswers } from './answers.ts';
import { correctTable, type EvidenceCorrection } from './evidence-correction.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { coveredRecords } from './vote-shares.ts';

/** What the answers of people add to a label model. */
export interface Settled {
  /** What they teach about votes on all records; nothing where the posterior is no sum over the labels. */
  readonly correction?: EvidenceCorrection | undefined;
  readonly answered: readonly AnsweredPattern[];
  /** What all log-odds were divided by since, those of the answered patterns among them. Default 1. */
  readonly temperature?: number | undefined;
}

/** The answers on the records that have the same votes. */
export interface AnsweredPattern {
  /** Column, label and, where votes have confidences, level, by ascending column. */
  readonly votes: readonly (readonly number[])[];
  /** How many answers there are of each label. */
  readonly counts: readonly number[];
  /** How many answers the model's own probabilities count as. */
  readonly strength: number;
}

/**
 * How many answers the model's own probabilities count as on the records with one combination of votes: frequent ones
 * mix labels much as the model says, rare ones are often all of one label.
 *
 * @param share - of the covered records; records without votes may be more
 */
export function strengthOf(share: number): number {
  return Math.max(LEAST_STRENGTH, STRENGTH_OF_ALL * Math.min(1, share) ** STRENGTH_GROWTH);
}

const LEAST_STRENGTH = 2;
const STRENGTH_OF_ALL = 16;
const STRENGTH_GROWTH = 0.25;

/**
 * What answers say of records with the very same votes.
 *
 * @param columnOf - the model's column of each of the patterns' columns; as they are by default
 */
export function answeredPatterns(
  { patterns, counts }: PatternAnswers,
  columnOf?: readonly number[],
): AnsweredPattern[] {
  const K = patterns.labels.length;
  const covered = coveredRecords(patterns);
  const found: AnsweredPattern[] = [];
  for (const [p, total] of answersByPattern(counts, K).entries()) {
    if (total === 0) continue;
    found.push({
      votes: votesOfPattern(patterns, p, columnOf),
      counts: Array.from(counts.subarray(p * K, (p + 1) * K)),
      strength: strengthOf(patterns.counts[p] / Math.max(1, covered)),
    });
  }
  return found;
}

/** The table with what the answers teach. */
export function settledTable(table: EvidenceTable, settled: Settled | undefined): EvidenceTable {
  return settled?.correction ? correctTable(table, settled.correction) : table;
}

/** Mixes the answers into the distributions of the patterns they were given on: `posterior[pattern * K + label]`. */
export function mixAnswers(
  settled: Settled | undefined,
  patterns: VotePatterns,
  columnOf: ArrayLike<number>,
  posterior: Float64Array,
): void {
  if (!settled || settled.answered.length === 0) return;
  const K = patterns.labels.length;
  const { temperature = 1 } = settled;
  const answersOf = new Map(settled.answered.map((answers) => [keyOf(answers.votes), answers]));
  for (let p = 0; p < patterns.size; p++) {
    const answers = answersOf.get(keyOf(votesOfPattern(patterns, p, columnOf)));
    if (!answers) continue;
    const { counts, strength } = answers;
    const total = counts.reduce((sum, count) => sum + count, strength);
    const own = posterior.subarray(p * K, (p + 1) * K);
    multiplyLogOdds(own, temperature);
    for (let k = 0; k < K; k++) own[k] = (strength * own[k] + counts[k]) / total;
    multiplyLogOdds(own, 1 / temperature);
  }
}

/** Multiplies all log-odds of a distribution in place. */
function multiplyLogOdds(distribution: Float64Array, factor: number): void {
  if (factor === 1) return;
  let total = 0;
  for (let k = 0; k < distribution.length; k++) {
    distribution[k] **= factor;
    total += distribution[k];
  }
  for (let k = 0; k < distribution.length; k++) distribution[k] /= total;
}

/** Holds where there are answers on records with the votes of the first pattern. */
export function isAnswered(
  settled: Settled | undefined,
  patterns: VotePatterns,
  columnOf: ArrayLike<number>,
): boolean {
  const key = keyOf(votesOfPattern(patterns, 0, columnOf));
  return settled?.answered.some(({ votes }) => keyOf(votes) === key) ?? false;
}

/** The same for the same votes, whether or not their matrix has confidences. */
function keyOf(votes: AnsweredPattern['votes']): string {
  return votes
    .map(([column, vote, level]) => [column, vote, level === CONFIDENCE_LEVELS ? '' : level].join(' '))
    .join();
}

/** The votes of a pattern in the order of the model's columns. */
export function votesOfPattern(
  { columns, votes, levels, offsets }: VotePatterns,
  pattern: number,
  columnOf?: ArrayLike<number>,
): number[][] {
  const found: number[][] = [];
  for (let cell = offsets[pattern]; cell < offsets[pattern + 1]; cell++) {
    const column = columnOf ? columnOf[columns[cell]] : columns[cell];
    found.push(levels ? [column, votes[cell], levels[cell]] : [column, votes[cell]]);
  }
  return found.sort(([a], [b]) => a - b);
}
