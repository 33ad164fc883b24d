import { createHash } from 'node:crypto';
import { LabelwrightError } from '@labelwright/core';
import type { RecordBatch } from './record-batch.ts';

/** How many records a sample has: a number of them, or a share of about that of all, above 0 and up to 1. */
export type SampleSize = { readonly count: number } | { readonly share: number };

/** Keys are below this. */
const KEYS = 2 ** 52;

/**
 * A number that depends on the record alone: on its id, or on its content where it has none.
 *
 * Records with a key below some bound are a random sample, the same wherever and however they are read.
 */
export function sampleKey(record: Readonly<Record<string, unknown>>, idField = 'id'): number {
  const id = record[idField];
  const text =
    id === undefined || id === null || typeof id === 'object' ? JSON.stringify(record) : String(id);
  return Number.parseInt(createHash('md5').update(text).digest('hex').slice(0, 13), 16);
}

/** The same of a column of texts, in the language of the database. */
export function sampleKeySql(column: string): string {
  return `('0x' || md5("${column.replaceAll('"', '""')}")[1:13])::bigint`;
}

/** The bound of a sample of this share. */
export function boundOfShare(share: number): number {
  if (share > 0 && share <= 1) return share * KEYS;
  throw new LabelwrightError(
    'invalid-option',
    `the share of the sample is ${share}; expected above 0 and at most 1`,
  );
}

/** The bound of a sample of so many records; reads all of them once, and keeps a number for each that it wants. */
export async function boundOfCount(
  batches: AsyncIterable<RecordBatch>,
  count: number,
  idField: string | undefined,
): Promise<number> {
  if (!Number.isInteger(count) || count < 1) {
    throw new LabelwrightError(
      'invalid-option',
      `the size of the sample is ${count}; expected a whole number above 0`,
    );
  }
  let least: number[] = [];
  let bound = KEYS;
  for await (const { records } of batches) {
    for (const record of records) {
      const key = sampleKey(record, idField);
      if (key < bound) least.push(key);
    }
    if (least.length <= 2 * count) continue;
    least = least.sort((a, b) => a - b).slice(0, count + 1);
    bound = least[count];
  }
  return least.sort((a, b) => a - b)[count] ?? KEYS;
}

/** The records of a sample. */
export async function* sampled(
  batches: AsyncIterable<RecordBatch>,
  bound: number,
  idField: string | undefined,
): AsyncGenerator<RecordBatch> {
  for await (const { records, lines, share } of batches) {
    const kept = [...records.keys()].filter((row) => sampleKey(records[row], idField) < bound);
    yield { records: kept.map((row) => records[row]), lines: kept.map((row) => lines[row]), share };
  }
}
