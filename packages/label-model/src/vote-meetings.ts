import type { VotePatterns } from '@labelwright/core';
import { type Outcomes, outcomesOfCells } from './outcomes.ts';

/** How often votes meet others on their records. */
export interface VoteMeetings {
  /** For each outcome, the votes for other labels on its records. */
  readonly conflicts: Float64Array;
  /**
   * For each outcome, the records that it shares with each earlier one of its label, by their place in `byLabel`;
   * `undefined` where it meets none.
   */
  readonly alike: readonly (Float64Array | undefined)[];
  /** The outcomes of each label. */
  readonly byLabel: readonly (readonly number[])[];
}

/** Counts for each pair of votes on a record whether they conflict or say the same. */
export function countMeetings(patterns: VotePatterns, outcomes: Outcomes): VoteMeetings {
  const { votes, offsets, counts, size } = patterns;
  const numbers = outcomesOfCells(outcomes, patterns);
  const byLabel: number[][] = Array.from({ length: outcomes.labels }, () => []);
  const placeOf = Uint32Array.from(outcomes.labelOf, (label, o) => byLabel[label].push(o) - 1);
  const conflicts = new Float64Array(outcomes.size);
  const alike: Float64Array[] = new Array(outcomes.size);
  for (let p = 0; p < size; p++) {
    const from = offsets[p];
    const to = offsets[p + 1];
    const count = counts[p];
    for (let later = from + 1; later < to; later++) {
      const outcome = numbers[later];
      for (let cell = from; cell < later; cell++) {
        if (votes[cell] !== votes[later]) {
          conflicts[outcome] += count;
          conflicts[numbers[cell]] += count;
        } else {
          alike[outcome] ??= new Float64Array(placeOf[outcome]);
          alike[outcome][placeOf[numbers[cell]]] += count;
        }
      }
    }
  }
  return { conflicts, alike, byLabel };
}
