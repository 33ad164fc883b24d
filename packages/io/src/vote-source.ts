import type { LabelMatrix } from '@labelwright/core';

/** A form in which votes are kept. */
export type VoteFormat = 'jsonl' | 'dataset' | 'wrench' | 'npy' | 'crowd' | 'csv' | 'parquet' | 'arrow';

/** Some of the votes of a file, in the order of the records. */
export interface VoteBatch {
  readonly votes: LabelMatrix<string, string>;
  /** The true label of each record, where the file tells it. */
  readonly gold?: readonly (string | undefined)[] | undefined;
  /** How much of the input has been read by now, up to 1; `undefined` where its size is not known. */
  readonly share?: number | undefined;
}

/** A file of votes, opened: its names are known, its records are read as they are asked for. */
export interface VoteSource {
  readonly path: string;
  readonly format: VoteFormat;
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  /** How many answers were replaced by a later one of the same worker on the same task; 0 unless `crowd`. */
  readonly replaced: number;
  /** Reads the votes, about a thousand records at a time; each call begins anew. */
  batches(): AsyncIterable<VoteBatch>;
}

/** The names of labels and labeling functions, as the user gives them. */
export interface VoteNames {
  /** The labels in order, for files that number them. */
  readonly labels?: readonly string[] | undefined;
  /** The labeling functions in order, for files that do not name them. */
  readonly functions?: readonly string[] | undefined;
}

/** The names of labels and labeling functions, complete. */
export interface Names {
  readonly labels: readonly string[];
  readonly functions: readonly string[];
}

/** Opens votes of one format. */
export type VoteOpener = (path: string, names: VoteNames) => Promise<Omit<VoteSource, 'path' | 'format'>>;
