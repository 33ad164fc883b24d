import { VotePatterns } from '@labelwright/core';

/** These patterns only, in this order, with these counts. */
export function pickPatterns<L extends string, F extends string>(
  patterns: VotePatterns<L, F>,
  picked: readonly number[],
  counts: Float64Array,
): VotePatterns<L, F> {
  const { labels, functions, columns, votes, levels } = patterns;
  const offsets = new Uint32Array(picked.length + 1);
  const cells: number[] = [];
  for (const [n, p] of picked.entries()) {
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) cells.push(cell);
    offsets[n + 1] = cells.length;
  }
  return new VotePatterns({
    labels,
    functions,
    offsets,
    columns: Uint32Array.from(cells, (cell) => columns[cell]),
    votes: Int16Array.from(cells, (cell) => votes[cell]),
    levels: levels && Uint8Array.from(cells, (cell) => levels[cell]),
    counts,
  });
}
