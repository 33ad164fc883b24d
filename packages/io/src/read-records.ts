import { LabelwrightError, oneOf } from '@labelwright/core';
import { readCsv } from './csv-records.ts';
import { fileError, statOf } from './file-error.ts';
import { formatExtension } from './file-name.ts';
import { readJsonArray } from './json-array.ts';
import { readJsonLines } from './json-lines.ts';
import { readParquet } from './parquet-records.ts';
import { STANDARD_INPUT } from './read-bytes.ts';
import type { BadRecord, Reading, RecordBatch, Report } from './record-batch.ts';
import { readTextFolder } from './text-folder.ts';

/** A form in which records are kept. */
export type RecordFormat = 'jsonl' | 'json' | 'csv' | 'parquet' | 'text';

/** How records are read. */
export interface ReadRecordsOptions {
  /** By default what the extension says. */
  readonly format?: RecordFormat | undefined;
  /** Told of each record that cannot be read, which is then left out; without it the first one is an error. */
  readonly onBadRecord?: ((problem: BadRecord) => void) | undefined;
}

type RecordReader = (path: string, reading: Reading) => AsyncIterable<RecordBatch>;

const readers: Readonly<Record<RecordFormat, RecordReader>> = {
  jsonl: readJsonLines,
  json: readJsonArray,
  csv: readCsv,
  parquet: readParquet,
  text: readTextFolder,
};

const formatOf: ReadonlyMap<string, RecordFormat> = new Map([
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.parquet', 'parquet'],
]);

/**
 * Reads the records of a file, about a thousand at a time.
 *
 * The extension tells the format: `.jsonl` and `.ndjson` (one object per line), `.json` (an array of objects),
 * `.csv` and `.tsv` (with a header row), each also with `.gz` behind it, `.parquet`, a folder of `.txt` files,
 * or `-` for JSON Lines from standard input. Only the batch at hand is kept in memory, except for `.json`.
 */
export async function* readRecords(
  path: string,
  options: ReadRecordsOptions = {},
): AsyncGenerator<RecordBatch> {
  const { format = detectFormat(path), onBadRecord } = options;
  const report: Report = (line, error) => {
    if (onBadRecord === undefined) throw error;
    onBadRecord({ line, message: error.message });
  };
  const reading: Reading = { report, share: undefined };
  let found = 0;
  for await (const batch of readerOf(format)(path, reading)) {
    found += batch.records.length;
    yield { ...batch, share: reading.share };
  }
  if (found === 0) throw fileError(path, ': found no records; expected at least one');
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
