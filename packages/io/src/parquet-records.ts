import type { DuckDBConnection, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { openDatabase } from './database.ts';
import { assertFile, fileError } from './file-error.ts';
import { toPlainRecord } from './plain-value.ts';
import type { Reading, RecordBatch, Wanted } from './record-batch.ts';
import { conditionError, ROW } from './record-filter.ts';
import { quoted, wantedRows } from './wanted-rows.ts';

/**
 * Reads the rows of a Parquet file that are wanted, as {@link queryDatabase} gives values; the lines of the
 * batches are the rows.
 */
export async function* readParquet(
  path: string,
  reading: Reading,
  wanted: Wanted,
): AsyncGenerator<RecordBatch> {
  const { where, bound, select, range } = wanted;
  const all = [where, bound, select, range].every((part) => part === undefined);
  let next = 1;
  for await (const { part: records, share } of scan(path, readRows, all ? ALL : wanted)) {
    const lines = all ? records.map((_, i) => next + i) : records.map(takeRow);
    next = (lines.at(-1) ?? 0) + 1;
    reading.share = share(next - 1);
    yield { records, lines };
  }
}

/** Reads a Parquet file as runs of columns, in the order of the file. */
export function readColumns(path: string): AsyncGenerator<Scanned<readonly (readonly DuckDBValue[])[]>> {
  return scan(
    path,
    async function* (result) {
      for await (const chunk of result) yield chunk.getColumns();
    },
    ALL,
  );
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

/** Every row, without its number. */
const ALL = 'select * from read_parquet($1)';

/** Takes the number of its row out of a record. */
function takeRow(record: Record<string, unknown>): number {
  const row = Number(record[ROW]);
  delete record[ROW];
  return row;
}

async function* scan<T>(
  path: string,
  read: (result: DuckDBResult) => AsyncIterable<T>,
  query: typeof ALL | Wanted,
): AsyncGenerator<Scanned<T>> {
  assertFile(path);
  const { connection, close } = await openDatabase(undefined);
  try {
    const name = [literalPath(path)];
    const counted = await connection.run('select sum(num_rows)::double from parquet_file_metadata($1)', name);
    const [[total]] = await counted.getRowsJS();
    const share = (rows: number) => Math.min(1, rows / Number(total));
    const sql = query === ALL ? ALL : await wantedSql(path, connection, query);
    for await (const part of read(await connection.stream(sql, name))) yield { part, share };
  } catch (cause) {
    if (cause instanceof LabelwrightError) throw cause;
    const condition = query === ALL ? undefined : query.where;
    throw condition === undefined ? parquetError(path, cause) : conditionError(condition, cause);
  } finally {
    close();
  }
}

/** The query for the rows that are wanted, each with its number. */
async function wantedSql(path: string, connection: DuckDBConnection, wanted: Wanted): Promise<string> {
  const described = await connection.run(`describe ${ALL}`, [literalPath(path)]);
  const types = new Map((await described.getRowsJS()).map(([name, type]) => [String(name), String(type)]));
  const [from, to] = wanted.range ?? [];
  const range = from === undefined ? '' : ` where file_row_number >= ${from} and file_row_number < ${to}`;
  const sql = `select *, file_row_number + 1 as ${quoted(ROW)} from read_parquet($1, file_row_number = true)${range}`;
  return wantedRows({ path, sql, types }, wanted).sql;
}

/** Wraps what the database said about a Parquet file. */
export function parquetError(path: string, cause: unknown): LabelwrightError {
  return fileError(path, `: not readable as Parquet (${messageOf(cause)})`, cause);
}

/** The path as a pattern that matches it alone. */
export function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
