import { LabelwrightError, oneOf } from '@labelwright/core';
import { readArrow } from './arrow-records.ts';
import { compressionOf } from './compression.ts';
import { largeLayout } from './csv-layout.ts';
import { readCsv } from './csv-records.ts';
import { readCsvTable } from './csv-table.ts';
import { assertFields, fileError, statOf } from './file-error.ts';
import { formatExtension } from './file-name.ts';
import { readJsonArray } from './json-array.ts';
import { readJsonLines } from './json-lines.ts';
import { readParquet } from './parquet-records.ts';
import { readLinesOf, STANDARD_INPUT } from './read-bytes.ts';
import type { BadRecord, Reading, RecordBatch, RecordRange, Report, Wanted } from './record-batch.ts';
import { filtered } from './record-filter.ts';
import { boundOfCount, boundOfShare, type SampleSize, sampled } from './record-sample.ts';
import { readTextFolder } from './text-folder.ts';

/** A form in which records are kept. */
export type RecordFormat = 'jsonl' | 'json' | 'csv' | 'parquet' | 'arrow' | 'text';

/** How records are read. */
export interface ReadRecordsOptions {
  /** By default what the extension says. */
  readonly format?: RecordFormat | undefined;
  /** Told of each record that cannot be read, which is then left out; without it the first one is an error. */
  readonly onBadRecord?: ((problem: BadRecord) => void) | undefined;
  /** A condition on the fields in SQL, as DuckDB understands it: `lang = 'en' and length(text) > 20`. */
  readonly where?: string | undefined;
  /** The records of a random sample only, of those for which the condition holds; the same at each run. */
  readonly sample?: SampleSize | undefined;
  /** The fields to keep beside the id. By default all. */
  readonly select?: readonly string[] | undefined;
  /** The field of the ids, by which the sample is drawn. Default `'id'`. */
  readonly idField?: string | undefined;
  /**
   * The part of the file to read, from the first number up to the second. Ranges that meet read each record once.
   *
   * For uncompressed JSON Lines they are bytes, and a record belongs to the range in which its line begins; for all
   * else they are numbers of records, from 0. Lines are counted from the beginning of the range.
   */
  readonly range?: RecordRange | undefined;
}

/** Reads all records, or only what is wanted, as far as the format lets it know. */
type RecordReader = (path: string, reading: Reading, wanted: Wanted) => AsyncIterable<RecordBatch>;

const readers: Readonly<Record<RecordFormat, RecordReader>> = {
  jsonl: (path, reading, { range }) => readJsonLines(path, reading, range && readLinesOf(path, range)),
  json: readJsonArray,
  csv: readCsv,
  parquet: readParquet,
  arrow: readArrow,
  text: readTextFolder,
};

const formatOf: ReadonlyMap<string, RecordFormat> = new Map([
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.parquet', 'parquet'],
  ['.arrow', 'arrow'],
  ['.feather', 'arrow'],
]);

/**
 * Reads the records of a file, about a thousand at a time.
 *
 * The extension tells the format: `.jsonl` and `.ndjson` (one object per line), `.json` (an array of objects),
 * `.csv` and `.tsv` (with a header row), each also with `.gz` or `.zst` behind it, `.parquet`,
 * `.arrow` and `.feather` (Arrow's IPC format), a folder of `.txt` files,
 * or `-` for JSON Lines from standard input. Only the batch at hand is kept in memory, except for `.json`.
 *
 * Of Parquet, only what `where`, `sample` and `select` want is read; a table of text of 16 MB or more is read by the
 * database too, if it is regular. A sample of a number of records reads the input twice.
 */
export async function* readRecords(
  path: string,
  options: ReadRecordsOptions = {},
): AsyncGenerator<RecordBatch> {
  const { format = detectFormat(path), onBadRecord, where, select, idField = 'id' } = options;
  const report: Report = (line, error) => {
    if (onBadRecord === undefined) throw error;
    onBadRecord({ line, message: error.message });
  };
  const reading: Reading = { report, share: undefined };
  const { range } = options;
  if (range) assertRange(range);
  let found = 0;
  const wanted = { where, select, idField, range, bound: await boundOf(path, { ...options, format }) };
  for await (const batch of readWanted(path, format, reading, wanted)) {
    if (batch.records.length === 0) continue;
    found += batch.records.length;
    yield { ...batch, share: reading.share };
  }
  if (found > 0 || range) return;
  const which = where === undefined && wanted.bound === undefined ? '' : ' that are wanted';
  throw fileError(path, `: found no records${which}; expected at least one`);
}

