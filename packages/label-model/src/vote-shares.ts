import { CONFIDENCE_LEVELS, type VotePatterns } from '@labelwright/core';

/**
 * The share of each pattern's votes that each label has, votes weighted by their confidence:
 * `shares[pattern * K + label]`. Uniform where nobody voted.
 */
export function voteShares(patterns: VotePatterns): Float64Array {
  const K = patterns.labels.length;
  const shares = new Float64Array(patterns.size * K);
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) {
      shares.fill(1 / K, p * K, (p + 1) * K);
      continue;
    }
    let total = 0;
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      const confidence = patterns.levels ? patterns.levels[cell] / CONFIDENCE_LEVELS : 1;
      shares[p * K + patterns.votes[cell]] += confidence;
      total += confidence;
    }
    for (let k = 0; k < K; k++) shares[p * K + k] /= total;
  }
  return shares;
}

/** The highest number of votes on a record. */
export function mostVotes({ offsets, size }: VotePatterns): number {
  let most = 0;
  for (let p = 0; p < size; p++) most = Math.max(most, offsets[p + 1] - offsets[p]);
  return most;
}

/** The number of records on which each function voted, by column. */
export function votesByFunction(patterns: VotePatterns): Float64Array {
  const voted = new Float64Array(patterns.functions.length);
  for (let p = 0; p < patterns.size; p++) {
    for (let cell = patterns.offsets[p]; cell < patterns.offsets[p + 1]; cell++) {
      voted[patterns.columns[cell]] += patterns.counts[p];
    }
  }
  return voted;
}

/** The number of records with at least one vote. */
export function coveredRecords(patterns: VotePatterns): number {
  let covered = 0;
  for (let p = 0; p < patterns.size; p++) if (!patterns.isEmpty(p)) covered += patterns.counts[p];
  return covered;
}

/** The mean of the patterns' distributions over the covered records; uniform where there are none. */
export function meanShares(patterns: VotePatterns, mass: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const mean = new Float64Array(K);
  let total = 0;
  for (let p = 0; p < patterns.size; p++) {
    for (let k = 0; k < K; k++) {
      mean[k] += mass[p * K + k];
      total += mass[p * K + k];
    }
  }
  return total > 0 ? mean.map((sum) => sum / total) : mean.fill(1 / K);
}

/** The same of distributions that are not multiplied by the patterns' counts yet. */
export function meanOf(patterns: VotePatterns, distributions: Float64Array): Float64Array {
  const K = patterns.labels.length;
  const sums = new Float64Array(K);
  let total = 0;
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) continue;
    for (let k = 0; k < K; k++) {
      const mass = patterns.counts[p] * distributions[p * K + k];
      sums[k] += mass;
      total += mass;
    }
  }
  return total > 0 ? sums.map((sum) => sum / total) : sums.fill(1 / K);
}

/** Each label's share of the votes, all covered records alike. */
export function votedShares(patterns: VotePatterns): Float64Array {
  return meanOf(patterns, voteShares(patterns));
}
