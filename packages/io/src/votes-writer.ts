import {
  ABSTAIN,
  assertNames,
  assertSameNames,
  type LabelMatrix,
  LabelwrightError,
  oneOf,
} from '@labelwright/core';
import { createArrowOutput } from './arrow-output.ts';
import { formatExtension } from './file-name.ts';
import { createOutput } from './output.ts';
import { createParquetOutput } from './parquet-output.ts';
import type { TableMaker } from './table-output.ts';
import type { Names } from './vote-source.ts';
import { confidenceColumn, HEADER_KEY } from './votes-columns.ts';
import { votesHeader } from './votes-jsonl.ts';

/** A form in which votes are written. */
export type VotesWriterFormat = 'jsonl' | 'parquet' | 'arrow';

/** What is written. */
export interface VotesWriterOptions extends Names {
  /** By default what the extension says. */
  readonly format?: VotesWriterFormat | undefined;
}

/** A file of votes in the making: it appears under its name when it is closed. */
export interface VotesWriter {
  /** Adds the votes on further records; records without ids are numbered on. */
  write(votes: LabelMatrix<string, string>): Promise<void>;
  /** Finishes the file and gives it its name. */
  close(): Promise<void>;
  /** Leaves things as they were before; without effect on a closed file. */
  abort(): Promise<void>;
}

const makers: Readonly<Record<VotesWriterFormat, (path: string, names: Names) => Promise<VotesWriter>>> = {
  jsonl: writeJsonl,
  parquet: (path, names) => writeTable(createParquetOutput, path, names),
  arrow: (path, names) => {
    assertColumns(names);
    return writeTable(createArrowOutput, path, names);
  },
};

/** Refuses functions that are called like another column: of two with one name, Arrow files keep neither. */
function assertColumns({ functions }: Names): void {
  const columns = new Set(['id', ...functions.map(confidenceColumn)]);
  const name = functions.find((one) => columns.has(one));
  if (name === undefined) return;
  throw new LabelwrightError(
    'invalid-option',
    `the labeling function '${name}' is called like another column of an Arrow file; expected another name, or votes in JSON Lines`,
  );
}

const formatOf: ReadonlyMap<string, VotesWriterFormat> = new Map([
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.parquet', 'parquet'],
  ['.arrow', 'arrow'],
  ['.feather', 'arrow'],
]);

/**
 * Begins a file of votes, in JSON Lines (`.jsonl`, `.ndjson`, also with `.gz` or `.zst`), Parquet
 * or Arrow (`.arrow`, `.feather`).
 *
 * In JSON Lines functions that abstain are left out, and a vote of a confidence below 1 is a pair of label and
 * confidence. In Parquet and Arrow each function is one column of small integers, a label's position or -1,
 * and the names of the labels stand in the metadata of the file.
 */
export async function votesWriter(path: string, options: VotesWriterOptions): Promise<VotesWriter> {
  const { labels, functions } = options;
  assertNames('label', labels);
  assertNames('labeling function', functions);
  const make = makers[chooseFormat(path, options.format, formatOf)];
  const writer = await make(path, { labels, functions });
  return {
    ...writer,
    async write(votes) {
      assertSameNames({ labels, functions }, votes);
      await writer.write(votes);
    },
  };
}

/** The format asked for, or the one that the extension says; an error that names the choices otherwise. */
export function chooseFormat<T extends string>(
  path: string,
  asked: T | undefined,
  formats: ReadonlyMap<string, T>,
): T {
  if (asked !== undefined) {
    const known = new Set(formats.values());
    if (known.has(asked)) return asked;
    throw new LabelwrightError(
      'invalid-option',
      `found the format '${asked}'; expected ${oneOf([...known])}`,
    );
  }
  const extension = formatExtension(path);
  const format = formats.get(extension);
  if (format !== undefined) return format;
  const found = extension === '' ? 'no extension' : `the extension '${extension}'`;
  throw new LabelwrightError(
    'invalid-option',
    `${path}: found ${found}; expected ${oneOf([...formats.keys()])}`,
  );
}

/** So much text is handed on at once. */
const MOST_TEXT = 1 << 20;

async function writeJsonl(path: string, names: Names): Promise<VotesWriter> {
  const output = await createOutput(path);
  await output.write(`${votesHeader(names.labels, names.functions)}\n`);
  const textOf = voteText(names);
  let written = 0;
  return {
    async write(votes) {
      let text = '';
      for (let i = 0; i < votes.rows; i++, written++) {
        const id = JSON.stringify(votes.ids?.[i] ?? String(written));
        text += `{"id":${id},"votes":{${textOf(votes, i)}}}\n`;
        if (text.length < MOST_TEXT) continue;
        await output.write(text);
        text = '';
      }
      await output.write(text);
    },
    close: output.close,
    abort: output.abort,
  };
}

/** Makes the function that writes the votes on a record, from texts prepared for each function and label. */
function voteText({ labels, functions }: Names): (votes: LabelMatrix, row: number) => string {
  const labelText = labels.map((label) => JSON.stringify(label));
  const nameText = functions.map((name) => `${JSON.stringify(name)}:`);
  const plain = nameText.map((name) => labelText.map((label) => name + label));
  return ({ votes, confidences, columns }, row) => {
    let text = '';
    for (let j = 0; j < columns; j++) {
      const vote = votes[row * columns + j];
      if (vote === ABSTAIN) continue;
      const confidence = confidences?.[row * columns + j] ?? 1;
      if (text !== '') text += ',';
      text +=
        confidence === 1 ? plain[j][vote] : `${nameText[j]}[${labelText[vote]},${shortest(confidence)}]`;
    }
    return text;
  };
}

/** The shortest decimal that a 32-bit float is read back from. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}

async function writeTable(
  make: TableMaker,
  path: string,
  { labels, functions }: Names,
): Promise<VotesWriter> {
  const type = labels.length <= 127 ? 'TINYINT' : 'SMALLINT';
  const output = await make(path, {
    entry: { key: HEADER_KEY, value: votesHeader(labels, functions) },
    columns: [{ name: 'id', type: 'VARCHAR' }, ...functions.map((name) => ({ name, type }) as const)],
    optional: functions.map((name) => ({ name: confidenceColumn(name), type: 'FLOAT' }) as const),
  });
  let written = 0;
  let weighted = false;
  return {
    async write(batch) {
      const { rows, ids, votes, confidences } = batch;
      if (rows === 0) return;
      weighted ||= confidences !== undefined;
      const first = written;
      written += rows;
      const columns = [
        ids ?? Array.from({ length: rows }, (_, i) => String(first + i)),
        ...columnsOf(batch, (cell) => votes[cell]),
      ];
      if (weighted) columns.push(...columnsOf(batch, (cell) => confidences?.[cell] ?? 1));
      await output.append(columns);
    },
    close: output.close,
    abort: output.abort,
  };
}

/** The values of the cells, one list per function. */
function columnsOf({ rows, columns }: LabelMatrix, value: (cell: number) => number): number[][] {
  return Array.from({ length: columns }, (_, j) =>
    Array.from({ length: rows }, (_row, i) => value(i * columns + j)),
  );
}
