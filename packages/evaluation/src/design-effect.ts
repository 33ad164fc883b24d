import type { VotePatterns } from '@labelwright/core';
import { byName } from './gold.ts';

/** Votes of several functions, by records that have the same. */
export interface GroupedVotes {
  /** How many votes on each of these records are of the kind whose share is asked for. */
  readonly parts: Float64Array;
  /** How many votes there are on each of them. */
  readonly wholes: Float64Array;
  /** How many records these are. */
  readonly records: Float64Array;
}

/**
 * Finds how many votes tell as much of a share as one that stands alone: above 1 where votes on one record repeat each
 * other. Counts divided by it may be treated as independent (Rao and Scott 1992).
 */
export function designEffect({ parts, wholes, records }: GroupedVotes): number {
  let [part, whole, squares] = [0, 0, 0];
  for (let n = 0; n < wholes.length; n++) {
    part += records[n] * parts[n];
    whole += records[n] * wholes[n];
    squares += records[n] * wholes[n] ** 2;
  }
  if (whole === 0) return 1;
  const share = part / whole;
  let spread = 0;
  for (let n = 0; n < wholes.length; n++) spread += records[n] * (parts[n] - share * wholes[n]) ** 2;
  // Where the share is the same on every record, nothing tells how votes go together: each record counts as one.
  return spread < 1e-9 * whole ? squares / whole : spread / (whole * share * (1 - share));
}

/** The design effect of each label's share of the votes. */
export function labelEffects<L extends string>(patterns: VotePatterns<L>): Readonly<Record<L, number>> {
  const { labels, offsets, votes, counts, size } = patterns;
  const wholes = Float64Array.from({ length: size }, (_, p) => offsets[p + 1] - offsets[p]);
  const records = Float64Array.from(counts);
  return byName(labels, (k) => {
    const parts = new Float64Array(size);
    for (let p = 0; p < size; p++) {
      for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) if (votes[cell] === k) parts[p]++;
    }
    return designEffect({ parts, wholes, records });
  });
}
