import { LabelwrightError, oneOf } from '@labelwright/core';
import {
  type BadRecord,
  type RecordBatch,
  RepeatedTexts,
  readRecords,
  type SampleSize,
} from '@labelwright/io';
import { type Command, Option } from 'commander';
import { parseNames, parseSample } from './parse-options.ts';

/** Options of the commands that read records. */
export interface RecordOptions {
  readonly id?: string;
  readonly badRecords?: 'fail' | 'skip';
  readonly select?: readonly string[];
  readonly where?: string;
  readonly sample?: SampleSize;
}

/** Records of the input with their names. */
export interface NamedBatch extends RecordBatch {
  readonly ids: readonly string[];
}

/** Bad records that are told one by one. */
const TOLD = 3;

/** Adds the options of the commands that read records. */
export function addRecordOptions(command: Command): Command {
  return command
    .option('--id <field>', "the field that names a record (default: 'id', or else the number of its line)")
    .addOption(
      new Option('--bad-records <policy>', 'what to do about records that cannot be read')
        .choices(['fail', 'skip'])
        .default('fail'),
    );
}

/** Adds the options of the commands that may work on some of the records. */
export function addSelectionOptions(command: Command): Command {
  return command
    .option('--where <condition>', 'only records for which it holds, in SQL over the fields: "lang = \'en\'"')
    .option(
      '--sample <size>',
      'a random sample of the records, the same at each run: 10000 or 5%',
      parseSample,
    )
    .option('--select <fields>', 'the fields to read beside the id: text,author', parseNames);
}

/** The records of a command: read by its options, with what was left out. */
export class RecordInput {
  readonly path: string;
  readonly #options: RecordOptions;
  readonly #first: string[] = [];
  #bad = 0;

  constructor(path: string, options: RecordOptions) {
    this.path = path;
    this.#options = options;
  }

  /** How many records were left out. */
  get badRecords(): number {
    return this.#bad;
  }

  /** What a summary for machines tells of the records that were left out. */
  summary(): { readonly badRecords: number; readonly firstBadRecords?: readonly string[] } {
    return { badRecords: this.#bad, ...(this.#bad > 0 && { firstBadRecords: this.#first }) };
  }

  /** The records that were left out, in words; empty without any. */
  describe(): string {
    if (this.#bad === 0) return '';
    const records = this.#bad === 1 ? '1 record' : `${this.#bad} records`;
    const rest = this.#bad > TOLD ? `\n  … and ${this.#bad - TOLD} more` : '';
    return `left out ${records} that could not be read\n  ${this.#first.join('\n  ')}${rest}\n`;
  }

  /** Reads the records. */
  async *batches(): AsyncGenerator<NamedBatch> {
    const { badRecords, id, select, where, sample } = this.#options;
    const onBadRecord = badRecords === 'skip' ? (bad: BadRecord) => this.#leaveOut(bad) : undefined;
    for await (const batch of readRecords(this.path, { onBadRecord, select, where, sample, idField: id })) {
      const named = id === undefined ? batch : this.#withId(batch, id);
      yield {
        ...named,
        ids: named.records.map((record, i) => idOf(record, id ?? 'id') ?? String(named.lines[i])),
      };
    }
  }

  /** The records that have an id where one was asked for; the others are bad. */
  #withId(batch: RecordBatch, field: string): RecordBatch {
    const kept = [...batch.records.keys()].filter((i) => {
      if (idOf(batch.records[i], field) !== undefined) return true;
      const fields = oneOf(Object.keys(batch.records[i]));
      const message = `${this.path}, line ${batch.lines[i]}: found no id in the field '${field}'; expected one there (the fields are ${fields.replace('one of ', '')})`;
      if (this.#options.badRecords !== 'skip') throw new LabelwrightError('invalid-file', message);
      this.#leaveOut({ message });
      return false;
    });
    if (kept.length === batch.records.length) return batch;
    return { ...batch, records: kept.map((i) => batch.records[i]), lines: kept.map((i) => batch.lines[i]) };
  }

  /** Reads the records; an error where two have the same id: at the second, or behind the last of many. */
  async *batchesOfUnique(seen: RepeatedTexts = new RepeatedTexts()): AsyncGenerator<NamedBatch> {
    try {
      for await (const batch of this.batches()) {
        for (const [i, id] of batch.ids.entries()) {
          if (seen.add(id)) await this.#assertOther(id, batch.lines[i]);
        }
        yield batch;
      }
      await this.#assertUnique(seen.repeated());
    } finally {
      seen.close();
    }
  }

  /** Reads the records again where some of their ids may be the same. */
  async #assertUnique(mayRepeat: ((id: string) => boolean) | undefined): Promise<void> {
    if (mayRepeat === undefined) return;
    if (this.path === '-') throw this.#twice('an id', undefined, undefined);
    const lines = new Map<string, number>();
    for await (const batch of new RecordInput(this.path, this.#options).batches()) {
      for (const [i, id] of batch.ids.entries()) {
        if (!mayRepeat(id)) continue;
        const first = lines.get(id);
        if (first !== undefined) throw this.#twice(`the id '${id}'`, batch.lines[i], first);
        lines.set(id, batch.lines[i]);
      }
    }
  }

  /** Two ids may have the same hash; the lines before are read again to tell. */
  async #assertOther(id: string, line: number): Promise<void> {
    const first = this.path === '-' ? undefined : await this.#lineOf(id, line);
    if (first !== line) throw this.#twice(`the id '${id}'`, line, first);
  }

  #twice(id: string, line: number | undefined, first: number | undefined): LabelwrightError {
    const place = line === undefined ? '' : `, line ${line}`;
    const before = first === undefined ? '' : `, first on line ${first}`;
    return new LabelwrightError(
      'invalid-file',
      `${this.path}${place}: found ${id} a second time${before}; expected an id of its own for each record, in 'id' or the field that --id names`,
    );
  }

  async #lineOf(id: string, last: number): Promise<number> {
    const again = new RecordInput(this.path, this.#options);
    for await (const { ids, lines } of again.batches()) {
      const found = ids.indexOf(id);
      if (found >= 0) return lines[found];
    }
    return last;
  }

  #leaveOut({ message }: Pick<BadRecord, 'message'>): void {
    this.#bad++;
    if (this.#first.length < TOLD) this.#first.push(message);
  }
}

/** The name of a record, in its field. */
function idOf(record: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const id = record[field];
  return id === undefined || id === null || typeof id === 'object' ? undefined : String(id);
}
