import type { DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { type LabelwrightError, messageOf } from '@labelwright/core';
import { openDatabase } from './database.ts';
import { assertFile, fileError } from './file-error.ts';
import { toPlainRecord } from './plain-value.ts';
import type { Reading, RecordBatch } from './record-batch.ts';

/** Reads the rows of a Parquet file, as {@link queryDatabase} gives values; the lines of the batches are the rows. */
export async function* readParquet(path: string, reading: Reading): AsyncGenerator<RecordBatch> {
  let row = 1;
  for await (const { part: records, share } of scan(path, readRows)) {
    const from = row;
    row += records.length;
    reading.share = share(row - 1);
    yield { records, lines: records.map((_, i) => from + i) };
  }
}

/** Reads a Parquet file as runs of columns, in the order of the file. */
export function readColumns(path: string): AsyncGenerator<Scanned<readonly (readonly DuckDBValue[])[]>> {
  return scan(path, async function* (result) {
    for await (const chunk of result) yield chunk.getColumns();
  });
}

async function* readRows(result: DuckDBResult): AsyncGenerator<Record<string, unknown>[]> {
  const plain = toPlainRecord(result);
  for await (const rows of result.yieldRowObjectJs()) yield rows.map(plain);
}

/** Rows of a file, and what share of its rows a number of them is. */
export interface Scanned<T> {
  readonly part: T;
  readonly share: (rows: number) => number;
}

async function* scan<T>(
  path: string,
  read: (result: DuckDBResult) => AsyncIterable<T>,
): AsyncGenerator<Scanned<T>> {
  assertFile(path);
  const { connection, close } = await openDatabase(undefined);
  try {
    const name = [literalPath(path)];
    const counted = await connection.run('select sum(num_rows)::double from parquet_file_metadata($1)', name);
    const [[total]] = await counted.getRowsJS();
    const share = (rows: number) => Math.min(1, rows / Number(total));
    for await (const part of read(await connection.stream('select * from read_parquet($1)', name))) {
      yield { part, share };
    }
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
