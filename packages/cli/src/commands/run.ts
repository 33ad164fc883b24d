import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import { formatReport, formatSnapshot, type Report, takeSnapshot } from '@labelwright/evaluation';
import { assertNotInput, labelsWriter, votesWriter, writeJson, writeText } from '@labelwright/io';
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
import { htmlReportOn, reportOn } from '../compare-models.ts';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { countFaults, describeFaults } from '../describe-faults.ts';
import { goldFor } from '../gold.ts';
import { RecordReader } from '../readable-records.ts';
import { addFittingOptions, chooseEstimator, type FittingOptions } from './fit.ts';

interface RunOptions extends ApplyingOptions, FittingOptions, CommonOptions {
  readonly output: string;
  readonly gold?: string;
  readonly labelsFormat: 'jsonl' | 'csv' | 'parquet';
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
        .choices(['jsonl', 'csv', 'parquet'])
        .default('jsonl'),
    )
    .addHelpText('after', '\nExample:\n  labelwright run labeling.ts --input comments.jsonl --output out/\n');
  addFittingOptions(addApplyingOptions(command)).action((module: string, options: RunOptions) =>
    run(module, options, context),
  );
}

async function run(path: string, options: RunOptions, context: Context): Promise<void> {
  const files = outputs(options);
  const inputs = [path, options.input, ...(options.gold ? [options.gold] : [])];
  for (const file of Object.values(files)) await assertNotInput(file, inputs);
  const estimator = chooseEstimator(options);
  const module = await openModule(path, options, context);
  const reader = new RecordReader({ text: module.text, id: options.id });
  const outcome = startOutcome(reader);
  await mkdir(options.output, { recursive: true });
  const votes = await apply(module, files.votes, options, outcome, context).finally(() => module.close());
  assertNotAborted(context.signal);
  const model = estimator.fit(votes);
  await writeJson(files.model, model.toJSON());
  const labels = model.predict(votes);
  await writeLabels(files.labels, labels);
  assertNotAborted(context.signal);
  const gold = options.gold ? await goldFor(options.gold, votes.labels, idsOf(votes)) : undefined;
  const parts = { title: basename(path), votes, model, gold, faults: countFaults(outcome.faults) };
  const report = reportOn(parts);
  await writeText(files.html, htmlReportOn(report, parts, reader.toList(votes.rows)));
  await writeText(files.markdown, `${formatReport(report, { format: 'markdown' })}\n`);
  await writeText(files.report, `${formatReport(report, { format: 'json' })}\n`);
  const fitted = { name: estimator.name, ...(options.balance && { balance: options.balance }) };
  await writeText(files.snapshot, formatSnapshot(takeSnapshot({ report, votes, labels, estimator: fitted })));
  print(report, files, options, outcome, context);
}

/** Writes the label of every record. */
async function writeLabels(path: string, labels: ProbabilisticLabels): Promise<void> {
  const writer = await labelsWriter(path, { labels: labels.labels });
  try {
    await writer.write(labels);
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

function print(
  report: Report,
  files: ReturnType<typeof outputs>,
  options: RunOptions,
  { records, badRecords, faults }: ApplyingOutcome,
  { terminal }: Context,
): void {
  if (options.json) {
    terminal.out(`${JSON.stringify({ records, badRecords, faults: countFaults(faults), files, report })}\n`);
    return;
  }
  terminal.err(describeFaults(faults));
  if (options.quiet) return;
  if (badRecords > 0) terminal.err(`left out ${badRecords} records that could not be read\n`);
  const { width, color } = terminal;
  terminal.out(`${formatReport(report, { format: 'text', width, color })}\n`);
  terminal.out(`\nwritten: ${Object.values(files).join(', ')}\n`);
}

function outputs({ output, labelsFormat }: RunOptions) {
  return {
    votes: join(output, 'votes.jsonl'),
    model: join(output, 'model.json'),
    labels: join(output, `labels.${labelsFormat}`),
    html: join(output, 'report.html'),
    markdown: join(output, 'report.md'),
    report: join(output, 'report.json'),
    snapshot: join(output, 'snapshot.json'),
  };
}

/** Applies the module to the whole input; writes the votes and keeps them. */
async function apply(
  module: LabelingModule,
  file: string,
  options: RunOptions,
  outcome: ApplyingOutcome,
  context: Context,
): Promise<LabelMatrix> {
  const { labels, functions } = module;
  const writer = await votesWriter(file, { labels, functions });
  const batches: LabelMatrix[] = [];
  try {
    for await (const { votes } of applyToInput(module, options, outcome, context)) {
      await writer.write(votes);
      batches.push(votes);
    }
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
  const [first, ...rest] = batches;
  if (first === undefined) {
    throw new LabelwrightError(
      'invalid-file',
      `'${options.input}' has no records that can be read; expected at least one`,
    );
  }
  return LabelMatrix.concat([first, ...rest]);
}

function idsOf(votes: LabelMatrix): string[] {
  return Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
}
