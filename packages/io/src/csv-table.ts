import { LabelwrightError, messageOf } from '@labelwright/core';
import type { CsvLayout } from './csv-layout.ts';
import { openDatabase } from './database.ts';
import { fileError } from './file-error.ts';
import { literalPath } from './parquet-records.ts';
import type { Reading, RecordBatch, Wanted } from './record-batch.ts';
import { conditionError, ROW } from './record-filter.ts';
import { quoted, wantedRows } from './wanted-rows.ts';

/**
 * Reads the rows of a regular table of text that are wanted, with the lines in which they begin: as the parser of CSV
 * would, but in threads of the database, which leaves out what is not wanted.
 */
export async function* readCsvTable(
  path: string,
  reading: Reading,
  wanted: Wanted,
  layout: CsvLayout,
): AsyncGenerator<RecordBatch> {
  const types = new Map(layout.header.map((name) => [name, 'VARCHAR']));
  const { fields, sql } = wantedRows({ path, sql: tableSql(layout), types }, wanted);
  const { connection, close } = await openDatabase(undefined);
  try {
    for await (const chunk of await connection.stream(sql, [literalPath(path)])) {
      const columns = chunk.getColumns();
      const lines = columns[fields.length] as number[];
      const records = lines.map((_, row) => recordOf(fields, columns, row));
      reading.share = Math.min(1, (lines.at(-1) ?? 0) / layout.lines);
      yield { records, lines };
    }
  } catch (cause) {
    if (cause instanceof LabelwrightError) throw cause;
    if (wanted.where !== undefined) throw conditionError(wanted.where, cause);
    throw fileError(path, `: not CSV (${messageOf(cause)})`, cause);
  } finally {
    close();
  }
}

/** A column that no table has, for the line ends in the fields of a row. */
const BREAKS = 'labelwright breaks';

/** All rows, each with its line: the lines of the rows before it are counted as they go by. */
function tableSql({ header, delimiter, multiline }: CsvLayout): string {
  const names = header.map((name) => `'${name.replaceAll("'", "''")}'`);
  const columns = names.map((name) => `${name}: 'VARCHAR'`);
  const options = [
    'auto_detect = false, header = true',
    `delim = '${delimiter}', quote = '"', escape = '"', comment = ''`,
    `columns = {${columns.join(', ')}}`,
    `force_not_null = [${names.join(', ')}]`,
  ];
  const rows = `read_csv($1, ${options.join(', ')})`;
  if (!multiline) return `select *, (row_number() over () + 1)::double as "${ROW}" from ${rows}`;
  const breaks = header.map(quoted).map((name) => `length(${name}) - length(replace(${name}, chr(10), ''))`);
  const line = `row_number() over () + 1 + sum("${BREAKS}") over (rows unbounded preceding) - "${BREAKS}"`;
  return `select * exclude ("${BREAKS}"), (${line})::double as "${ROW}"
    from (select *, ${breaks.join(' + ')} as "${BREAKS}" from ${rows})`;
}

function recordOf(
  fields: readonly string[],
  columns: readonly (readonly unknown[])[],
  row: number,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let i = 0; i < fields.length; i++) record[fields[i]] = columns[i][row];
  return record;
}
