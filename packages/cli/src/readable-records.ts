import { ABSTAIN, type LabelMatrix, LabelwrightError } from '@labelwright/core';
import type { Slice } from '@labelwright/evaluation';
import { type HtmlRecord, htmlRecord } from '@labelwright/evaluation/html';
import type { PlainEvidence } from '@labelwright/runner';
import type { RecordInput } from './record-input.ts';
import { RecordSample } from './record-sample.ts';
import { assertSliceable, type SliceFields, sliceable } from './sliceable.ts';

/** The values of some fields, one for each record. */
export type SliceValues = ReadonlyMap<string, readonly unknown[]>;

/** The names of the fields that matter to a reader. */
export interface ReadFields extends SliceFields {
  /** The field to read first. */
  readonly text?: string | undefined;
  /** The field that names the record. */
  readonly id?: string | undefined;
}

/** What a record is sliced by. */
interface SliceRow {
  /** Of the fields. */
  readonly values: readonly unknown[];
  /** Of the slicing functions. */
  readonly inside: readonly boolean[];
}

/** So many records that are no longer wanted may stay. */
const STALE = 100_000;

/** Keeps what may be read of records as they are labelled. */
export class RecordReader {
  readonly #sample = new RecordSample();
  readonly #fields: ReadFields;
  readonly #wants: (row: number) => boolean;
  /** The values of the fields to slice by and what the slicing functions say, of the rows that were wanted. */
  #values = new Map<number, SliceRow>();
  #slices: readonly string[] = [];
  #most = STALE;

  /** @param wants - tells the rows of which the values of the fields to slice by are wanted */
  constructor(fields: ReadFields, wants: (row: number) => boolean) {
    this.#fields = fields;
    this.#wants = wants;
  }

  /** Which of the next so many records are to be kept, by their place among them. */
  wanted(firstRow: number, count: number): number[] {
    return Array.from({ length: count }, (_, n) => n).filter((n) => this.#sample.wants(firstRow + n));
  }

  /** Keeps the wanted ones of these records, with what made functions vote on them. */
  read(
    firstRow: number,
    wanted: readonly number[],
    records: readonly Readonly<Record<string, unknown>>[],
    evidence: readonly PlainEvidence[],
    slices?: LabelMatrix,
  ): void {
    if (firstRow === 0) assertSliceable(this.#fields, records);
    const byRow = new Map<number, PlainEvidence[]>(wanted.map((n) => [n, []]));
    for (const place of evidence) byRow.get(place.row)?.push(place);
    for (const n of wanted) {
      const options = { ...this.#fields, evidence: byRow.get(n) };
      this.#sample.keep(firstRow + n, htmlRecord(records[n], options));
    }
    this.#keepValues(firstRow, records, slices);
  }

  /** What is kept of the records in these rows. */
  toList(rows: ArrayLike<number>): (HtmlRecord | undefined)[] {
    return this.#sample.toList(rows);
  }

  /** The values of the fields to slice by, of the records in these rows. */
  valuesOf(rows: ArrayLike<number>): SliceValues {
    const { slice = [] } = this.#fields;
    return new Map(
      slice.map((name, n) => [name, Array.from(rows, (row) => this.#values.get(row)?.values[n])]),
    );
  }

  /** The records in these rows that each slicing function holds for, by their place among the rows. */
  slicesOf(rows: ArrayLike<number>): Slice[] {
    const places = Array.from(rows, (row, place) => ({ row, place }));
    return this.#slices.map((name, n) => ({
      name,
      rows: places.filter(({ row }) => this.#values.get(row)?.inside[n]).map(({ place }) => place),
    }));
  }

  #keepValues(
    firstRow: number,
    records: readonly Readonly<Record<string, unknown>>[],
    slices: LabelMatrix | undefined,
  ): void {
    const { slice = [] } = this.#fields;
    if (slice.length === 0 && slices === undefined) return;
    this.#slices = slices?.functions.map((name) => name.slice('slices.'.length)) ?? [];
    for (const [n, record] of records.entries()) {
      if (!this.#wants(firstRow + n)) continue;
      const inside = this.#slices.map((_, s) => slices?.votes[n * this.#slices.length + s] !== ABSTAIN);
      this.#values.set(firstRow + n, { values: slice.map((name) => record[name]), inside });
    }
    if (this.#values.size <= this.#most) return;
    this.#values = new Map([...this.#values].filter(([row]) => this.#wants(row)));
    this.#most = this.#values.size + STALE;
  }
}

/** What may be read of records, and the values of the fields that are wanted of every one. */
export interface ReadableRecords {
  readonly records: readonly (HtmlRecord | undefined)[];
  readonly values: SliceValues;
}

/** Reads the records of a file that are named by these ids, in the order of the ids. */
export async function readableRecords(
  source: RecordInput,
  ids: readonly string[],
  fields: ReadFields,
): Promise<ReadableRecords> {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const sample = new RecordSample();
  const values = new Map((fields.slice ?? []).map((name) => [name, new Array<unknown>(ids.length)]));
  let found = 0;
  for await (const { records, ids: names } of sliceable(source.batches(), fields)) {
    for (const [n, record] of records.entries()) {
      const row = rowOf.get(names[n]);
      if (row === undefined) continue;
      found++;
      for (const [name, list] of values) list[row] = record[name];
      if (sample.wants(row)) sample.keep(row, htmlRecord(record, fields));
    }
  }
  if (found > 0 || ids.length === 0) return { records: sample.toList([...ids.keys()]), values };
  throw new LabelwrightError(
    'mismatch',
    `'${source.path}' names no record of the votes; expected ids such as '${ids[0]}'`,
  );
}
