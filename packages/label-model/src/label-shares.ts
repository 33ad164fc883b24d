import type { VotePatterns } from '@labelwright/core';
import { cellWeights, type EvidenceTable, inferStates } from './evidence-table.ts';
import { writeMass } from './fit-votes.ts';
import { outcomesOfCells } from './outcomes.ts';
import { meanShares, voteShares } from './vote-shares.ts';

/** Probabilities closer than this are a tie. */
const TIE = 1e-9;

/** The distributions that the table gives the patterns it was made from: `posterior[pattern * K + label]`. */
export function posteriorOf(table: EvidenceTable, patterns: VotePatterns): Float64Array {
  const posterior = new Float64Array(patterns.size * table.prior.length);
  const numbers = outcomesOfCells(table.outcomes, patterns);
  inferStates(table, patterns, numbers, cellWeights(patterns, table.discount), posterior);
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
  for (let p = 0; p < patterns.size; p++) {
    const leaders = leadersOf(posterior, p, K);
    for (const k of leaders) top[p * K + k] = 1 / leaders.length;
  }
  return meanOf(patterns, top);
}

/** The labels that share the highest probability of the pattern. */
export function leadersOf(distributions: Float64Array, pattern: number, K: number): number[] {
  const row = Array.from(distributions.subarray(pattern * K, (pattern + 1) * K));
  const highest = Math.max(...row);
  return [...row.keys()].filter((k) => highest - row[k] <= TIE);
}

function meanOf(patterns: VotePatterns, distributions: Float64Array): Float64Array {
  const mass = new Float64Array(distributions.length);
  writeMass(patterns, distributions, mass);
  return meanShares(patterns, mass);
}
