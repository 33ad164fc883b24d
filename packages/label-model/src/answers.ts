import { LabelwrightError, oneOf, type VotePatterns } from '@labelwright/core';
import { assertList, assertObject } from './assert-given.ts';

/** A label that a person gave. */
export interface Answer<L extends string = string> {
  /** The position of the record that the person read. */
  readonly row: number;
  readonly label: L;
  /** Holds where the record was drawn at random from all covered records, not chosen for its votes. */
  readonly random?: boolean | undefined;
}

/** Answers, by the votes of their records. */
export interface PatternAnswers<L extends string = string, F extends string = string> {
  readonly patterns: VotePatterns<L, F>;
  /** How many there are of each label: `counts[pattern * K + label]`. */
  readonly counts: Float64Array;
}

/** The answers as counts: how many there are of each label on each pattern, `counts[pattern * K + label]`. */
export function countAnswers(
  patterns: VotePatterns,
  patternOf: Uint32Array,
  answers: readonly Answer[],
): Float64Array {
  const K = patterns.labels.length;
  const counts = new Float64Array(patterns.size * K);
  assertList('answers', answers);
  for (const answer of answers) {
    assertObject('an answer', answer);
    const { row, label } = answer;
    const k = patterns.labels.indexOf(label);
    if (k < 0) {
      throw new LabelwrightError(
        'mismatch',
        `found the answer '${label}'; expected ${oneOf(patterns.labels)}`,
      );
    }
    if (!(Number.isInteger(row) && row >= 0 && row < patternOf.length)) {
      throw new LabelwrightError(
        'mismatch',
        `found an answer on record ${row}; expected 0 to ${patternOf.length - 1}`,
      );
    }
    counts[patternOf[row] * K + k]++;
  }
  return counts;
}

/** How many answers there are on each pattern. */
export function answersByPattern(counts: Float64Array, labels: number): Float64Array {
  const totals = new Float64Array(counts.length / labels);
  for (let n = 0; n < counts.length; n++) totals[Math.floor(n / labels)] += counts[n];
  return totals;
}
