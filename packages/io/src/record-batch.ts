import type { LabelwrightError } from '@labelwright/core';

/** Some of the records of a file, in their order. */
export interface RecordBatch {
  readonly records: Record<string, unknown>[];
  /** Where each record begins: its line, from 1, or its row in a file without lines. */
  readonly lines: number[];
  /** How much of the input has been read by now, up to 1; `undefined` where its size is not known. */
  readonly share?: number | undefined;
}

/** A place in a file that holds no record. */
export interface BadRecord {
  /** The line, from 1, or the row in a file without lines. */
  readonly line: number;
  /** What was found and what was expected, with the name of the file and the line. */
  readonly message: string;
}

/** Takes note of a bad record, or throws the error. */
export type Report = (line: number, error: LabelwrightError) => void;

/** The reading of one input. */
export interface Reading {
  readonly report: Report;
  /** How much of the input has been read by now, up to 1; each reader keeps it up to date. */
  share: number | undefined;
}

/** The beginning of a range, and its end, which is outside. */
export type RecordRange = readonly [from: number, to: number];

/** What of the records is wanted. */
export interface Wanted {
  readonly where?: string | undefined;
  /** The sample is those whose key is below. */
  readonly bound?: number | undefined;
  readonly select?: readonly string[] | undefined;
  readonly idField: string;
  /** The part of the file. */
  readonly range?: RecordRange | undefined;
}

/** A reading that ends at the first bad record. */
export function strictReading(): Reading {
  const report: Report = (_line, error) => {
    throw error;
  };
  return { report, share: undefined };
}

/** How many records a batch holds. */
export const BATCH = 1000;

/** Gathers records until they make a batch. */
export class RecordGatherer {
  #records: Record<string, unknown>[] = [];
  #lines: number[] = [];

  /** Adds a record; holds when the batch is full. */
  add(record: Record<string, unknown>, line: number): boolean {
    this.#records.push(record);
    this.#lines.push(line);
    return this.#records.length >= BATCH;
  }

  get size(): number {
    return this.#records.length;
  }

  /** What was gathered since the last batch. */
  take(): RecordBatch {
    const batch = { records: this.#records, lines: this.#lines };
    this.#records = [];
    this.#lines = [];
    return batch;
  }
}
