import { LabelwrightError } from '@labelwright/core';
import { type HtmlRecord, htmlRecord } from '@labelwright/evaluation/html';
import { readRecords } from '@labelwright/io';
import type { PlainEvidence } from '@labelwright/runner';
import { RecordSample } from './record-sample.ts';

/** The names of the fields that matter to a reader. */
export interface ReadFields {
  /** The field to read first. */
  readonly text?: string | undefined;
  /** The field that names the record. */
  readonly id?: string | undefined;
}

/** Keeps what may be read of records as they are labelled. */
export class RecordReader {
  readonly #sample = new RecordSample();
  readonly #fields: ReadFields;

  constructor(fields: ReadFields) {
    this.#fields = fields;
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
  ): void {
    const byRow = new Map<number, PlainEvidence[]>(wanted.map((n) => [n, []]));
    for (const place of evidence) byRow.get(place.row)?.push(place);
    for (const n of wanted) {
      const options = { ...this.#fields, evidence: byRow.get(n) };
      this.#sample.keep(firstRow + n, htmlRecord(records[n], options));
    }
  }

  /** What is kept, by row. */
  toList(rows: number): (HtmlRecord | undefined)[] {
    return this.#sample.toList(rows);
  }
}

/** Reads the records of a file that are named by these ids, in the order of the ids. */
export async function readableRecords(
  path: string,
  ids: readonly string[],
  fields: ReadFields,
): Promise<(HtmlRecord | undefined)[]> {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const sample = new RecordSample();
  let found = 0;
  for await (const { records, lines } of readRecords(path)) {
    for (const [n, record] of records.entries()) {
      const row = rowOf.get(idOf(record, lines[n], fields.id));
      if (row === undefined) continue;
      found++;
      if (sample.wants(row)) sample.keep(row, htmlRecord(record, fields));
    }
  }
  if (found > 0 || ids.length === 0) return sample.toList(ids.length);
  throw new LabelwrightError(
    'mismatch',
    `'${path}' names no record of the votes; expected ids such as '${ids[0]}'`,
  );
}

/** The name of a record: its field, or else the line on which it begins. */
export function idOf(record: Readonly<Record<string, unknown>>, line: number, field = 'id'): string {
  const id = record[field];
  return id === undefined || id === null || typeof id === 'object' ? String(line) : String(id);
}
