import { pickPatterns, type Random, type VotePatterns } from '@labelwright/core';

/** So many records drawn anew, as a share of them: each pattern's count is Poisson around that share of what it was. */
export function redraw<L extends string, F extends string>(
  patterns: VotePatterns<L, F>,
  random: Random,
  share = 1,
): VotePatterns<L, F> {
  const counts = patterns.counts.map((count) => drawCount(share * count, random));
  const kept = [...counts.keys()].filter((p) => counts[p] > 0);
  if (kept.length === 0) return patterns;
  return pickPatterns(
    patterns,
    kept,
    counts.filter((count) => count > 0),
  );
}

/** A Poisson number; for large means a rounded normal one. */
function drawCount(mean: number, random: Random): number {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > end; product *= random()) count++;
  return count;
}
