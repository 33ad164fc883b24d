import type { VotePatterns } from '@labelwright/core';
import { cellWeights, type EvidenceTable, inferStates } from './evidence-table.ts';
import { writeMass } from './fit-votes.ts';
import { outcomesOfCells } from './outcomes.ts';
import { meanShares, voteShares } from './vote-shares.ts';

/** Probabilities closer than this are a tie: EM settles them no better. */
const TIE = 1e-6;

/** The distributions that the table gives the patterns it was made from: `posterior[pattern * K + label]`. */
export function posteriorOf(table: EvidenceTable, patterns: VotePatterns): Float64Array {
  const posterior = new Float64Array(patterns.size * table.prior.length);
  const numbers = outcomesOfCells(table.outcomes, patterns);
  inferStates(table, patterns, numbers, cellWeights(patterns, numbers, table.discount), posterior);
  return posterior;
}

/** Each label's share of the votes, all covered records alike. */
export function votedShares(patterns: VotePatterns): Float64Array {
  return meanOf(patterns, voteShares(patterns));
}

/** The share of the covered records whose most probable label it is. */
export function givenShares(patterns: VotePatterns, posterior: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const top = new Float64Array(posterior.length);
  for (let from = 0; from < posterior.length; from += K) {
    const lead = leadOf(posterior, from, K);
    let leaders = 0;
    for (let n = from; n < from + K; n++) if (posterior[n] >= lead) leaders++;
    for (let n = from; n < from + K; n++) if (posterior[n] >= lead) top[n] = 1 / leaders;
  }
  return meanOf(patterns, top);
}

/** The lowest probability that still counts as the highest of the `K` that begin at `from`. */
export function leadOf(distributions: Float64Array, from: number, K: number): number {
  let highest = distributions[from];
  for (let n = from + 1; n < from + K; n++) if (distributions[n] > highest) highest = distributions[n];
  return highest - TIE;
}

function meanOf(patterns: VotePatterns, distributions: Float64Array): Float64Array {
  const mass = new Float64Array(distributions.length);
  writeMass(patterns, distributions, mass);
  return meanShares(patterns, mass);
}
