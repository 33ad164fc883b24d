import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { compressionOf } from './compression.ts';
import { csvOptions } from './csv-records.ts';
import { hasDatabase } from './database.ts';
import { statOf } from './file-error.ts';
import { readBytes, STANDARD_INPUT } from './read-bytes.ts';

/** What a regular table of text looks like. */
export interface CsvLayout {
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly lines: number;
  /** Holds where the text of some field has several lines. */
  readonly multiline: boolean;
}

/** Larger tables are read by the database. */
const LARGE = 1 << 24;

/** The layout of a large table, if it is regular and there is a database to read it. */
export async function largeLayout(path: string): Promise<CsvLayout | undefined> {
  if (path === STANDARD_INPUT || compressionOf(path) !== undefined || statOf(path).size < LARGE)
    return undefined;
  return (await hasDatabase()) ? await regularLayout(path, csvOptions(path).delimiter) : undefined;
}

/**
 * The layout of a table that all readers of CSV understand alike: in UTF-8, each row as long as the header, quotes only
 * around whole fields, line ends of one kind, no blank lines. `undefined` where anything else is found.
 */
export async function regularLayout(path: string, delimiter: string): Promise<CsvLayout | undefined> {
  const rows = new RowChecker(delimiter);
  let header: readonly string[] | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(path)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf('\n') + 1;
    const marked = header === undefined && bytes.subarray(0, MARK.length).equals(MARK);
    header ??= readHeader(bytes, delimiter);
    const more = marked ? chunk.subarray(MARK.length) : chunk;
    if (header === undefined || !rows.check(more, header.length)) return undefined;
    if (!isUtf8(bytes.subarray(0, end))) return undefined;
    rest = bytes.subarray(end);
  }
  if (header === undefined || !rows.end(header.length) || !isUtf8(rest)) return undefined;
  return { header, delimiter, lines: rows.lines, multiline: rows.lines > rows.rows };
}

/** What some programs write before the first byte. */
const MARK = Buffer.from('\uFEFF');

/** A database refuses longer ones, in bytes. */
const LONGEST_ROW = 1 << 20;

/** The names in the first row, if they stand in one line and differ in more than their case. */
function readHeader(bytes: Buffer, delimiter: string): readonly string[] | undefined {
  try {
    const line = bytes.toString('utf8', 0, bytes.indexOf('\n') + 1);
    const [names = []] = parse(line, { delimiter, bom: true });
    const distinct = new Set(names.map((name) => name.toLowerCase()));
    return names.length > 1 && distinct.size === names.length && !distinct.has('') ? names : undefined;
  } catch {
    return undefined;
  }
}

/** Kinds of bytes; all others are 0. */
const [DELIMITER, QUOTE, RETURN, NEWLINE] = [1, 2, 3, 4];
const KINDS = 5;

/** Places in a row; behind a quote in a quoted field the field ends, or a second one follows, and both mean one. */
const [START, FIELD, QUOTED, BEHIND_QUOTE, BEHIND_RETURN, NOWHERE] = [0, 1, 2, 3, 4, 5];

/** For each place where each kind of byte leads. */
const NEXT = Uint8Array.from([
  ...[FIELD, START, QUOTED, BEHIND_RETURN, START],
  ...[FIELD, START, NOWHERE, BEHIND_RETURN, START],
  ...[QUOTED, QUOTED, BEHIND_QUOTE, QUOTED, QUOTED],
  ...[NOWHERE, START, QUOTED, BEHIND_RETURN, START],
  ...[NOWHERE, NOWHERE, NOWHERE, NOWHERE, START],
]);

/** Goes through a table byte by byte. */
class RowChecker {
  /** How many rows have ended. */
  rows = 0;
  /** How many lines have, a last one without an end among them. */
  lines = 0;
  readonly #kinds = new Uint8Array(256);
  #place = START;
  #fields = 1;
  /** How many of the bytes before the next ones belong to their row. */
  #length = 0;
  /** Holds where the last row ended with two bytes. */
  #returned = false;

  constructor(delimiter: string) {
    for (const [sign, kind] of Object.entries({
      [delimiter]: DELIMITER,
      '"': QUOTE,
      '\r': RETURN,
      '\n': NEWLINE,
    })) {
      this.#kinds[sign.charCodeAt(0)] = kind;
    }
  }

  /** Goes on with these bytes; fails where something is not regular. */
  check(bytes: Buffer, width: number): boolean {
    const kinds = this.#kinds;
    let place = this.#place;
    let start = -this.#length;
    for (let i = 0; i < bytes.length; i++) {
      const kind = kinds[bytes[i]];
      const before = place;
      place = NEXT[before * KINDS + kind];
      if (place === NOWHERE) return false;
      if (kind === DELIMITER && place === START) this.#fields++;
      if (kind !== NEWLINE) continue;
      if (place === QUOTED) {
        this.lines++;
      } else {
        if (!this.#endRow(width, i - start, before === BEHIND_RETURN)) return false;
        start = i + 1;
      }
    }
    this.#place = place;
    this.#length = bytes.length - start;
    return this.#length <= LONGEST_ROW;
  }

  /** Ends the last row where no line end does; fails where it is not regular. */
  end(width: number): boolean {
    if (this.#place === START && this.#fields === 1) return true;
    const ends = this.#place !== QUOTED && this.#place !== BEHIND_RETURN;
    return ends && this.#endRow(width, this.#length, this.#returned);
  }

  #endRow(width: number, length: number, returned: boolean): boolean {
    const alike = this.rows === 0 || returned === this.#returned;
    const regular = this.#fields === width && length <= LONGEST_ROW && alike;
    this.#returned = returned;
    this.#fields = 1;
    this.rows++;
    this.lines++;
    return regular;
  }
}
