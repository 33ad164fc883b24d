import { join } from 'node:path';
import { LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import {
  createReport,
  formatReport,
  formatSnapshot,
  type Gold,
  type Report,
  takeSnapshot,
} from '@labelwright/evaluation';
import {
  assertNotInput,
  type LabelsFormat,
  lockFolder,
  openVotes,
  PatternCounts,
  type VotesWriterFormat,
  votesWriter,
  writeJson,
  writeText,
} from '@labelwright/io';
import type { Estimator, LabelModel } from '@labelwright/label-model';
import type { LabelingModule } from '@labelwright/runner';
import { type Command, Option } from 'commander';
import {
  type ApplyingOptions,
  type ApplyingOutcome,
  addApplyingOptions,
  applyToInput,
  openModule,
  startOutcome,
} from '../apply-module.ts';
import { htmlReportOn, modelsOn } from '../compare-models.ts';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { describeCalls } from '../describe-calls.ts';
import { countFaults, describeFaults } from '../describe-faults.ts';
import { type GoldFor, openGold } from '../gold.ts';
import { titleOf } from '../read-kept-votes.ts';
import { RecordReader } from '../readable-records.ts';
import { addReportOptions, type ReportExtras, reportExtras } from '../report-extras.ts';
import { type KeptVotes, VoteStream } from '../vote-stream.ts';
import { predicted, writeLabels } from '../write-labels.ts';
import { addFittingOptions, chooseEstimator, type FittingOptions } from './fit.ts';

interface RunOptions extends ApplyingOptions, FittingOptions, CommonOptions, ReportExtras {
  readonly timings?: boolean;
  readonly output: string;
  readonly gold?: string;
  readonly labelsFormat: LabelsFormat;
  readonly votesAs: VotesWriterFormat;
}

/** `labelwright run`: records and labeling functions in; votes, model, labels and report out. */
export function addRun(program: Command, context: Context): void {
  const command = program
    .command('run')
    .description('do it all: apply, fit, predict and report')
    .argument(
      '<module>',
      'a TypeScript or JavaScript file whose default export is a set of labeling functions',
    )
    .requiredOption(
      '-o, --output <folder>',
      'gets votes.jsonl, model.json, labels.jsonl, report.html, report.md, report.json and snapshot.json',
    )
    .option(
      '-g, --gold <path>',
      'gold labels to evaluate against (id, label): .jsonl or .csv; never used to fit',
    )
    .addOption(
      new Option('--labels-format <name>', 'of the labels')
        .choices(['jsonl', 'csv', 'parquet', 'arrow'])
        .default('jsonl'),
    )
    .addOption(
      new Option('--votes-as <name>', 'the format of the votes')
        .choices(['jsonl', 'parquet', 'arrow'])
        .default('jsonl'),
    )
    .option(
      '--timings',
      'write how long each function took into the reports: they then differ from run to run',
    )
    .addHelpText('after', '\nExample:\n  labelwright run labeling.ts --input comments.jsonl --output out/\n');
  addReportOptions(addFittingOptions(addApplyingOptions(command))).action(
    (module: string, options: RunOptions) => run(module, options, context),
  );
}

async function run(path: string, options: RunOptions, context: Context): Promise<void> {
  const inputs = [path, options.input, ...(options.gold ? [options.gold] : [])];
  for (const file of Object.values(outputs(options))) await assertNotInput(file, inputs);
  const free = await lockFolder(options.output);
  const patterns = new PatternCounts(options.output);
  try {
    await runInto(path, patterns, options, context);
  } finally {
    patterns.close();
    await free();
  }
}

async function runInto(
  path: string,
  patterns: PatternCounts,
  options: RunOptions,
  context: Context,
): Promise<void> {
  const files = outputs(options);
  const estimator = chooseEstimator(options);
  const module = await openModule(path, options, context);
  const stream = new VoteStream({ records: options.reportOn }, patterns);
  const { id, slice } = options;
  const reader = new RecordReader({ text: module.text, id, slice, functions: module.functions }, (row) =>
    stream.wants(row),
  );
  const outcome = startOutcome(options, reader);
  const applied = async () => {
    const gold = await openFitting(estimator, module, options);
    await apply(module, { file: files.votes, stream }, options, outcome, context);
    return gold;
  };
  const gold = await applied().finally(() => module.close());
  assertNotAborted(context.signal);
  const found = stream.kept();
  if (found === undefined) {
    throw new LabelwrightError(
      'invalid-file',
      `'${options.input}' has no records that can be read; expected at least one`,
    );
  }
  const { votes } = found;
  const model = stream.fit(estimator, found);
  await writeJson(files.model, model.toJSON());
  const labels = model.predict(votes);
  const parts = stream.whole ? [labels] : predicted(await openVotes(files.votes), model, options, context);
  await writeLabels(files.labels, labels.labels, parts);
  assertNotAborted(context.signal);
  const report = { files, estimator, module, reader, outcome, found, labels, model, gold };
  await writeReports(path, { ...report, all: stream.rows, note: stream.describeFit() }, options, context);
}

/** Opens the gold; what does not fit the labels, a balance among it, is told before the work. */
async function openFitting(
  estimator: Estimator,
  { labels, functions }: LabelingModule,
  { gold }: RunOptions,
): Promise<Found['gold']> {
  estimator.fit(LabelMatrix.fromRows(labels, functions, [functions.map(() => undefined)]));
  return gold === undefined ? undefined : await openGold(gold, labels);
}

/** What a run found, to report on. */
interface Found {
  readonly files: ReturnType<typeof outputs>;
  readonly estimator: Estimator;
  readonly module: LabelingModule;
  readonly reader: RecordReader;
  readonly outcome: ApplyingOutcome;
  readonly found: KeptVotes;
  readonly labels: ProbabilisticLabels;
  readonly model: LabelModel;
  readonly gold: GoldFor<Gold<string>> | undefined;
  /** The number of all records, those that are not kept among them. */
  readonly all: number;
  readonly note: string;
}

async function writeReports(path: string, run: Found, options: RunOptions, context: Context): Promise<void> {
  const { files, estimator, module, reader, outcome, found, labels, model } = run;
  const { votes, rows = Uint32Array.from({ length: votes.rows }, (_, row) => row) } = found;
  const gold = run.gold?.(idsOf(votes));
  const records = reader.toList(rows);
  const { text } = module;
  const relabel = (some: LabelMatrix) => estimator.fit(some).predict(some);
  const extras = await reportExtras(
    {
      ...{ votes, labels, gold, relabel, records, text, signal: context.signal },
      values: reader.valuesOf(rows),
      slices: reader.slicesOf(rows),
    },
    options,
  );
  const { times, faults } = outcome;
  const seconds = Object.fromEntries(module.functions.map((name, j) => [name, (times[j] ?? 0) / 1000]));
  const common = {
    title: titleOf(path, votes.rows, run.all),
    votes,
    gold,
    faults: countFaults(faults),
    ...extras,
  };
  const parts = { ...common, seconds, model, models: modelsOn(votes, model) };
  const shown = createReport(parts);
  const kept = options.timings ? shown : withoutTimes(shown);
  await writeText(files.html, htmlReportOn(kept, parts, records));
  await writeText(files.markdown, `${formatReport(kept, { format: 'markdown' })}\n`);
  await writeText(files.report, `${formatReport(kept, { format: 'json' })}\n`);
  const fitted = { name: estimator.name, ...(options.balance && { balance: options.balance }) };
  const snapshot = takeSnapshot({ report: withoutTimes(shown), votes, labels, estimator: fitted });
  await writeText(files.snapshot, formatSnapshot(snapshot));
  context.terminal.err(run.note);
  print(options.json ? kept : shown, files, options, outcome, context);
}

/** The report without what is another at each run. */
function withoutTimes(report: Report): Report {
  const functions = report.summary.functions.map(({ seconds: _, ...entry }) => entry);
  const findings = report.findings.filter(({ kind }) => kind !== 'slow');
  return { ...report, summary: { ...report.summary, functions }, findings };
}

function print(
  report: Report,
  files: ReturnType<typeof outputs>,
  options: RunOptions,
  { records, input, faults, missing, calls }: ApplyingOutcome,
  { terminal }: Context,
): void {
  if (options.json) {
    terminal.out(
      `${JSON.stringify({ records, ...input.summary(), faults: countFaults(faults), missingFields: missing.toObject(), ...(calls.calls + calls.unaffordable > 0 && { calls }), files, report })}\n`,
    );
    return;
  }
  terminal.err(input.describe() + missing.describe() + describeFaults(faults));
  if (options.quiet) return;
  if (describeCalls(calls) !== '') terminal.err(`${describeCalls(calls)}\n`);
  const { width, color } = terminal;
  const { sort, only } = options;
  terminal.out(`${formatReport(report, { format: 'text', width, color, sort, only })}\n`);
  terminal.out(`\nwritten: ${Object.values(files).join(', ')}\n`);
}

function outputs({ output, labelsFormat, votesAs }: RunOptions) {
  return {
    votes: join(output, `votes.${votesAs}`),
    model: join(output, 'model.json'),
    labels: join(output, `labels.${labelsFormat}`),
    html: join(output, 'report.html'),
    markdown: join(output, 'report.md'),
    report: join(output, 'report.json'),
    snapshot: join(output, 'snapshot.json'),
  };
}

/** Applies the module to the whole input; writes the votes and streams them. */
async function apply(
  module: LabelingModule,
  { file, stream }: { readonly file: string; readonly stream: VoteStream },
  options: RunOptions,
  outcome: ApplyingOutcome,
  context: Context,
): Promise<void> {
  const { labels, functions } = module;
  const writer = await votesWriter(file, { labels, functions });
  try {
    for await (const { votes } of applyToInput(module, options, outcome, context)) {
      await writer.write(votes);
      stream.add(votes);
    }
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

function idsOf(votes: LabelMatrix): string[] {
  return Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
}
