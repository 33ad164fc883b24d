import { assertFields } from './file-error.ts';
import type { Wanted } from './record-batch.ts';
import { ROW } from './record-filter.ts';
import { sampleKeySql } from './record-sample.ts';

/** A file as the database sees it. */
export interface FileTable {
  readonly path: string;
  /** The query for all of its rows, with the place of each as {@link ROW}. */
  readonly sql: string;
  /** The type of each field. */
  readonly types: ReadonlyMap<string, string>;
}

/** The query for the rows and fields that are wanted, and the place of each row behind its fields. */
export function wantedRows(
  { path, sql, types }: FileTable,
  { where, bound, select, idField }: Wanted,
): { readonly fields: readonly string[]; readonly sql: string } {
  if (select) assertFields(path, select, new Set(types.keys()));
  // A sample may go by all fields of a record, so none is left out before it is drawn.
  const kept = select && bound === undefined ? [idField, ...select] : [...types.keys()];
  const fields = [...types.keys()].filter((name) => kept.includes(name));
  const conditions = where === undefined ? [] : [`(${where}\n)`];
  // An id that is no text is spelled in another way here, and its rows are sampled later.
  if (bound !== undefined && types.get(idField) === 'VARCHAR') {
    conditions.push(`(${quoted(idField)} is null or ${sampleKeySql(idField)} < ${Math.ceil(bound)})`);
  }
  const list = [...fields, ROW].map(quoted).join(', ');
  const condition = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  return { fields, sql: `select ${list} from (${sql})${condition}` };
}

/** A name as the database reads it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
