import { rm } from 'node:fs/promises';
import type { DuckDBAppender } from '@duckdb/node-api';
import { type Database, openDatabase } from './database.ts';
import { fileError } from './file-error.ts';
import { commitOrRemove, createTarget, outputError } from './output.ts';
import type { TableColumn, TableOutput, TableShape, TableValue } from './table-output.ts';

/** How many rows the database takes at once. */
const CHUNK = 2048;

/**
 * Begins a Parquet file that replaces the one of its name only once it is whole.
 *
 * The rows wait in a database file beside it, so that memory does not grow with them.
 */
export async function createParquetOutput(path: string, shape: TableShape): Promise<TableOutput> {
  const target = await createTarget(path);
  const staging = `${target.temporary}.duckdb`;
  let table: StagedTable | undefined;
  const clear = async () => {
    table?.close();
    table = undefined;
    await Promise.all([staging, `${staging}.wal`].map((name) => rm(name, { force: true })));
  };
  const working = async (work: (table: StagedTable) => Promise<void>) => {
    if (table === undefined) throw fileError(path, ': found a write after the end of the file');
    try {
      await work(table);
    } catch (cause) {
      throw outputError(path, cause);
    }
  };
  try {
    table = await StagedTable.create(staging, shape);
  } catch (cause) {
    await clear();
    await target.remove();
    throw cause;
  }
  return {
    append: (values) => working((open) => open.append(values)),
    async close() {
      if (table === undefined) return;
      const failure = await working((open) => open.copyTo(target.temporary, shape)).then(
        () => undefined,
        toError,
      );
      await clear();
      await commitOrRemove(target, failure);
    },
    async abort() {
      if (table === undefined) return;
      await clear();
      await target.remove();
    },
  };
}

/** Rows that wait in a database until the file is written. */
class StagedTable {
  readonly #database: Database;
  readonly #columns: readonly TableColumn[];
  #width: number;
  #appender: DuckDBAppender | undefined;

  private constructor(database: Database, columns: readonly TableColumn[], width: number) {
    this.#database = database;
    this.#columns = columns;
    this.#width = width;
  }

  static async create(file: string, { columns, optional = [] }: TableShape): Promise<StagedTable> {
    const database = await openDatabase(file);
    const list = columns.map(({ type }, c) => `c${c} ${type}`).join(', ');
    await database.connection.run(`create table staged (${list})`);
    return new StagedTable(database, [...columns, ...optional], columns.length);
  }

  async append(values: readonly (readonly TableValue[])[]): Promise<void> {
    if (values.length > this.#width) await this.#widen(values.length);
    this.#appender ??= await this.#database.connection.createAppender('staged');
    const appender = this.#appender;
    const { DuckDBDataChunk } = await import('@duckdb/node-api');
    const types = values.map((_, c) => appender.columnType(c));
    for (let from = 0; from < values[0].length; from += CHUNK) {
      const part = values.map((column) => column.slice(from, from + CHUNK));
      const chunk = DuckDBDataChunk.create(types, part[0].length);
      chunk.setColumns(part);
      appender.appendDataChunk(chunk);
    }
  }

  async copyTo(file: string, { entry }: TableShape): Promise<void> {
    this.#finishAppending();
    const kept = this.#columns.slice(0, this.#width);
    const list = kept.map(({ name }, c) => `c${c} as "${name.replaceAll('"', '""')}"`).join(', ');
    const metadata = entry ? `, kv_metadata {${entry.key}: ${quoted(entry.value)}}` : '';
    const options = `format parquet, compression zstd${metadata}`;
    await this.#database.connection.run(`copy (select ${list} from staged) to ${quoted(file)} (${options})`);
  }

  close(): void {
    this.#database.close();
  }

  async #widen(width: number): Promise<void> {
    this.#finishAppending();
    for (; this.#width < width; this.#width++) {
      const { type } = this.#columns[this.#width];
      await this.#database.connection.run(`alter table staged add column c${this.#width} ${type} default 1`);
    }
  }

  #finishAppending(): void {
    this.#appender?.flushSync();
    this.#appender?.closeSync();
    this.#appender = undefined;
  }
}

function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
