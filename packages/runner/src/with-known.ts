import { ABSTAIN, LabelMatrix, voteArray } from '@labelwright/core';
import type { AppliedVotes } from './apply-batch.ts';
import type { ModuleDescription } from './protocol.ts';

/** Votes that are known beforehand, by their cells (`row * functions + column`). */
export interface KnownVotes {
  readonly cells: Int32Array;
  readonly votes: Int16Array;
  readonly confidences: Float32Array;
}

/** Writes known votes into those of a run. */
export function withKnown(matrix: LabelMatrix, { cells, votes, confidences }: KnownVotes): LabelMatrix {
  if (cells.length === 0) return matrix;
  const all = matrix.votes.slice();
  const unsure = matrix.confidences !== undefined || confidences.some((confidence) => confidence !== 1);
  const sureness = unsure ? (matrix.confidences?.slice() ?? new Float32Array(all.length).fill(1)) : undefined;
  for (let n = 0; n < cells.length; n++) {
    all[cells[n]] = votes[n];
    if (sureness && votes[n] !== ABSTAIN) sureness[cells[n]] = confidences[n];
  }
  const { labels, functions, ids } = matrix;
  return new LabelMatrix({ labels, functions, votes: all, confidences: sureness, ids });
}

/** What is found where no function is asked: all abstain. */
export function noneFound(
  { labels, functions }: Pick<ModuleDescription, 'labels' | 'functions'>,
  ids: readonly string[],
): AppliedVotes {
  const votes = voteArray(labels.length, ids.length * functions.length).fill(ABSTAIN);
  return {
    votes: new LabelMatrix({ labels, functions, votes, ids }),
    faults: [],
    evidence: [],
    times: new Float64Array(functions.length),
    calls: { calls: 0, tokens: 0, cost: 0 },
    unaffordable: [],
  };
}
