import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { assertFile } from './file-error.ts';
import { toPlainRecord } from './plain-value.ts';

/** Values for the `$1`, `$2` … or the `$name` of a query. */
export type QueryParameters =
  | readonly (string | number | boolean | bigint | null)[]
  | Readonly<Record<string, string | number | boolean | bigint | null>>;

/**
 * Runs a query in an embedded database (DuckDB) and returns its rows.
 *
 * The database file is opened for reading. Without one the query runs in memory, where it can name CSV, JSON
 * and Parquet files as tables. Whole numbers come as numbers where they are exact and as text beyond, dates
 * and times as ISO 8601 text.
 *
 * @example
 * ```ts import.meta.vitest
 * await queryDatabase(undefined, 'select $1 || $2 as word', ['sp', 'am']); // => [{ word: 'spam' }]
 * ```
 */
export async function queryDatabase(
  path: string | undefined,
  sql: string,
  parameters?: QueryParameters,
): Promise<Record<string, unknown>[]> {
  const file = path === ':memory:' ? undefined : path;
  if (file !== undefined) assertFile(file);
  return await withDatabase(file, async (connection) => {
    try {
      const result = await connection.run(sql, parameters as DuckDBValue[] | undefined);
      return (await result.getRowObjectsJS()).map(toPlainRecord(result));
    } catch (cause) {
      const name = file === undefined ? 'the database' : `'${file}'`;
      const message = `the query on ${name} failed (${messageOf(cause)})`;
      throw new LabelwrightError('invalid-file', message, { cause });
    }
  });
}

/** The first column of a query's rows, as text and without repetition; see {@link queryDatabase}. */
export async function queryList(
  path: string | undefined,
  sql: string,
  parameters?: QueryParameters,
): Promise<Set<string>> {
  const rows = await queryDatabase(path, sql, parameters);
  return new Set(rows.flatMap((row) => present(Object.values(row)[0])));
}

/** A query's rows as a table from the first column to the second, as text; see {@link queryDatabase}. */
export async function queryTable(
  path: string | undefined,
  sql: string,
  parameters?: QueryParameters,
): Promise<Map<string, string>> {
  const table = new Map<string, string>();
  for (const row of await queryDatabase(path, sql, parameters)) {
    const columns = Object.values(row);
    if (columns.length < 2) {
      throw new LabelwrightError(
        'invalid-option',
        `the query has ${columns.length} column; expected a key and a value`,
      );
    }
    const [[key], [value]] = [present(columns[0]), present(columns[1])];
    if (key !== undefined && value !== undefined) table.set(key, value);
  }
  return table;
}

/** Opens a database for the time of the work: a file for reading, or one in memory. */
export async function withDatabase<T>(
  path: string | undefined,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { connection, close } = await openDatabase(
    path,
    path === undefined ? {} : { access_mode: 'READ_ONLY' },
  );
  try {
    return await work(connection);
  } finally {
    close();
  }
}

/** An open database. */
export interface Database {
  readonly connection: DuckDBConnection;
  readonly close: () => void;
}

/** Holds where the database is installed: a packed module leaves it out. */
export async function hasDatabase(): Promise<boolean> {
  return await import('@duckdb/node-api').then(
    () => true,
    () => false,
  );
}

/** Opens a database that never reaches for the network. */
export async function openDatabase(
  path: string | undefined,
  options: Readonly<Record<string, string>> = {},
): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api').catch((cause) => {
    throw new LabelwrightError(
      'invalid-option',
      'Parquet and SQL need the package @duckdb/node-api, which is not installed here (a packed module leaves it out)',
      { cause },
    );
  });
  try {
    const instance = await DuckDBInstance.create(path, { autoinstall_known_extensions: 'false', ...options });
    const connection = await instance.connect();
    const close = () => {
      connection.closeSync();
      instance.closeSync();
    };
    return { connection, close };
  } catch (cause) {
    const message = `'${path}' is not a database that can be opened (${messageOf(cause)})`;
    throw new LabelwrightError('invalid-file', message, { cause });
  }
}

function present(value: unknown): string[] {
  return value === undefined || value === null ? [] : [String(value)];
}
