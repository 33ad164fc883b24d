import type { VotePatterns } from '@labelwright/core';
import { ratio } from './ratio.ts';

/** How often two votes on the same record agree, over all pairs of votes; `undefined` without such pairs. */
export function consistencyOf({ labels, offsets, votes, counts, size }: VotePatterns): number | undefined {
  const here = new Float64Array(labels.length);
  let [pairs, alike] = [0, 0];
  for (let p = 0; p < size; p++) {
    const width = offsets[p + 1] - offsets[p];
    if (width < 2) continue;
    here.fill(0);
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) here[votes[cell]]++;
    pairs += (counts[p] * width * (width - 1)) / 2;
    for (let k = 0; k < here.length; k++) alike += (counts[p] * here[k] * (here[k] - 1)) / 2;
  }
  return ratio(alike, pairs);
}
