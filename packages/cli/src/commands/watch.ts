import { resolve } from 'node:path';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { LabelingModule, SpareThread } from '@labelwright/runner';
import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';
import { describeChange, type Round, roundOf } from '../describe-change.ts';
import { describeFaults } from '../describe-faults.ts';
import { FileWatch } from '../file-watch.ts';
import { MissingFields } from '../missing-fields.ts';
import { parseCount, parseWorkers } from '../parse-options.ts';
import { addRecordOptions, addSelectionOptions, RecordInput, type RecordOptions } from '../record-input.ts';
import { type WatchedRecords, type WatchedVotes, watchedVotes } from '../watched-votes.ts';

interface WatchOptions extends RecordOptions, CommonOptions {
  readonly input: string;
  readonly timeLimit?: number;
  readonly workers?: number;
}

/** `labelwright watch`: applies a module again whenever it is saved, and says what changed. */
export function addWatch(program: Command, context: Context): void {
  const command = program
    .command('watch')
    .description('apply labeling functions again whenever they are saved, and say what changed')
    .argument(
      '<module>',
      'a TypeScript or JavaScript file whose default export is a set of labeling functions',
    )
    .requiredOption('-i, --input <path>', 'records, as for run; they are read once and kept in memory');
  addSelectionOptions(addRecordOptions(command))
    .option('--time-limit <ms>', 'how long one call may block (default: 5000)', parseCount)
    .option('--workers <n>', "threads that label at once, or 'auto': one per core (default: 1)", parseWorkers)
    .addHelpText(
      'after',
      '\nExample:\n  labelwright watch labeling.ts --input comments.jsonl\n\nCtrl-C ends it.\n',
    )
    .action((module: string, options: WatchOptions) => watch(module, options, context));
}

/** A round and what the next one builds on. */
interface State {
  readonly votes: WatchedVotes;
  readonly round: Round;
}

async function watch(path: string, options: WatchOptions, context: Context): Promise<void> {
  const source = new RecordInput(options.input, options);
  const input = await readAll(source);
  context.terminal.err(source.describe());
  const files = new FileWatch();
  files.add([resolve(path)]);
  let state: State | undefined;
  let failure = '';
  let spare: SpareThread | undefined;
  try {
    do {
      try {
        state = await nextRound(
          path,
          options,
          { input, before: state, files, failed: failure !== '', spare },
          context,
        );
        failure = '';
      } catch (thrown) {
        if (!(thrown instanceof LabelwrightError)) throw thrown;
        if (messageOf(thrown) !== failure && !context.signal.aborted)
          context.terminal.err(`labelwright: ${messageOf(thrown)}\n`);
        failure = messageOf(thrown);
      }
      await spare?.close();
      spare = new SpareThread(spareImports(context));
    } while (await files.next(context.signal));
  } finally {
    files.close();
    await spare?.close();
  }
}

/** What every module imports is loaded ahead. */
function spareImports({ packages }: Context): string[] {
  return packages.labelwright === undefined ? [] : [packages.labelwright];
}

async function readAll(input: RecordInput): Promise<WatchedRecords> {
  const records: Readonly<Record<string, unknown>>[] = [];
  const ids: string[] = [];
  for await (const batch of input.batchesOfUnique()) {
    for (const record of batch.records) records.push(record);
    for (const id of batch.ids) ids.push(id);
  }
  return { records, ids };
}

interface Before {
  readonly input: WatchedRecords;
  readonly before: State | undefined;
  readonly files: FileWatch;
  /** Holds where the round before ended with an error. */
  readonly failed: boolean;
  readonly spare: SpareThread | undefined;
}

async function nextRound(
  path: string,
  { timeLimit, workers, json, quiet }: WatchOptions,
  { input, before, files, failed, spare }: Before,
  { terminal, packages, signal }: Context,
): Promise<State> {
  const started = performance.now();
  const module = await LabelingModule.open(path, { packages, tolerant: true, timeLimit, workers, spare });
  const close = () => void module.close();
  signal.addEventListener('abort', close);
  try {
    files.add(module.files);
    const votes = await watchedVotes(module, input, before?.votes);
    if (before && !failed && isSame(votes, before.votes)) return before;
    const round = roundOf(votes.votes);
    const seconds = (performance.now() - started) / 1000;
    if (json)
      terminal.out(
        `${JSON.stringify({ asked: votes.asked, seconds, coverage: round.summary.coverage, conflict: round.summary.conflict })}\n`,
      );
    else {
      terminal.out(`${headline(path, votes, seconds)}\n${describeChange(round, before?.round).join('\n')}\n`);
      if (!quiet)
        terminal.err(missingFrom(input, module) + describeFaults({ summaries: () => [...votes.faults] }));
    }
    return { votes, round };
  } catch (thrown) {
    if (signal.aborted && before) return before; // The threads were ended for Ctrl-C.
    throw thrown;
  } finally {
    signal.removeEventListener('abort', close);
    await module.close();
  }
}

function missingFrom({ records }: WatchedRecords, module: LabelingModule): string {
  const missing = new MissingFields();
  missing.look(module, records);
  return missing.describe();
}

/** Holds where nothing was asked, and the functions are those of the round before. */
function isSame(now: WatchedVotes, before: WatchedVotes): boolean {
  return now.asked.length === 0 && now.votes.functions.join('\0') === before.votes.functions.join('\0');
}

function headline(path: string, { votes, asked }: WatchedVotes, seconds: number): string {
  const time = new Date().toTimeString().slice(0, 8);
  return `${time}  ${path}: asked ${asked.length} of ${votes.columns} labeling functions about ${votes.rows.toLocaleString('en')} records in ${seconds.toFixed(2)} s`;
}
