import type { DuckDBPreparedStatement } from '@duckdb/node-api';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { type Database, openDatabase } from './database.ts';
import { isObject } from './json-lines.ts';
import type { RecordBatch } from './record-batch.ts';

/** So many batches tell the types of the fields. */
const LOOKED_AT = 10;

/**
 * The records for which a condition holds: an expression of SQL over the fields, as DuckDB understands it.
 *
 * A field has the type of its values in the first ten thousand records: texts are VARCHAR, numbers DOUBLE, objects
 * structs and arrays lists; one that differs later is null. A field that none of them has is unknown.
 */
export async function* filtered(
  batches: AsyncIterable<RecordBatch>,
  condition: string,
): AsyncGenerator<RecordBatch> {
  const waiting: RecordBatch[] = [];
  let filter: RecordFilter | undefined;
  try {
    for await (const batch of batches) {
      if (filter === undefined) {
        waiting.push(batch);
        if (waiting.length < LOOKED_AT) continue;
        filter = await RecordFilter.open(condition, waiting);
        for (const before of waiting.splice(0)) yield await filter.pick(before);
      } else yield await filter.pick(batch);
    }
    if (waiting.length === 0) return;
    filter = await RecordFilter.open(condition, waiting);
    for (const batch of waiting) yield await filter.pick(batch);
  } finally {
    filter?.close();
  }
}

/** The error of a condition that the database cannot evaluate. */
export function conditionError(condition: string, cause: unknown): LabelwrightError {
  // Behind the first lines the database shows a query that the person did not write.
  const [told] = messageOf(cause).split('\n\nLINE');
  const reason = told.replace(`, "${ROW}"`, '').replace(`"${ROW}", `, '');
  return new LabelwrightError(
    'invalid-option',
    `the condition '${condition}' cannot be evaluated (${reason.replaceAll('\n', ' ')}); expected SQL over the fields of the records`,
    { cause },
  );
}

/** A condition that the database has prepared. */
class RecordFilter {
  readonly #condition: string;
  readonly #database: Database;
  readonly #statement: DuckDBPreparedStatement;

  private constructor(condition: string, database: Database, statement: DuckDBPreparedStatement) {
    this.#condition = condition;
    this.#database = database;
    this.#statement = statement;
  }

  static async open(condition: string, examples: readonly RecordBatch[]): Promise<RecordFilter> {
    const database = await openDatabase(undefined);
    const { connection } = database;
    try {
      const lines = linesOf(examples.flatMap(({ records }) => records));
      const structures =
        'select json_group_structure(j::json) from (select unnest(string_split($1, chr(10))) j)';
      const [[structure]] = await (await connection.run(structures, [lines])).getRowsJS();
      const types = JSON.stringify(settled(JSON.parse(String(structure))));
      const statement = await connection.prepare(
        `select "${ROW}" from (select "${ROW}", unnest(json_transform(j::json, '${types.replaceAll("'", "''")}'))
         from (select unnest(range($2)) as "${ROW}", unnest(string_split($1, chr(10))) as j)) where (${condition}\n) order by "${ROW}"`,
      );
      return new RecordFilter(condition, database, statement);
    } catch (cause) {
      database.close();
      throw conditionError(condition, cause);
    }
  }

  async pick({ records, lines, share }: RecordBatch): Promise<RecordBatch> {
    if (records.length === 0) return { records, lines, share };
    try {
      this.#statement.bindVarchar(1, linesOf(records));
      this.#statement.bindInteger(2, records.length);
      const [rows = []] = await (await this.#statement.run()).getColumns();
      const kept = rows.map(Number);
      return { records: kept.map((row) => records[row]), lines: kept.map((row) => lines[row]), share };
    } catch (cause) {
      throw conditionError(this.#condition, cause);
    }
  }

  close(): void {
    this.#statement.destroySync();
    this.#database.close();
  }
}

/** A column that no record has, for the place of a record. */
export const ROW = 'labelwright row';

function linesOf(records: readonly unknown[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n');
}

/** The types that hold for the records to come too: a number may have decimals, and what was null may be a text. */
function settled(structure: unknown): unknown {
  if (Array.isArray(structure)) return structure.map(settled);
  if (isObject(structure)) {
    return Object.fromEntries(Object.entries(structure).map(([name, type]) => [name, settled(type)]));
  }
  if (structure === 'NULL') return 'VARCHAR';
  return structure === 'BIGINT' || structure === 'UBIGINT' ? 'DOUBLE' : structure;
}
