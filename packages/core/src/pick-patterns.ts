import { VotePatterns } from './vote-patterns.ts';

/** These patterns only, in this order, with these counts. */
export function pickPatterns<L extends string, F extends string>(
  patterns: VotePatterns<L, F>,
  picked: ArrayLike<number>,
  counts: Float64Array,
): VotePatterns<L, F> {
  const { labels, functions, levels } = patterns;
  const offsets = new Uint32Array(picked.length + 1);
  for (let n = 0; n < picked.length; n++) {
    offsets[n + 1] = offsets[n] + patterns.offsets[picked[n] + 1] - patterns.offsets[picked[n]];
  }
  const cells = offsets[picked.length];
  const columns = new Uint32Array(cells);
  const votes = new Int16Array(cells);
  const pickedLevels = levels && new Uint8Array(cells);
  for (let n = 0; n < picked.length; n++) {
    const [from, to] = [patterns.offsets[picked[n]], patterns.offsets[picked[n] + 1]];
    columns.set(patterns.columns.subarray(from, to), offsets[n]);
    votes.set(patterns.votes.subarray(from, to), offsets[n]);
    if (levels) pickedLevels?.set(levels.subarray(from, to), offsets[n]);
  }
  return new VotePatterns({ labels, functions, offsets, columns, votes, levels: pickedLevels, counts });
}
