import { ABSTAIN, type LabelMatrix, type ProbabilisticLabels } from '@labelwright/core';
import type { PhraseIndex } from './phrase-index.ts';

/** Whether a record has no votes, votes that agree, or votes that disagree. */
export type State = typeof UNCOVERED | typeof AGREED | typeof CONTESTED;

export const UNCOVERED = 0;
export const AGREED = 1;
export const CONTESTED = 2;

/** What is known about the records of a run. */
export interface Study<L extends string = string, F extends string = string> {
  readonly votes: LabelMatrix<L, F>;
  readonly labels: ProbabilisticLabels<L>;
  readonly states: Uint8Array;
  readonly index: PhraseIndex;
}

/** Finds the state of each record. */
export function stateOfRecords({ votes, rows, columns }: LabelMatrix): Uint8Array {
  const states = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    let first = ABSTAIN;
    for (let j = 0; j < columns; j++) {
      const vote = votes[i * columns + j];
      if (vote === ABSTAIN) continue;
      states[i] = first === ABSTAIN || (vote === first && states[i] === AGREED) ? AGREED : CONTESTED;
      first = first === ABSTAIN ? vote : first;
    }
  }
  return states;
}

/** The records that have the phrase and votes that agree. */
export function agreedOf({ states, index }: Study, phrase: number): number[] {
  return [...index.rows[phrase]].filter((row) => states[row] === AGREED);
}
