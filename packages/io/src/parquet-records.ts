import type { DuckDBConnection, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { openDatabase } from './database.ts';
import { assertFields, assertFile, fileError } from './file-error.ts';
import { toPlainRecord } from './plain-value.ts';
import type { Reading, RecordBatch, Wanted } from './record-batch.ts';
import { conditionError, ROW } from './record-filter.ts';
import { sampleKeySql } from './record-sample.ts';

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

/** Takes the number of its row, which counts from 0, out of a record; returns it from 1. */
function takeRow(record: Record<string, unknown>): number {
  const row = Number(record[ROW]) + 1;
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

/** The query for the rows that are wanted, each with its number behind its fields. */
async function wantedSql(
  path: string,
  connection: DuckDBConnection,
  { where, bound, select, idField, range }: Wanted,
): Promise<string> {
  const described = await connection.run(`describe ${ALL}`, [literalPath(path)]);
  const types = new Map((await described.getRowsJS()).map(([name, type]) => [String(name), String(type)]));
  if (select) assertFields(path, select, new Set(types.keys()));
  // A sample may go by all fields of a record, so none is left out before it is drawn.
  const fields =
    select && bound === undefined
      ? [...types.keys()].filter((name) => name === idField || select.includes(name))
      : undefined;
  const list = fields?.map(quoted).join(', ') ?? '* exclude (file_row_number)';
  const conditions = where === undefined ? [] : [`(${where}\n)`];
  if (range) conditions.push(`file_row_number >= ${range[0]} and file_row_number < ${range[1]}`);
  // An id that is no text is spelled in another way here, and its rows are sampled later.
  if (bound !== undefined && types.get(idField) === 'VARCHAR') {
    conditions.push(`(${quoted(idField)} is null or ${sampleKeySql(idField)} < ${Math.ceil(bound)})`);
  }
  const condition = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  return `select ${list}, file_row_number as "${ROW}" from read_parquet($1, file_row_number = true)${condition}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Wraps what the database said about a Parquet file. */
export function parquetError(path: string, cause: unknown): LabelwrightError {
  return fileError(path, `: not readable as Parquet (${messageOf(cause)})`, cause);
}

/** The path as a pattern that matches it alone. */
export function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
