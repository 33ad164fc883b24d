import { LabelwrightError } from '@labelwright/core';
import { parse } from 'csv-parse/sync';
import { compressionOf } from './compression.ts';
import { csvOptions } from './csv-records.ts';
import { hasDatabase } from './database.ts';
import { statOf } from './file-error.ts';
import { STANDARD_INPUT } from './read-bytes.ts';
import { textBlocks } from './text-blocks.ts';

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
  try {
    for await (const { text } of textBlocks(path)) {
      header ??= readHeader(text, delimiter);
      if (header === undefined || !rows.check(text, header.length)) return undefined;
    }
  } catch (cause) {
    if (cause instanceof LabelwrightError) return undefined; // The parser will say what is wrong.
    throw cause;
  }
  if (header === undefined || !rows.end(header.length)) return undefined;
  return { header, delimiter, lines: rows.lines, multiline: rows.lines > rows.rows };
}

/** So many UTF-16 units take less than the two million bytes from which on the database refuses a row. */
const LONGEST_ROW = 1 << 19;

/** The names in the first row, if they stand in one line and differ in more than their case. */
function readHeader(text: string, delimiter: string): readonly string[] | undefined {
  try {
    const [names = []] = parse(text.slice(0, text.indexOf('\n') + 1), { delimiter });
    const distinct = new Set(names.map((name) => name.toLowerCase()));
    return names.length > 1 && distinct.size === names.length && !distinct.has('') ? names : undefined;
  } catch {
    return undefined;
  }
}

/** Kinds of characters; all others are 0. */
const [DELIMITER, QUOTE, RETURN, NEWLINE] = [1, 2, 3, 4];
const KINDS = 5;

/** Places in a row; behind a quote in a quoted field the field ends, or a second one follows, and both mean one. */
const [START, FIELD, QUOTED, BEHIND_QUOTE, BEHIND_RETURN, NOWHERE] = [0, 1, 2, 3, 4, 5];

/** For each place where each kind of character leads. */
const NEXT = Uint8Array.from([
  ...[FIELD, START, QUOTED, BEHIND_RETURN, START],
  ...[FIELD, START, NOWHERE, BEHIND_RETURN, START],
  ...[QUOTED, QUOTED, BEHIND_QUOTE, QUOTED, QUOTED],
  ...[NOWHERE, START, QUOTED, BEHIND_RETURN, START],
  ...[NOWHERE, NOWHERE, NOWHERE, NOWHERE, START],
]);

/** Goes through a table character by character. */
class RowChecker {
  /** How many rows have ended. */
  rows = 0;
  /** How many lines have, a last one without an end among them. */
  lines = 0;
  readonly #kinds = new Uint8Array(1 << 16);
  #place = START;
  #fields = 1;
  /** How many of the characters before the next ones belong to their row. */
  #length = 0;
  /** Holds where the last row ended with two characters. */
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

  /** Goes on with this text; fails where something is not regular. */
  check(text: string, width: number): boolean {
    const kinds = this.#kinds;
    let place = this.#place;
    let start = -this.#length;
    for (let i = 0; i < text.length; i++) {
      const kind = kinds[text.charCodeAt(i)];
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
    this.#length = text.length - start;
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
