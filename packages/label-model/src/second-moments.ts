import type { VotePatterns } from '@labelwright/core';
import type { Outcomes } from './outcomes.ts';
import { coveredRecords } from './vote-shares.ts';

/** How often outcomes come alone and together, among the records with votes. */
export interface SecondMoments {
  /** The share of records with each outcome. */
  readonly alone: Float64Array;
  /** Pairs of outcomes of independent functions that come together, each pair once. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** The share of records with both. */
  readonly together: Float64Array;
  /** Pairs that are left out of the fit, each once: outcomes of one function, or of functions that depend. */
  readonly leftOut: readonly (readonly [number, number])[];
}

/** Counts the outcomes and their pairs; what depends is left out. */
export function secondMoments(
  outcomes: Outcomes,
  patterns: VotePatterns,
  numbers: Int32Array,
  dependent: Uint8Array,
): SecondMoments {
  const { size, columnOf, functions: M } = outcomes;
  const records = Math.max(1, coveredRecords(patterns));
  const alone = new Float64Array(size);
  const pairs = new Map<number, number>();
  for (let p = 0; p < patterns.size; p++) {
    const share = patterns.counts[p] / records;
    for (let a = patterns.offsets[p]; a < patterns.offsets[p + 1]; a++) {
      alone[numbers[a]] += share;
      for (let b = a + 1; b < patterns.offsets[p + 1]; b++) {
        if (dependent[patterns.columns[a] * M + patterns.columns[b]] === 1) continue;
        const key = numbers[a] * size + numbers[b];
        pairs.set(key, (pairs.get(key) ?? 0) + share);
      }
    }
  }
  const keys = [...pairs.keys()].sort((a, b) => a - b);
  return {
    alone,
    first: Uint32Array.from(keys, (key) => Math.floor(key / size)),
    second: Uint32Array.from(keys, (key) => key % size),
    together: Float64Array.from(keys, (key) => pairs.get(key) ?? 0),
    leftOut: dependentOutcomes(columnOf, M, dependent),
  };
}

function dependentOutcomes(columnOf: Uint32Array, M: number, dependent: Uint8Array): [number, number][] {
  const own: number[][] = Array.from({ length: M }, () => []);
  for (const [o, column] of columnOf.entries()) own[column].push(o);
  const pairs: [number, number][] = [];
  for (const [o, column] of columnOf.entries()) {
    for (let other = column; other < M; other++) {
      if (other !== column && dependent[column * M + other] === 0) continue;
      for (const q of own[other]) if (o <= q) pairs.push([o, q]);
    }
  }
  return pairs;
}