/** Below which keys the records of the sample are. */
async function boundOf(path: string, options: ReadRecordsOptions): Promise<number | undefined> {
  const { sample, idField, where, format = 'jsonl' } = options;
  if (sample === undefined) return undefined;
  if ('share' in sample) return boundOfShare(sample.share);
  if (path === STANDARD_INPUT) {
    const message = `found a sample of ${sample.count} records of the standard input, which is read once; expected a share`;
    throw new LabelwrightError('invalid-option', message);
  }
  const report: Report = (_line, error) => {
    if (options.onBadRecord === undefined) throw error;
  };
  const batches = readWanted(path, format, { report, share: undefined }, { where, idField: idField ?? 'id' });
  return await boundOfCount(batches, sample.count, idField);
}

async function* readWanted(
  path: string,
  format: RecordFormat,
  reading: Reading,
  wanted: Wanted,
): AsyncGenerator<RecordBatch> {
  const { where, bound, select, idField, range } = wanted;
  const layout = format === 'csv' && range === undefined ? await largeLayout(path) : undefined;
  const skips = range !== undefined && format !== 'parquet' && !isReadByBytes(path, format);
  const all = layout
    ? readCsvTable(path, reading, wanted, layout)
    : readerOf(format)(path, reading, skips ? { ...wanted, range: undefined } : wanted);
  let batches: AsyncIterable<RecordBatch> = skips ? takeRecords(all, range) : all;
  if (where !== undefined && format !== 'parquet' && !layout) batches = filtered(batches, where);
  if (bound !== undefined) batches = sampled(batches, bound, idField);
  yield* select === undefined ? batches : selected(path, batches, [idField, ...select]);
}

/** Keeps these fields of the records; the first records must have each of them but the id. */
async function* selected(
  path: string,
  batches: AsyncIterable<RecordBatch>,
  [idField, ...fields]: readonly string[],
): AsyncGenerator<RecordBatch> {
  let checked = false;
  for await (const { records, lines, share } of batches) {
    if (!checked && records.length > 0) assertFields(path, fields, new Set(records.flatMap(Object.keys)));
    checked ||= records.length > 0;
    yield { records: records.map((record) => pick(record, [idField, ...fields])), lines, share };
  }
}

function pick(record: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const field of fields) if (Object.hasOwn(record, field)) kept[field] = record[field];
  return kept;
}

/** Holds where the ranges of a file are bytes. */
export function isReadByBytes(path: string, format: RecordFormat = detectFormat(path)): boolean {
  return format === 'jsonl' && path !== STANDARD_INPUT && compressionOf(path) === undefined;
}

/** The records of these numbers, counted from 0. */
async function* takeRecords(
  batches: AsyncIterable<RecordBatch>,
  [from, to]: RecordRange,
): AsyncGenerator<RecordBatch> {
  let first = 0;
  for await (const { records, lines } of batches) {
    const start = Math.max(0, from - first);
    const end = to - first;
    if (end > 0 && start < records.length)
      yield { records: records.slice(start, end), lines: lines.slice(start, end) };
    first += records.length;
    if (first >= to) return;
  }
}

function assertRange([from, to]: RecordRange): void {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to >= from) return;
  throw new LabelwrightError(
    'invalid-option',
    `found the range ${from}:${to}; expected two whole numbers from 0, the second not below the first`,
  );
}

function readerOf(format: RecordFormat): RecordReader {
  if (Object.hasOwn(readers, format)) return readers[format];
  throw new LabelwrightError(
    'invalid-option',
    `found the format '${format}'; expected ${oneOf(Object.keys(readers))}`,
  );
}

function detectFormat(path: string): RecordFormat {
  if (path === STANDARD_INPUT) return 'jsonl';
  if (statOf(path).isDirectory()) return 'text';
  const extension = formatExtension(path);
  const format = formatOf.get(extension);
  if (format !== undefined) return format;
  const found = extension === '' ? 'no extension' : `the extension '${extension}'`;
  const expected = oneOf([...formatOf.keys(), 'a folder of .txt files']);
  throw fileError(path, `: found ${found}; expected ${expected}`);
}
