import { findPatterns, type IndexedPatterns, LabelMatrix } from '@labelwright/core';
import { assertVotes } from './assert-votes.ts';

/** The vote patterns of a matrix with every vote counting alike: confidences do not tell patterns apart. */
export function plainPatterns<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
): IndexedPatterns<L, F> {
  assertVotes(votes);
  if (!votes.confidences) return findPatterns(votes);
  const { labels, functions, ids, votes: cells } = votes;
  return findPatterns(new LabelMatrix({ labels, functions, ids, votes: cells }));
}
