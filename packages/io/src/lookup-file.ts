import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf, oneOf } from '@labelwright/core';
import { CsvError, parse } from 'csv-parse/sync';
import { decompressWhole } from './compression.ts';
import { assertHeader, csvOptions, toRecord } from './csv-records.ts';
import { assertFile, fileError, lineError, unreadable } from './file-error.ts';
import { formatExtension } from './file-name.ts';
import { isObject, kindOf } from './json-lines.ts';
import { parseJson } from './votes-jsonl.ts';

/** Where the entries of a list stand. */
export interface ListFileOptions {
  /** The column of a CSV file. By default the first. */
  readonly column?: string | undefined;
  /** The field of the objects in JSON Lines. By default the first; lines that are texts need none. */
  readonly field?: string | undefined;
}

/** Where the keys and the values of a table stand, and what the values may be. */
export interface TableFileOptions<V extends string = string> {
  /** The column or field of the keys. By default the first. */
  readonly key?: string | undefined;
  /** The column or field of the values. By default the second. */
  readonly value?: string | undefined;
  /** The values that may be there, such as the labels of a task. By default any. */
  readonly values?: readonly V[] | undefined;
}

/**
 * A list from a file, read when it is first asked for: `.txt` (one entry per line), `.csv`, `.tsv` (with a
 * header row) or `.jsonl`, each also with `.gz` or `.zst`.
 *
 * Blank lines and empty entries are left out, blanks around an entry in `.txt` too.
 */
export function listFile(path: string | URL, options: ListFileOptions = {}): () => ReadonlySet<string> {
  const name = options.column ?? options.field;
  return once(() => {
    const file = toPath(path);
    const list = new Set<string>();
    for (const { record, place } of entriesOf(file)) {
      const entry = entryOf(place, record, name, 0);
      if (entry !== undefined) list.add(entry);
    }
    return list;
  });
}

/**
 * A table from keys to values, read from a file when it is first asked for: `.csv`, `.tsv` (with a header row)
 * or `.jsonl`, each also with `.gz` or `.zst`.
 *
 * Of several rows with the same key the last one counts; rows without a key or value are left out.
 *
 * @throws `invalid-file` when it is asked for, with the row, where the file cannot be read or has another value
 */
export function tableFile<const V extends string = string>(
  path: string | URL,
  options: TableFileOptions<V> = {},
): () => ReadonlyMap<string, V> {
  const { values } = options;
  const isValue = (value: string): value is V => values?.includes(value as V) ?? true;
  return once(() => {
    const file = toPath(path);
    const table = new Map<string, V>();
    for (const { record, place } of entriesOf(file)) {
      const key = entryOf(place, record, options.key, 0);
      const value = entryOf(place, record, options.value, 1);
      if (key === undefined || value === undefined) continue;
      if (!isValue(value)) {
        throw fileError(place(), `: found the value '${value}' of '${key}'; expected ${oneOf(values ?? [])}`);
      }
      table.set(key, value);
    }
    return table;
  });
}

interface Entry {
  readonly record: Record<string, unknown>;
  readonly place: () => string;
}

type EntryReader = (path: string, text: string) => Iterable<Entry>;

const readers: ReadonlyMap<string, EntryReader> = new Map([
  ['.txt', readLines],
  ['.csv', readTable],
  ['.tsv', readTable],
  ['.jsonl', readObjects],
  ['.ndjson', readObjects],
]);

function entriesOf(path: string): Iterable<Entry> {
  const read = readers.get(formatExtension(path));
  if (read !== undefined) return read(path, readFile(path));
  throw fileError(
    path,
    `: found the extension '${formatExtension(path)}'; expected ${oneOf([...readers.keys()])}`,
  );
}

function readFile(path: string): string {
  assertFile(path);
  let bytes: Buffer;
  try {
    bytes = decompressWhole(path, readFileSync(path));
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (!isUtf8(bytes)) throw fileError(path, ': found bytes that are not UTF-8; expected UTF-8 text');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function* readLines(path: string, text: string): Generator<Entry> {
  for (const [i, line] of text.split('\n').entries()) {
    yield { record: { line: line.trim() }, place: () => `${path}, line ${i + 1}` };
  }
}

function* readObjects(path: string, text: string): Generator<Entry> {
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parseJson(path, i + 1, line);
    const place = () => `${path}, line ${i + 1}`;
    if (typeof value === 'string') yield { record: { line: value }, place };
    else if (isObject(value)) yield { record: value, place };
    else throw lineError(path, i + 1, `found ${kindOf(value)}; expected a text or an object`);
  }
}

function* readTable(path: string, text: string): Generator<Entry> {
  const [header, ...rows] = parseTable(path, text);
  if (header === undefined) return;
  assertHeader(path, header);
  for (const [i, fields] of rows.entries()) {
    yield { record: toRecord(header, fields), place: () => `${path}, row ${i + 1}` };
  }
}

function parseTable(path: string, text: string): string[][] {
  try {
    return parse(text, { ...csvOptions(path), skip_empty_lines: true });
  } catch (cause) {
    if (cause instanceof CsvError) throw fileError(path, `: not CSV (${messageOf(cause)})`, cause);
    throw cause;
  }
}

function entryOf(
  place: () => string,
  record: Record<string, unknown>,
  name: string | undefined,
  position: number,
): string | undefined {
  const names = Object.keys(record);
  const field = name ?? names[position];
  if (field === undefined || !Object.hasOwn(record, field)) {
    throw fileError(
      place(),
      `: found no ${field === undefined ? 'second field' : `field '${field}'`}; found ${names.join(', ')}`,
    );
  }
  const value = record[field];
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

function toPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}

function once<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
}
