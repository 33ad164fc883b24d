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
  const found = new Map<number, Counts>();
  const tally = new Uint32Array(patterns.labels.length);
  for (let p = 0; p < patterns.size; p++) {
    if (winners[p] >= 0 && decides(patterns, p, winners[p], tally)) {
      countPairs(patterns, p, winners[p], goldOf, found);
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
function decides({ offsets, votes }: VotePatterns, p: number, label: number, tally: Uint32Array): boolean {
  const to = offsets[p + 1];
  if (to - offsets[p] < 2) return false;
  tally.fill(0);
  for (let cell = offsets[p]; cell < to; cell++) tally[votes[cell]]++;
  let others = 0;
  for (let k = 0; k < tally.length; k++) if (k !== label && tally[k] > others) others = tally[k];
  return tally[label] > 0 && others > 0 && others >= tally[label] - 1;
}

interface Counts {
  records: number;
  judged: number;
  right: number;
}

/** Counts the records of the pattern for each pair of a vote for the label and a vote against it. */
function countPairs(
  { offsets, columns, votes, counts, functions, labels }: VotePatterns,
  p: number,
  label: number,
  goldOf: Float64Array | undefined,
  found: Map<number, Counts>,
): void {
  const [M, K] = [functions.length, labels.length];
  const gold = goldOf?.subarray(p * K, (p + 1) * K);
  const judged = gold?.reduce((sum, count) => sum + count, 0) ?? 0;
  for (let ours = offsets[p]; ours < offsets[p + 1]; ours++) {
    if (votes[ours] !== label) continue;
    for (let theirs = offsets[p]; theirs < offsets[p + 1]; theirs++) {
      if (votes[theirs] === label) continue;
      const key = ((columns[ours] * K + label) * M + columns[theirs]) * K + votes[theirs];
      const known = found.get(key) ?? { records: 0, judged: 0, right: 0 };
      known.records += counts[p];
      known.judged += judged;
      known.right += gold?.[label] ?? 0;
      found.set(key, known);
    }
  }
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
