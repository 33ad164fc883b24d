import { orderByHash } from '@labelwright/core';
import type { Judged, SoftJudged } from './judged.ts';
import { meanOf } from './ratio.ts';

/**
 * The probability that a record with the positive label gets a higher probability of it than one without, ties
 * counting half; the mean over the labels, each against the rest, where there is no positive label.
 *
 * On records with gold and votes. `undefined` without distributions, or where gold is all one label.
 */
export function rocAuc({ labels, positive, soft }: Judged): number | undefined {
  if (!soft) return undefined;
  if (positive !== undefined) return areaOf(soft, labels.length, positive);
  return meanOf(labels.map((_, k) => areaOf(soft, labels.length, k)));
}

/** With so many times as many distributions it is quicker to rank the outcomes. */
const FEW = 16;

function areaOf(
  { table, distributions, gold, counts }: SoftJudged,
  K: number,
  label: number,
): number | undefined {
  // Of a few records there are far fewer outcomes than distributions.
  const byOutcome = FEW * counts.length < table.length / K;
  const ranks = byOutcome
    ? ranksOf(Float64Array.from(distributions, (distribution) => table[distribution * K + label]))
    : ranksIn(table, K, label);
  const have = new Float64Array(ranks.length);
  const lack = new Float64Array(ranks.length);
  for (let n = 0; n < counts.length; n++) {
    const rank = ranks[byOutcome ? n : distributions[n]];
    if (gold[n] === label) have[rank] += counts[n];
    else lack[rank] += counts[n];
  }
  let [below, wins, positives] = [0, 0, 0];
  for (let rank = 0; rank < have.length; rank++) {
    wins += have[rank] * (below + lack[rank] / 2);
    below += lack[rank];
    positives += have[rank];
  }
  return positives > 0 && below > 0 ? wins / (positives * below) : undefined;
}

/** The ranks by table and label: every slice of the records is scored by the same distributions. */
const ranksByTable = new WeakMap<Float64Array, Uint32Array[]>();

function ranksIn(table: Float64Array, K: number, label: number): Uint32Array {
  const known = ranksByTable.get(table) ?? [];
  ranksByTable.set(table, known);
  known[label] ??= ranksOf(
    Float64Array.from({ length: table.length / K }, (_, n) => table[n * K + label] + 0),
  );
  return known[label];
}

/** The place of each score among all, the lowest first; equal scores share one. */
function ranksOf(scores: Float64Array): Uint32Array {
  const order = orderByHash(upperHalves(scores), (a, b) => scores[a] - scores[b]);
  const ranks = new Uint32Array(scores.length);
  for (let n = 1, rank = 0; n < order.length; n++) {
    if (scores[order[n]] !== scores[order[n - 1]]) rank = n;
    ranks[order[n]] = rank;
  }
  return ranks;
}

/** Where the upper half of a number is on this machine. */
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** The upper 32 bits of each number: of numbers from 0 on they have the same order, as far as they differ. */
function upperHalves(scores: Float64Array): Uint32Array {
  const words = new Uint32Array(scores.buffer, scores.byteOffset, 2 * scores.length);
  const upper = new Uint32Array(scores.length);
  for (let n = 0; n < upper.length; n++) upper[n] = words[2 * n + UPPER];
  return upper;
}
