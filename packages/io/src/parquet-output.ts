import { rm } from 'node:fs/promises';
import type { DuckDBAppender, DuckDBValue } from '@duckdb/node-api';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { openDatabase } from './database.ts';
import { createTarget } from './output.ts';

/** A column of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'VARCHAR' | 'TINYINT' | 'SMALLINT' | 'FLOAT' | 'DOUBLE';
}

/** What the file holds beside its rows. */
export interface ParquetEnding {
  /** How many of the columns to keep, from the first; all where left out. */
  readonly columns?: number | undefined;
  /** An entry of the file's key-value metadata. */
  readonly metadata?: { readonly key: string; readonly value: string } | undefined;
}

/** A Parquet file in the making. */
export interface ParquetOutput {
  /** Adds rows, given as one list of values per column. */
  append(columns: readonly (readonly DuckDBValue[])[]): Promise<void>;
  /** Writes the file and gives it its name. */
  close(ending?: ParquetEnding): Promise<void>;
  /** Leaves things as they were before; without effect on a closed file. */
  abort(): Promise<void>;
}

/** How many rows the database takes at once. */
const CHUNK = 2048;

/**
 * Begins a Parquet file that replaces the one of its name only once it is whole.
 *
 * The rows wait in a database file beside it, so that memory does not grow with them.
 */
export async function createParquetOutput(
  path: string,
  columns: readonly ParquetColumn[],
): Promise<ParquetOutput> {
  const target = await createTarget(path);
  const staging = `${target.temporary}.duckdb`;
  let open: { readonly end: () => void } | undefined;
  const clear = async () => {
    open?.end();
    open = undefined;
    await Promise.all([staging, `${staging}.wal`].map((name) => rm(name, { force: true })));
  };
  try {
    const { DuckDBDataChunk } = await import('@duckdb/node-api');
    const { connection, close } = await openDatabase(staging);
    open = { end: close };
    const list = columns.map(({ type }, c) => `c${c} ${type}`).join(', ');
    await connection.run(`create table staged (${list})`);
    const appender = await connection.createAppender('staged');
    const types = columns.map((_, c) => appender.columnType(c));
    return {
      async append(values) {
        for (let from = 0; from < values[0].length; from += CHUNK) {
          const part = values.map((column) => column.slice(from, from + CHUNK));
          const chunk = DuckDBDataChunk.create(types, part[0].length);
          chunk.setColumns(part);
          appender.appendDataChunk(chunk);
        }
      },
      async close(ending = {}) {
        await wrap(path, async () => {
          finish(appender);
          await connection.run(copyStatement(target.temporary, columns, ending));
        });
        await clear();
        await target.commit();
      },
      async abort() {
        if (open === undefined) return;
        await clear();
        await target.remove();
      },
    };
  } catch (cause) {
    await clear();
    await target.remove();
    throw cause;
  }
}

function finish(appender: DuckDBAppender): void {
  appender.flushSync();
  appender.closeSync();
}

function copyStatement(file: string, columns: readonly ParquetColumn[], ending: ParquetEnding): string {
  const kept = columns.slice(0, ending.columns ?? columns.length);
  const list = kept.map(({ name }, c) => `c${c} as "${name.replaceAll('"', '""')}"`).join(', ');
  const { metadata } = ending;
  const entry = metadata ? `, kv_metadata {${metadata.key}: ${quoted(metadata.value)}}` : '';
  return `copy (select ${list} from staged) to ${quoted(file)} (format parquet, compression zstd${entry})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function wrap(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new LabelwrightError('invalid-file', `${path}: not writable as Parquet (${messageOf(cause)})`, {
      cause,
    });
  }
}
