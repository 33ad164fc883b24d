import type { DuckDBResult } from '@duckdb/node-api';

/**
 * Makes the function that turns a row of the result into values that JSON knows.
 *
 * A whole number beyond 2^53 becomes text, a date or time ISO 8601 text, bytes Base64 text, and a number that
 * is none `null`.
 */
export function toPlainRecord(
  result: DuckDBResult,
): (row: Record<string, unknown>) => Record<string, unknown> {
  const names = result.deduplicatedColumnNames();
  const dates = names.filter((_, i) => String(result.columnType(i)) === 'DATE');
  return (row) => {
    const record = plainObject(row);
    // A day has no time of day; the database hands it over as midnight.
    for (const name of dates) if (typeof record[name] === 'string') record[name] = record[name].slice(0, -14);
    return record;
  };
}

function plainObject(value: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const name in value) plain[name] = plainValue(value[name]);
  return plain;
}

/** The value as one that JSON knows; see {@link toPlainRecord}. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return plainInteger(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainValue);
  return plainObject(value as Record<string, unknown>);
}

function plainInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
