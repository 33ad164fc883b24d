import type { LabelMatrix } from '@labelwright/core';
import { type RecordBatch, readRecords } from '@labelwright/io';
import { FaultLog } from '@labelwright/labeling';
import { LabelingModule, type ModuleOptions, type PlainFault } from '@labelwright/runner';
import type { Command } from 'commander';
import { assertNotAborted, type Context } from './context.ts';
import { mapInOrder } from './map-in-order.ts';
import { parseCount, parseWorkers } from './parse-options.ts';
import { startProgress } from './progress.ts';
import { idOf, type RecordReader } from './readable-records.ts';

/** Options of the commands that apply a labeling module. */
export interface ApplyingOptions {
  readonly input: string;
  readonly id?: string;
  readonly keepGoing?: boolean;
  readonly skipBadRecords?: boolean;
  readonly timeLimit?: number;
  readonly asyncTimeLimit?: number;
  readonly concurrency?: number;
  readonly workers?: number;
  readonly quiet?: boolean;
}

/** The votes on some records of the input, and where functions failed, counted from the first record of all. */
export interface AppliedBatch {
  readonly votes: LabelMatrix;
  readonly faults: readonly PlainFault[];
}

/** What applying found besides votes. */
export interface ApplyingOutcome {
  records: number;
  badRecords: number;
  readonly faults: FaultLog;
  /** Shown the records as they pass, where someone wants to read them. */
  readonly reader?: RecordReader | undefined;
}

/** Nothing found yet. */
export function startOutcome(reader?: RecordReader): ApplyingOutcome {
  return { records: 0, badRecords: 0, faults: new FaultLog(), reader };
}

/** Adds the options of the commands that apply a labeling module. */
export function addApplyingOptions(command: Command): Command {
  return command
    .requiredOption(
      '-i, --input <path>',
      'records: .jsonl, .csv, .tsv, .parquet, a folder of .txt files, or - for JSONL on standard input',
    )
    .option('--id <field>', "the field that names a record (default: 'id', or else the number of its line)")
    .option('--keep-going', 'abstain where a function fails, count the fault, and go on')
    .option('--skip-bad-records', 'leave out records that cannot be read, and count them')
    .option('--time-limit <ms>', 'how long one call may block (default: 5000)', parseCount)
    .option('--async-time-limit <ms>', 'how long a promise may take (default: 60000)', parseCount)
    .option('--concurrency <n>', 'asynchronous calls under way at once (default: 16)', parseCount)
    .option(
      '--workers <n>',
      "threads that label at once, or 'auto': one per core (default: 1)",
      parseWorkers,
    );
}

/** Loads a labeling module with the options of the command line. */
export function openModule(
  path: string,
  options: ApplyingOptions,
  context: Context,
): Promise<LabelingModule> {
  const settings: ModuleOptions = {
    packages: context.packages,
    tolerant: options.keepGoing,
    timeLimit: options.timeLimit,
    asyncTimeLimit: options.asyncTimeLimit,
    concurrency: options.concurrency,
    workers: options.workers,
  };
  return LabelingModule.open(path, settings);
}

/** Reads the input and applies the module to it, a batch for each worker at a time; reads ahead while they work. */
export async function* applyToInput(
  module: LabelingModule,
  options: ApplyingOptions,
  outcome: ApplyingOutcome,
  context: Context,
): AsyncGenerator<AppliedBatch> {
  const progress = startProgress('labeling', context.terminal, options.quiet);
  const skipBad = () => {
    outcome.badRecords++;
  };
  const batches = readRecords(options.input, options.skipBadRecords ? { onBadRecord: skipBad } : {});
  let sent = 0;
  const apply = async (batch: RecordBatch) => {
    assertNotAborted(context.signal);
    const ids = idsOf(batch, options.id);
    const wanted = outcome.reader?.wanted(sent, ids.length) ?? [];
    sent += ids.length;
    const placeOf = (row: number): string => `${options.input}, line ${batch.lines[row]}`;
    const applied = await module.apply(batch.records, ids, { evidenceOf: wanted, placeOf });
    return { ...applied, wanted, batch };
  };
  try {
    for await (const done of mapInOrder(readAhead(batches), apply, module.workers)) {
      const { votes, faults, evidence, wanted, batch } = done;
      outcome.reader?.read(outcome.records, wanted, batch.records, evidence);
      for (const fault of faults) outcome.faults.add(fault);
      outcome.records += votes.rows;
      progress.update(outcome.records, batch.share);
      yield { votes, faults };
    }
  } finally {
    progress.stop();
  }
}

/** Asks for the next value while the current one is worked on. */
async function* readAhead<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = iterator.next();
      next.catch(() => undefined); // Awaited in the next round; until then it is not unhandled.
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** The names of some records: their ids, or the numbers of their lines. */
export function idsOf({ records, lines }: RecordBatch, field?: string): string[] {
  return records.map((record, i) => idOf(record, lines[i], field));
}
