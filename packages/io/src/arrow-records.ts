import type { DataType, Schema, Struct, Vector } from 'apache-arrow';
import { loadArrow, openArrow } from './arrow-file.ts';
import { plainValue, timeOfDay } from './plain-value.ts';
import { BATCH, type Reading, type RecordBatch } from './record-batch.ts';

/** Turns a value of a column into one that JSON knows. */
type Plain = (value: unknown) => unknown;

/**
 * Reads the rows of an Arrow file; the lines of the batches are the rows.
 *
 * Values are as those of Parquet: whole numbers beyond 2^53 text, dates, times and times of day ISO 8601 text, bytes
 * Base64 text, categories and nested values what they stand for.
 */
export async function* readArrow(path: string, reading: Reading): AsyncGenerator<RecordBatch> {
  const file = await openArrow(path);
  try {
    const columns = await plainColumns(file.schema);
    let row = 0;
    for await (const { batch, share } of file.batches()) {
      const vectors = columns.map((_, c) => batch.getChildAt(c));
      for (let from = 0; from < batch.numRows; from += BATCH) {
        const size = Math.min(BATCH, batch.numRows - from);
        const records = Array.from({ length: size }, (_, i) => {
          const record: Record<string, unknown> = {};
          for (const [c, { name, plain }] of columns.entries())
            record[name] = plain(vectors[c]?.get(from + i));
          return record;
        });
        const first = row + 1;
        row += size;
        if (from + size === batch.numRows) reading.share = share;
        yield { records, lines: records.map((_, i) => first + i) };
      }
    }
  } finally {
    await file.close();
  }
}

async function plainColumns(schema: Schema): Promise<{ readonly name: string; readonly plain: Plain }[]> {
  const arrow = await loadArrow();
  return schema.fields.map(({ name, type }) => ({ name, plain: plainOf(arrow, type) }));
}

function plainOf(arrow: typeof import('apache-arrow'), type: DataType): Plain {
  const { DataType: is } = arrow;
  const unlessNull =
    (plain: Plain): Plain =>
    (value) =>
      value === null || value === undefined ? null : plain(value);
  if (is.isDate(type)) return unlessNull((time) => isoTime(time).slice(0, 10));
  if (is.isTimestamp(type)) return unlessNull(isoTime);
  if (is.isDecimal(type)) return unlessNull((value) => Number(String(value)) / 10 ** type.scale);
  if (is.isDictionary(type)) return plainOf(arrow, type.dictionary);
  if (is.isTime(type)) return unlessNull((time) => timeOfDay(Number(time) * 1000 ** (1 - type.unit)));
  if (is.isList(type) || is.isLargeList(type) || is.isFixedSizeList(type)) {
    const plain = plainOf(arrow, type.children[0].type);
    return unlessNull((list) => Array.from(list as Vector, plain));
  }
  if (is.isStruct(type)) return unlessNull(plainStruct(arrow, type));
  if (is.isMap(type))
    return unlessNull((map) => plainValue(Object.fromEntries(map as Iterable<[string, unknown]>)));
  return (value) => plainValue(value ?? null);
}

function plainStruct(arrow: typeof import('apache-arrow'), { children }: Struct): Plain {
  const fields = children.map(({ name, type }) => ({ name, plain: plainOf(arrow, type) }));
  return (struct) => {
    const values = struct as Readonly<Record<string, unknown>>;
    return Object.fromEntries(fields.map(({ name, plain }) => [name, plain(values[name])]));
  };
}

function isoTime(milliseconds: unknown): string {
  return new Date(Number(milliseconds)).toISOString();
}
