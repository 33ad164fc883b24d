import { dirname, join } from 'node:path';
import { isPack, openPack, readPack } from '@labelwright/cluster';
import type { LabelMatrix } from '@labelwright/core';
import { FaultLog } from '@labelwright/labeling';
import { type AppliedVotes, LabelingModule, type ModuleOptions, type PlainFault } from '@labelwright/runner';
import type { Command } from 'commander';
import { assertNotAborted, type Context } from './context.ts';
import { describeCalls } from './describe-calls.ts';
import { mapInOrder } from './map-in-order.ts';
import { MissingFields } from './missing-fields.ts';
import { parseAmount, parseCount, parseWorkers } from './parse-options.ts';
import { startProgress } from './progress.ts';
import type { RecordReader } from './readable-records.ts';
import {
  addRecordOptions,
  addSelectionOptions,
  type NamedBatch,
  RecordInput,
  type RecordOptions,
} from './record-input.ts';

/** Options of the commands that apply a labeling module. */
export interface ApplyingOptions extends RecordOptions {
  readonly input: string;
  readonly keepGoing?: boolean;
  readonly timeLimit?: number;
  readonly asyncTimeLimit?: number;
  readonly concurrency?: number;
  readonly workers?: number;
  readonly budget?: number;
  /** `--no-cache` makes it false. */
  readonly cache?: boolean | string;
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
  readonly input: RecordInput;
  readonly faults: FaultLog;
  readonly missing: MissingFields;
  /** How long each function took, in milliseconds by column. */
  readonly times: number[];
  /** What calls of asynchronous functions came to. */
  readonly calls: { calls: number; tokens: number; cost: number; unaffordable: number };
  /** Shown the records as they pass, where someone wants to read them. */
  readonly reader?: RecordReader | undefined;
}

/** Nothing found yet. */
export function startOutcome(options: ApplyingOptions, reader?: RecordReader): ApplyingOutcome {
  return {
    records: 0,
    input: new RecordInput(options.input, options),
    faults: new FaultLog(),
    missing: new MissingFields(),
    calls: { calls: 0, tokens: 0, cost: 0, unaffordable: 0 },
    times: [],
    reader,
  };
}

/** Adds the options of the commands that apply a labeling module. */
export function addApplyingOptions(command: Command): Command {
  command.requiredOption(
    '-i, --input <path>',
    'records: .jsonl, .csv, .tsv, .parquet, .arrow, a folder of .txt files, or - for JSONL on standard input',
  );
  return addSelectionOptions(addRecordOptions(command))
    .option('--keep-going', 'abstain where a function fails, count the fault, and go on')
    .option('--time-limit <ms>', 'how long one call may block (default: 5000)', parseCount)
    .option('--async-time-limit <ms>', 'how long a promise may take (default: 60000)', parseCount)
    .option('--concurrency <n>', 'asynchronous calls under way at once (default: 16)', parseCount)
    .option('--workers <n>', "threads that label at once, or 'auto': one per core (default: 1)", parseWorkers)
    .option('--budget <amount>', 'what calls may cost together; those beyond it are not made', parseAmount)
    .option('--cache <folder>', 'where votes are kept (default: .labelwright beside the module)')
    .option('--no-cache', 'ask every function about every record, and keep nothing');
}

/** Loads a labeling module, or one that was packed, with the options of the command line. */
export async function openModule(
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
    budget: options.budget,
    cache: cacheOf(path, options),
    onCacheNote: (note) => context.terminal.err(`labelwright: ${note}\n`),
  };
  return isPack(path) ? openPack(await readPack(path), settings) : LabelingModule.open(path, settings);
}

function cacheOf(path: string, { cache }: ApplyingOptions): string | undefined {
  if (cache === false) return undefined;
  return typeof cache === 'string' ? cache : join(dirname(path), '.labelwright', 'votes');
}

/** Reads the input and applies the module to it: a batch for each worker, and one that waits for the next to be idle. */
export async function* applyToInput(
  module: LabelingModule,
  options: ApplyingOptions,
  outcome: ApplyingOutcome,
  context: Context,
): AsyncGenerator<AppliedBatch> {
  const progress = startProgress('labeling', context.terminal, options.quiet);
  let sent = 0;
  const apply = async (batch: NamedBatch) => {
    assertNotAborted(context.signal);
    const { ids } = batch;
    outcome.missing.look(module, batch.records);
    const wanted = outcome.reader?.wanted(sent, ids.length) ?? [];
    sent += ids.length;
    const placeOf = (row: number): string => `${options.input}, line ${batch.lines[row]}`;
    const [applied, slices] = await Promise.all([
      module.apply(batch.records, ids, { evidenceOf: wanted, placeOf }),
      outcome.reader && module.slices.length > 0 ? module.slice(batch.records, ids, { placeOf }) : undefined,
    ]);
    return { ...applied, wanted, batch, slices };
  };
  const close = () => void module.close();
  context.signal.addEventListener('abort', close, { once: true });
  try {
    for await (const done of mapInOrder(outcome.input.batchesOfUnique(), apply, module.workers + 1)) {
      const { votes, faults, evidence, times, calls, unaffordable, wanted, batch, slices } = done;
      for (const [column, time] of times.entries())
        outcome.times[column] = (outcome.times[column] ?? 0) + time;
      outcome.reader?.read(outcome.records, wanted, batch.records, evidence, slices?.votes);
      for (const fault of [...faults, ...ownFaults(slices)]) outcome.faults.add(fault);
      outcome.calls.calls += calls.calls;
      outcome.calls.tokens += calls.tokens;
      outcome.calls.cost += calls.cost;
      outcome.calls.unaffordable += unaffordable.length;
      outcome.records += votes.rows;
      progress.update(outcome.records, batch.share, describeCalls(outcome.calls));
      yield { votes, faults };
    }
  } catch (thrown) {
    assertNotAborted(context.signal); // What is under way fails where the threads are ended.
    throw thrown;
  } finally {
    context.signal.removeEventListener('abort', close);
    progress.stop();
  }
}

/** Faults of slicing functions; records of the wrong shape are faults of the labeling functions already. */
function ownFaults(slices: AppliedVotes | undefined): readonly PlainFault[] {
  return slices?.faults.filter(({ kind }) => kind !== 'invalid-record') ?? [];
}
