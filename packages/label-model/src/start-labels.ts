import { LabelwrightError, VotePatterns } from '@labelwright/core';
import type { FitOptions } from './label-model.ts';
import { voteShares } from './vote-shares.ts';

/**
 * The distributions that EM begins from, `shares[pattern * K + label]`: those of the model to start from, of the
 * functions that it knows, or else each label's share of the votes.
 */
export function startLabels<L extends string>(
  patterns: VotePatterns<L>,
  { start }: FitOptions<L> = {},
): Float64Array {
  if (!start) return voteShares(patterns);
  if (start.labels.join('\n') !== patterns.labels.join('\n')) {
    throw new LabelwrightError(
      'mismatch',
      `the model to start from has the labels ${start.labels.join(', ')}; expected ${patterns.labels.join(', ')}`,
    );
  }
  return start.predictPatterns(keepFunctions(patterns, new Set(start.functions)));
}

/** The same patterns without the votes of other functions; patterns that become alike stay apart. */
function keepFunctions<L extends string>(
  patterns: VotePatterns<L>,
  known: ReadonlySet<string>,
): VotePatterns<L> {
  const { labels, functions, columns, votes, levels, offsets, counts } = patterns;
  if (functions.every((name) => known.has(name))) return patterns;
  const kept = functions.filter((name) => known.has(name));
  const columnOf = functions.map((name) => kept.indexOf(name));
  const ends = new Uint32Array(offsets.length);
  const cells: number[] = [];
  for (let p = 0; p < patterns.size; p++) {
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
      if (columnOf[columns[cell]] >= 0) cells.push(cell);
    }
    ends[p + 1] = cells.length;
  }
  return new VotePatterns({
    labels,
    functions: kept,
    offsets: ends,
    columns: Uint32Array.from(cells, (cell) => columnOf[columns[cell]]),
    votes: Int16Array.from(cells, (cell) => votes[cell]),
    levels: levels && Uint8Array.from(cells, (cell) => levels[cell]),
    counts,
  });
}
