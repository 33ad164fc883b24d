import { ABSTAIN } from '@labelwright/core';
import { estimate } from './estimate.ts';
import { guessUncovered } from './guess-uncovered.ts';
import { type Study, UNCOVERED } from './suggest-study.ts';
import type { LabelNeed } from './suggestions.ts';

/** Finds what each label lacks. */
export function needsOf<L extends string>({ votes, labels, states, index }: Study<L>): LabelNeed<L>[] {
  const K = votes.labels.length;
  const uncovered = guessUncovered(labels, states, index);
  const covered = new Float64Array(K);
  for (let i = 0; i < states.length; i++) {
    if (states[i] === UNCOVERED) continue;
    for (let k = 0; k < K; k++) covered[k] += labels.table[labels.index[i] * K + k];
  }
  const speaks = new Uint8Array(votes.columns * K);
  for (let cell = 0; cell < votes.votes.length; cell++) {
    const vote = votes.votes[cell];
    if (vote !== ABSTAIN) speaks[(cell % votes.columns) * K + vote] = 1;
  }
  return votes.labels.map((label, k) => ({
    label,
    functions: votes.functions.filter((_, j) => speaks[j * K + k] === 1).length,
    covered: estimate(covered[k]).value,
    uncovered: estimate(uncovered[k]).value,
  }));
}
