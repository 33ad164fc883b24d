import type { DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { type LabelwrightError, messageOf } from '@labelwright/core';
import { openDatabase } from './database.ts';
import { assertFile, fileError } from './file-error.ts';
import { toPlainRecord } from './plain-value.ts';
import type { RecordBatch } from './record-batch.ts';

/** Reads the rows of a Parquet file, as {@link queryDatabase} gives values; the lines of the batches are the rows. */
export async function* readParquet(path: string): AsyncGenerator<RecordBatch> {
  let row = 1;
  for await (const records of scan(path, readRows)) {
    const from = row;
    row += records.length;
    yield { records, lines: records.map((_, i) => from + i) };
  }
}

/** Reads a Parquet file as runs of columns, in the order of the file. */
export function readColumns(path: string): AsyncGenerator<readonly (readonly DuckDBValue[])[]> {
  return scan(path, async function* (result) {
    for await (const chunk of result) yield chunk.getColumns();
  });
}

async function* readRows(result: DuckDBResult): AsyncGenerator<Record<string, unknown>[]> {
  const plain = toPlainRecord(result);
  for await (const rows of result.yieldRowObjectJs()) yield rows.map(plain);
}

async function* scan<T>(path: string, read: (result: DuckDBResult) => AsyncIterable<T>): AsyncGenerator<T> {
  assertFile(path);
  const { connection, close } = await openDatabase(undefined);
  try {
    yield* read(await connection.stream('select * from read_parquet($1)', [literalPath(path)]));
  } catch (cause) {
    throw parquetError(path, cause);
  } finally {
    close();
  }
}

/** Wraps what the database said about a Parquet file. */
export function parquetError(path: string, cause: unknown): LabelwrightError {
  return fileError(path, `: not readable as Parquet (${messageOf(cause)})`, cause);
}

/** The path as a pattern that matches it alone. */
export function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
