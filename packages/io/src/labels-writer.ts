import {
  assertNames,
  LabelwrightError,
  oneOf,
  type ProbabilisticLabels,
  type TopLabelOptions,
} from '@labelwright/core';
import { stringify } from 'csv-stringify/sync';
import { createArrowOutput } from './arrow-output.ts';
import { createOutput, type Output } from './output.ts';
import { createParquetOutput } from './parquet-output.ts';
import type { TableColumn, TableMaker } from './table-output.ts';
import { chooseFormat } from './votes-writer.ts';

/** A form in which labels are written. */
export type LabelsFormat = 'jsonl' | 'csv' | 'parquet' | 'arrow';

/** What is written, and how a distribution becomes one label. */
export interface LabelsWriterOptions extends TopLabelOptions {
  readonly labels: readonly string[];
  /** By default what the extension says. */
  readonly format?: LabelsFormat | undefined;
}

/** A file of labels in the making: it appears under its name when it is closed. */
export interface LabelsWriter {
  /** Adds the labels of further records; records without ids are numbered on. */
  write(labels: ProbabilisticLabels<string>): Promise<void>;
  /** Finishes the file and gives it its name. */
  close(): Promise<void>;
  /** Leaves things as they were before; without effect on a closed file. */
  abort(): Promise<void>;
}

/** Writes labels whose names are checked; the options hold the position of the first record. */
interface Sink extends Omit<LabelsWriter, 'write'> {
  write(labels: ProbabilisticLabels<string>, options: TopLabelOptions, first: number): Promise<void>;
}

const makers: Readonly<Record<LabelsFormat, (path: string, labels: readonly string[]) => Promise<Sink>>> = {
  jsonl: async (path) => textSink(await createOutput(path), '', jsonRow),
  csv: async (path, labels) => textSink(await createOutput(path), csvLine(columnNames(labels)), csvRow),
  parquet: (path, labels) => tableSink(createParquetOutput, path, labels),
  arrow: (path, labels) => tableSink(createArrowOutput, path, labels),
};

const formatOf: ReadonlyMap<string, LabelsFormat> = new Map([
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.csv', 'csv'],
  ['.parquet', 'parquet'],
  ['.arrow', 'arrow'],
  ['.feather', 'arrow'],
]);

/** The column of a label's probability in CSV, Parquet and Arrow. */
export const PROBABILITY = 'p_';

/**
 * Begins a file of labels, in JSON Lines or CSV (each also with `.gz` or `.zst`), Parquet or Arrow
 * (`.arrow`, `.feather`).
 *
 * Each record has its id, its label (`null` or empty for a record without votes, and where
 * {@link ProbabilisticLabels.top} gives none) and the probability of every label: an object in JSON Lines, the
 * columns `p_<label>` in CSV, Parquet and Arrow.
 */
export async function labelsWriter(path: string, options: LabelsWriterOptions): Promise<LabelsWriter> {
  const { labels, format, ...choice } = options;
  assertNames('label', labels);
  const sink = await makers[chooseFormat(path, format, formatOf)](path, labels);
  let written = 0;
  return {
    async write(batch) {
      assertLabels(labels, batch.labels);
      await sink.write(batch, { ...choice, firstRow: written }, written);
      written += batch.rows;
    },
    close: sink.close,
    abort: sink.abort,
  };
}

/** The text of a record around its id and its label. */
interface RowText {
  readonly id: (id: string) => string;
  readonly rest: (labels: ProbabilisticLabels<string>, row: number, label: string | undefined) => string;
}

const jsonRow: RowText = {
  id: (id) => `{"id":${JSON.stringify(id)},"label":`,
  rest: (labels, row, label) => {
    const distribution = labels.distribution(row);
    const pairs = labels.labels.map(
      (name, k) => `${JSON.stringify(name)}:${JSON.stringify(distribution[k])}`,
    );
    return `${JSON.stringify(label ?? null)},"probabilities":{${pairs.join(',')}}}\n`;
  },
};

const csvRow: RowText = {
  id: (id) => `${csvLine([id]).slice(0, -1)},`,
  rest: (labels, row, label) => csvLine([label ?? '', ...Array.from(labels.distribution(row), String)]),
};

function textSink(output: Output, header: string, row: RowText): Sink {
  let started = header === '';
  return {
    async write(labels, options, first) {
      if (!started) await output.write(header);
      started = true;
      for (const text of rowTexts(labels, options, first, row)) await output.write(text);
    },
    async close() {
      if (!started) await output.write(header);
      await output.close();
    },
    abort: output.abort,
  };
}

/** So much text is handed on at once. */
const MOST_TEXT = 1 << 20;

/** Records that share a distribution share its text, unless chance decides between tied labels. */
function* rowTexts(
  labels: ProbabilisticLabels<string>,
  options: TopLabelOptions,
  first: number,
  row: RowText,
): Generator<string> {
  const shared: (string | undefined)[] = [];
  const keep = options.ties !== 'random';
  let text = '';
  for (let i = 0; i < labels.rows; i++) {
    const distribution = labels.index[i];
    let rest = shared[distribution];
    if (rest === undefined) {
      rest = row.rest(labels, i, labels.top(i, options));
      if (keep) shared[distribution] = rest;
    }
    text += row.id(labels.ids?.[i] ?? String(first + i)) + rest;
    if (text.length < MOST_TEXT) continue;
    yield text;
    text = '';
  }
  yield text;
}

const PLAIN = /^[^",\r\n]+$/;

/** One line of CSV; fields that need no quotes skip the library. */
function csvLine(fields: readonly string[]): string {
  const plain = fields.every((field) => field === '' || PLAIN.test(field)) && fields.join('') !== '';
  return plain ? `${fields.join(',')}\n` : stringify([[...fields]]);
}

function columnNames(labels: readonly string[]): string[] {
  return ['id', 'label', ...labels.map((label) => PROBABILITY + label)];
}

async function tableSink(make: TableMaker, path: string, names: readonly string[]): Promise<Sink> {
  const columns = columnNames(names).map(
    (name, c): TableColumn => ({ name, type: c < 2 ? 'VARCHAR' : 'DOUBLE' }),
  );
  const output = await make(path, { columns });
  return {
    async write(labels, options, first) {
      if (labels.rows === 0) return;
      const rows = Array.from({ length: labels.rows }, (_, i) => i);
      const K = names.length;
      await output.append([
        rows.map((i) => labels.ids?.[i] ?? String(first + i)),
        rows.map((i) => labels.top(i, options) ?? null),
        ...names.map((_, k) => rows.map((i) => labels.table[labels.index[i] * K + k])),
      ]);
    },
    close: () => output.close(),
    abort: output.abort,
  };
}

function assertLabels(expected: readonly string[], found: readonly string[]): void {
  if (expected.length === found.length && expected.every((label, k) => label === found[k])) return;
  throw new LabelwrightError('mismatch', `found the labels ${found.join(', ')}; expected ${oneOf(expected)}`);
}
