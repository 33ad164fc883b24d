import type { DuckDBResult } from '@duckdb/node-api';

/**
 * Makes the function that turns a row of the result into values that JSON knows.
 *
 * A whole number beyond 2^53 becomes text, a date, time or time of day ISO 8601 text, bytes Base64 text, a map an
 * object, and a number that is none `null`.
 */
export function toPlainRecord(
  result: DuckDBResult,
): (row: Record<string, unknown>) => Record<string, unknown> {
  const special = result
    .deduplicatedColumnNames()
    .map((name, i) => ({ name, plain: plainOf(String(result.columnType(i))) }))
    .filter(({ plain }) => plain !== plainValue);
  return (row) => {
    const record = plainObject(row);
    for (const { name, plain } of special) if (record[name] !== null) record[name] = plain(row[name]);
    return record;
  };
}

/** How values of a type of the database become plain where it hands them over as something else. */
function plainOf(type: string): (value: unknown) => unknown {
  // A day has no time of day; the database hands it over as midnight.
  if (type === 'DATE') return (value) => String(plainValue(value)).slice(0, -14);
  if (type === 'TIME') return (value) => timeOfDay(Number(value) / 1000);
  if (type === 'TIME_NS') return (value) => timeOfDay(Number(value) / 1_000_000);
  if (type.startsWith('MAP('))
    return (value) =>
      Object.fromEntries((value as MapEntry[]).map((entry) => [entry.key, plainValue(entry.value)]));
  return plainValue;
}

/** An entry of a map, as the database hands it over. */
interface MapEntry {
  readonly key: PropertyKey;
  readonly value: unknown;
}

/** The time of day so many milliseconds after midnight: `13:45:00.000`. */
export function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, -1);
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
