import { messageOf } from '@labelwright/core';
import { openDatabase } from './database.ts';
import { assertFile, fileError } from './file-error.ts';
import { toPlainRecord } from './plain-value.ts';
import type { RecordBatch } from './record-batch.ts';

/** Reads the rows of a Parquet file, as {@link queryDatabase} gives values; the lines of the batches are the rows. */
export async function* readParquet(path: string): AsyncGenerator<RecordBatch> {
  assertFile(path);
  const { connection, close } = await openDatabase(undefined);
  try {
    let row = 1;
    const result = await connection.stream('select * from read_parquet($1)', [literalPath(path)]);
    const plain = toPlainRecord(result);
    for await (const rows of result.yieldRowObjectJs()) {
      const from = row;
      row += rows.length;
      yield { records: rows.map(plain), lines: rows.map((_, i) => from + i) };
    }
  } catch (cause) {
    throw fileError(path, `: not readable as Parquet (${messageOf(cause)})`, cause);
  } finally {
    close();
  }
}

/** The path as a pattern that matches it alone. */
export function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
