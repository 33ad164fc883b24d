import type { IndexedPatterns, ProbabilisticLabels, VotePatterns } from '@labelwright/core';
import { topPositions } from './gold.ts';

/** Two functions that disagree, and whose disagreement decides labels. */
export interface DecidingConflict<L extends string = string, F extends string = string> {
  /** The function whose vote is the label that the records get. */
  readonly winner: F;
  /** Its vote. */
  readonly label: L;
  readonly loser: F;
  /** The vote of the other. */
  readonly against: L;
  /** The records whose label would be open, or another, without the winner's vote, as the votes are counted. */
  readonly records: number;
  /** How many of them have gold, if gold is known. */
  readonly judged?: number | undefined;
  /** How many of these have the winner's label. */
  readonly right?: number | undefined;
}

/**
 * Finds the conflicts that decide most labels: pairs of votes that disagree on records where the label is that of the
 * one, and would be open or another without it, counting votes.
 *
 * @param goldOf - by pattern and label, the number of records: `goldOf[pattern * K + label]`
 */
export function decidingConflicts<L extends string, F extends string>(
  { patterns, patternOf }: IndexedPatterns<L, F>,
  labels: ProbabilisticLabels<L>,
  goldOf: Float64Array | undefined,
  most: number,
): DecidingConflict<L, F>[] {
  const tops = topPositions(labels);
  const winners = new Int16Array(patterns.size).fill(-1);
  for (let i = patternOf.length - 1; i >= 0; i--) winners[patternOf[i]] = tops[labels.index[i]];
  const found = new Map<number, { records: number; judged: number; right: number }>();
  for (let p = 0; p < patterns.size; p++) {
    if (winners[p] < 0 || !decides(patterns, p, winners[p])) continue;
    const K = patterns.labels.length;
    const gold = goldOf?.subarray(p * K, (p + 1) * K);
    const judged = gold?.reduce((sum, count) => sum + count, 0) ?? 0;
    for (const key of keysOf(patterns, p, winners[p])) {
      const known = found.get(key) ?? { records: 0, judged: 0, right: 0 };
      known.records += patterns.counts[p];
      known.judged += judged;
      known.right += gold?.[winners[p]] ?? 0;
      found.set(key, known);
    }
  }
  const order = [...found].sort(([a, x], [b, y]) => y.records - x.records || a - b).slice(0, most);
  return order.map(([key, counts]) => ({
    ...named(patterns, key),
    records: counts.records,
    ...(goldOf && { judged: counts.judged, right: counts.right }),
  }));
}

/** Holds where votes disagree and one vote less for the label would leave it no plurality. */
function decides({ offsets, votes, labels }: VotePatterns, p: number, label: number): boolean {
  const counts = new Uint32Array(labels.length);
  for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) counts[votes[cell]]++;
  let others = 0;
  for (let k = 0; k < counts.length; k++) if (k !== label) others = Math.max(others, counts[k]);
  return counts[label] > 0 && others > 0 && others >= counts[label] - 1;
}

/** A number for each pair of a vote for the label and a vote against it. */
function keysOf(patterns: VotePatterns, p: number, label: number): number[] {
  const { offsets, columns, votes, functions, labels } = patterns;
  const [M, K] = [functions.length, labels.length];
  const cells = Array.from({ length: offsets[p + 1] - offsets[p] }, (_, n) => offsets[p] + n);
  const [ours, theirs] = [cells.filter((c) => votes[c] === label), cells.filter((c) => votes[c] !== label)];
  return ours.flatMap((a) => theirs.map((b) => ((columns[a] * K + label) * M + columns[b]) * K + votes[b]));
}

function named<L extends string, F extends string>(
  { functions, labels }: VotePatterns<L, F>,
  key: number,
): Pick<DecidingConflict<L, F>, 'winner' | 'label' | 'loser' | 'against'> {
  const [M, K] = [functions.length, labels.length];
  const pair = Math.floor(key / K);
  const first = Math.floor(pair / M);
  return {
    winner: functions[Math.floor(first / K)],
    label: labels[first % K],
    loser: functions[pair % M],
    against: labels[key % K],
  };
}
