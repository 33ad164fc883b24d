import type { VotePatterns } from '@labelwright/core';
import { cellWeights, type EvidenceTable, inferStates } from './evidence-table.ts';
import { outcomesOfCells } from './outcomes.ts';

/** Probabilities closer than this are a tie: EM settles them no better. */
const TIE = 1e-6;

/** The distributions that the table gives the patterns it was made from: `posterior[pattern * K + label]`. */
export function posteriorOf(table: EvidenceTable, patterns: VotePatterns): Float64Array {
  const posterior = new Float64Array(patterns.size * table.prior.length);
  const numbers = outcomesOfCells(table.outcomes, patterns);
  inferStates(table, patterns, numbers, cellWeights(patterns, numbers, table.discount), posterior);
  return posterior;
}

/** The share of the covered records whose most probable label it is; ties are shared. */
export function givenShares(patterns: VotePatterns, posterior: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const given = new Float64Array(K);
  let covered = 0;
  for (let p = 0, from = 0; p < patterns.size; p++, from += K) {
    if (patterns.isEmpty(p)) continue;
    covered += patterns.counts[p];
    const lead = leadOf(posterior, from, K);
    let leaders = 0;
    for (let k = 0; k < K; k++) if (posterior[from + k] >= lead) leaders++;
    const part = patterns.counts[p] / leaders;
    for (let k = 0; k < K; k++) if (posterior[from + k] >= lead) given[k] += part;
  }
  return covered > 0 ? given.map((records) => records / covered) : given.fill(1 / K);
}

/** The lowest probability that still counts as the highest of the `K` that begin at `from`. */
export function leadOf(distributions: Float64Array, from: number, K: number): number {
  let highest = distributions[from];
  for (let n = from + 1; n < from + K; n++) if (distributions[n] > highest) highest = distributions[n];
  return highest - TIE;
}
