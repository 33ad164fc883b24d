import { LabelMatrix, type VoteArray, voteArray } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { openVotes, type ReadVotesOptions } from './open-votes.ts';
import type { VoteBatch, VoteFormat, VoteSource } from './vote-source.ts';

/** The votes of a whole file. */
export interface VotesFile {
  readonly votes: LabelMatrix<string, string>;
  /** The true label of each record, where the file tells any. */
  readonly gold: (string | undefined)[] | undefined;
  readonly format: VoteFormat;
  /** How many answers were replaced by a later one of the same worker on the same task; 0 unless `crowd`. */
  readonly replaced: number;
}

/** Reads all votes of a file into one matrix; {@link openVotes} says which formats. */
export async function readVotes(path: string, options: ReadVotesOptions = {}): Promise<VotesFile> {
  const source = await openVotes(path, options);
  const collected = new Collected(source);
  for await (const batch of source.batches()) collected.add(batch);
  if (collected.rows === 0) throw fileError(path, ': found no records; expected at least one');
  const gold = collected.gold.some((label) => label !== undefined) ? collected.gold : undefined;
  return { votes: collected.finish(), gold, format: source.format, replaced: source.replaced };
}

/** Batches put one behind the other, in arrays that double as they fill. */
class Collected {
  readonly gold: (string | undefined)[] = [];
  readonly #source: VoteSource;
  readonly #ids: string[] = [];
  #votes: VoteArray;
  #confidences: Float32Array | undefined;
  #cells = 0;

  constructor(source: VoteSource) {
    this.#source = source;
    this.#votes = voteArray(source.labels.length, 1024 * source.functions.length);
  }

  get rows(): number {
    return this.#ids.length;
  }

  add({ votes, gold }: VoteBatch): void {
    const start = this.#cells;
    this.#cells += votes.votes.length;
    if (this.#cells > this.#votes.length) this.#grow(Math.max(this.#cells, 2 * this.#votes.length));
    this.#votes.set(votes.votes, start);
    if (votes.confidences) {
      this.#confidences ??= new Float32Array(this.#votes.length).fill(1);
      this.#confidences.set(votes.confidences, start);
    }
    for (let i = 0; i < votes.rows; i++) {
      this.#ids.push(votes.idOf(i));
      this.gold.push(gold?.[i]);
    }
  }

  finish(): LabelMatrix<string, string> {
    const { labels, functions } = this.#source;
    const votes = this.#votes.slice(0, this.#cells);
    const confidences = this.#confidences?.slice(0, this.#cells);
    return new LabelMatrix({ labels, functions, votes, confidences, ids: this.#ids });
  }

  #grow(length: number): void {
    const votes = voteArray(this.#source.labels.length, length);
    votes.set(this.#votes);
    this.#votes = votes;
    if (this.#confidences === undefined) return;
    const confidences = new Float32Array(length).fill(1);
    confidences.set(this.#confidences);
    this.#confidences = confidences;
  }
}
