import { ABSTAIN, LabelMatrix, type VoteArray, voteArray } from '@labelwright/core';
import { BATCH } from './record-batch.ts';
import type { VoteBatch } from './vote-source.ts';

/** Gathers votes record by record until they make a batch. */
export class VoteBatchBuilder {
  readonly #labels: readonly string[];
  readonly #functions: readonly string[];
  #votes: VoteArray;
  #confidences: Float32Array | undefined;
  #ids: string[] = [];
  #gold: (string | undefined)[] = [];

  constructor(labels: readonly string[], functions: readonly string[]) {
    this.#labels = labels;
    this.#functions = functions;
    this.#votes = this.#emptyVotes();
  }

  /** The number of records begun since the last batch. */
  get rows(): number {
    return this.#ids.length;
  }

  /** Holds when the batch has no room for another record. */
  get full(): boolean {
    return this.rows === BATCH;
  }

  /** Begins the next record, on which no function has voted yet. */
  begin(id: string, gold?: string | undefined): void {
    this.#ids.push(id);
    this.#gold.push(gold);
  }

  /** Sets the vote of a function on the record begun last. */
  vote(column: number, label: number, confidence = 1): void {
    const cell = (this.rows - 1) * this.#functions.length + column;
    this.#votes[cell] = label;
    if (confidence === 1 && this.#confidences === undefined) return;
    this.#confidences ??= new Float32Array(BATCH * this.#functions.length).fill(1);
    this.#confidences[cell] = confidence;
  }

  /** What was gathered since the last batch; `share` says how much of the input has been read by now. */
  take(share: number | undefined): VoteBatch {
    const cells = this.rows * this.#functions.length;
    const votes = new LabelMatrix({
      labels: this.#labels,
      functions: this.#functions,
      votes: this.#votes.subarray(0, cells),
      confidences: this.#confidences?.subarray(0, cells),
      ids: this.#ids,
    });
    const batch = { votes, gold: this.#gold, share };
    this.#votes = this.#emptyVotes();
    this.#confidences = undefined;
    this.#ids = [];
    this.#gold = [];
    return batch;
  }

  #emptyVotes(): VoteArray {
    return voteArray(this.#labels.length, BATCH * this.#functions.length).fill(ABSTAIN);
  }
}
