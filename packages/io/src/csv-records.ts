import { Readable } from 'node:stream';
import { messageOf } from '@labelwright/core';
import { CsvError, parse } from 'csv-parse';
import { fileError, lineError } from './file-error.ts';
import { formatExtension } from './file-name.ts';
import { readBytes } from './read-bytes.ts';
import { type Reading, type RecordBatch, RecordGatherer } from './record-batch.ts';
import { notUtf8, textBlocks } from './text-blocks.ts';

/**
 * Reads a table of text with a header row: fields parted by commas, or by tabs in a `.tsv` file.
 *
 * Every field is a string; lines may end in any way, or in several. A row with more or fewer fields than the
 * header is a bad record; quotes that do not close end the reading in any case, as the rows after them cannot be told
 * apart.
 */
export async function* readCsv(path: string, reading: Reading): AsyncGenerator<RecordBatch> {
  const gathered = new RecordGatherer();
  let header: readonly string[] | undefined;
  for await (const { fields, line, readable } of rowsOf(path, reading)) {
    if (header === undefined) {
      if (!readable) throw notUtf8(path, line);
      header = assertHeader(path, fields);
    } else if (readable && fields.length !== header.length) {
      const message = `found ${fields.length} fields; expected ${header.length}, as the header has`;
      reading.report(line, lineError(path, line, message));
    } else if (readable && gathered.add(toRecord(header, fields), line)) {
      yield gathered.take();
    }
  }
  if (gathered.size > 0) yield gathered.take();
}

/** What the parser is told of a file. */
export interface CsvOptions {
  readonly delimiter: string;
  readonly relax_quotes: boolean;
  readonly record_delimiter: string[];
}

/** How the fields and rows of a file of this name are told apart, for the parser. */
export function csvOptions(path: string): CsvOptions {
  const tabs = formatExtension(path) === '.tsv';
  // Most programs write tabs without any quoting, so that a quote in a field is only a quote.
  return { delimiter: tabs ? '\t' : ',', relax_quotes: tabs, record_delimiter: ['\r\n', '\n', '\r'] };
}

/** Refuses a header that names two columns alike, or whose names are parted by something else. */
export function assertHeader(path: string, header: readonly string[]): readonly string[] {
  if (header.length === 1 && /[;\t]/.test(header[0])) {
    throw lineError(path, 1, `found one column named '${header[0]}'; expected commas between the names`);
  }
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice === undefined) return header;
  throw lineError(path, 1, `found two columns named '${twice}'; expected each name once`);
}

/** The fields by the names of the header. */
export function toRecord(header: readonly string[], fields: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (let i = 0; i < header.length; i++) record[header[i]] = fields[i];
  return record;
}

/** A row that is not blank. */
interface Row {
  readonly fields: readonly string[];
  /** The line in which it begins. */
  readonly line: number;
  /** Fails where one of its lines is not UTF-8, which was reported. */
  readonly readable: boolean;
}

async function* rowsOf(path: string, reading: Reading): AsyncGenerator<Row> {
  const unreadable = new Set<number>();
  let next = 1;
  const parser = parse({ ...csvOptions(path), relax_column_count: true });
  const source = Readable.from(textOf(path, reading, unreadable), { objectMode: false });
  source.on('error', (cause) => parser.destroy(cause));
  try {
    for await (const row of source.pipe(parser)) {
      const fields = row as readonly string[];
      const line = next;
      next += 1 + newlinesIn(fields);
      if (fields.length === 1 && fields[0] === '') continue;
      yield { fields, line, readable: isReadable(line, next, unreadable) };
    }
  } catch (cause) {
    throw cause instanceof CsvError ? csvError(path, cause) : cause;
  } finally {
    source.destroy();
  }
}

/** The text; the lines that cannot be read are added to the set before what they hold is handed on. */
async function* textOf(path: string, reading: Reading, unreadable: Set<number>): AsyncGenerator<string> {
  for await (const block of textBlocks(path, readBytes(path, reading), reading.report)) {
    for (const line of block.unreadable) unreadable.add(line);
    yield block.text;
  }
}

function isReadable(from: number, to: number, unreadable: ReadonlySet<number>): boolean {
  for (let line = from; line < to; line++) if (unreadable.has(line)) return false;
  return true;
}

function csvError(path: string, cause: CsvError): Error {
  const line = (cause as { readonly lines?: unknown }).lines; // The parser adds it to each of its errors.
  const message = `not CSV (${messageOf(cause)})`;
  return typeof line === 'number'
    ? lineError(path, line, message, cause)
    : fileError(path, `: ${message}`, cause);
}

function newlinesIn(fields: readonly string[]): number {
  let newlines = 0;
  for (const field of fields) {
    for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) newlines++;
  }
  return newlines;
}
