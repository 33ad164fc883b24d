import { ABSTAIN } from '@labelwright/core';
import type { FitVotes } from './fit-votes.ts';
import type { Outcomes } from './outcomes.ts';

/** So many votes on records of known label, each weighted, are believed half against the other functions'. */
const STRENGTH = 200;

/**
 * The precision of each outcome, moved by the records whose label is known: all functions' together first, and
 * each function's as far as its own votes on such records go.
 *
 * @param precision - what is expected of each outcome without them
 */
export function movedByGold(
  { patterns, known }: FitVotes,
  outcomes: Outcomes,
  precision: Float64Array,
): Float64Array {
  if (!known) return precision;
  const right = new Float64Array(outcomes.size);
  const all = new Float64Array(outcomes.size);
  for (let p = 0; p < patterns.size; p++) {
    if (known[p] === ABSTAIN) continue;
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      const vote = patterns.votes[cell];
      const o = outcomes.numberOf[patterns.columns[cell] * outcomes.labels + vote];
      all[o] += patterns.counts[p];
      if (vote === known[p]) right[o] += patterns.counts[p];
    }
  }
  const expected = sum(precision.map((share, o) => share * all[o]));
  const votes = sum(all);
  const shift = (sum(right) - expected) / (votes + STRENGTH);
  return precision.map((share, o) => {
    const mean = Math.min(Math.max(share + shift, 0.01), 0.99);
    return (right[o] + STRENGTH * mean) / (all[o] + STRENGTH);
  });
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
