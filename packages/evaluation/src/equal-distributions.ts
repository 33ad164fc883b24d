import type { ProbabilisticLabels } from '@labelwright/core';

/** By their table: distributions never change, and parts of the records share them. */
const known = new WeakMap<Float64Array, Uint32Array>();

/** By distribution: the first one that is equal to it. Majority vote has as many as there are vote patterns, few of them different. */
export function firstEqual(labels: ProbabilisticLabels): Uint32Array {
  const found = known.get(labels.table) ?? findFirst(labels);
  known.set(labels.table, found);
  return found;
}

function findFirst({ labels, table, covered }: ProbabilisticLabels): Uint32Array {
  const K = labels.length;
  const first = new Map<number, number>();
  return Uint32Array.from(covered, (_, d) => {
    // A sum with odd weights tells most distributions apart; where it does not, each stays itself.
    let key = covered[d];
    for (let k = 0; k < K; k++) key += table[d * K + k] * Math.sqrt(k + 2);
    const other = first.get(key);
    if (other === undefined) first.set(key, d);
    return other !== undefined && isEqual(table, covered, K, d, other) ? other : d;
  });
}

function isEqual(table: Float64Array, covered: Uint8Array, K: number, a: number, b: number): boolean {
  for (let k = 0; k < K; k++) if (table[a * K + k] !== table[b * K + k]) return false;
  return covered[a] === covered[b];
}
