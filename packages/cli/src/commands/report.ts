import { tmpdir } from 'node:os';
import type { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { createReport, formatReport } from '@labelwright/evaluation';
import type { HtmlRecord } from '@labelwright/evaluation/html';
import { assertNotInput, PatternCounts, writeText } from '@labelwright/io';
import type { LabelModel } from '@labelwright/label-model';
import { type Command, Option } from 'commander';
import { htmlReportOn, modelsOn, type RunReportParts } from '../compare-models.ts';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { openGold } from '../gold.ts';
import { votesAt } from '../open-run.ts';
import { type KeptFile, readKeptVotes, titleOf } from '../read-kept-votes.ts';
import { readModel } from '../read-model.ts';
import { readableRecords } from '../readable-records.ts';
import { addRecordOptions, RecordInput, type RecordOptions } from '../record-input.ts';
import { addReportOptions, type ReportExtras, reportExtras } from '../report-extras.ts';
import { assertFunctions } from '../sliceable.ts';
import { addVotesOptions, chooseEstimator, type VotesOptions, votesFrom } from './fit.ts';

interface ReportOptions extends RecordOptions, VotesOptions, CommonOptions, ReportExtras {
  readonly gold?: string;
  readonly model?: string;
  readonly format: 'text' | 'markdown' | 'json' | 'html';
  readonly records?: string;
  readonly text?: string;
  readonly output?: string;
  readonly width?: number;
}

/** `labelwright report`: votes in; coverage, overlaps, conflicts and, with gold, errors out. */
export function addReport(program: Command, context: Context): void {
  const command = program
    .command('report')
    .description('report on votes, and with gold on how good they are')
    .argument('<votes>', 'votes, in any format that fit reads, or a folder that run wrote')
    .option(
      '-g, --gold <path>',
      'gold labels (id, label): .jsonl or .csv; default: those in the votes, if any',
    )
    .option(
      '-m, --model <path>',
      "a fitted model to report on; default: the run's, or auto, fitted to these votes",
    )
    .addOption(
      new Option('-f, --format <name>', 'of the report')
        .choices(['text', 'markdown', 'json', 'html'])
        .default('text'),
    )
    .option(
      '-r, --records <path>',
      'the records the votes are on: to read in the HTML report, to slice, and to suggest rules from',
    )
    .option('--text <field>', 'the field to read first, and to suggest rules for (default: text, content, …)')
    .option('-o, --output <path>', 'where to write it; default: the standard output')
    .addHelpText(
      'after',
      '\nExample:\n  labelwright report votes.jsonl --gold gold.jsonl --records comments.jsonl --format html --output report.html\n',
    );
  addReportOptions(addRecordOptions(addVotesOptions(command))).action(
    (votes: string, options: ReportOptions) => report(votes, options, context),
  );
}

async function report(place: string, given: ReportOptions, context: Context): Promise<void> {
  const { votes: path, model: own } = await votesAt(place);
  const options = own === undefined ? given : { model: own, ...given };
  const { output } = options;
  if (output) {
    const inputs = [path, options.gold, options.model, options.records];
    await assertNotInput(
      output,
      inputs.filter((file) => file !== undefined),
    );
  }
  const { kept, model } = await readWithModel(path, options, context);
  const { votes, gold: known, stream } = kept;
  assertNotAborted(context.signal);
  const ids = Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
  const gold = options.gold ? (await openGold(options.gold, votes.labels))(ids) : known;
  const { text, id, slice } = options;
  const source = options.records === undefined ? undefined : new RecordInput(options.records, options);
  const read =
    source && (await readableRecords(source, ids, { text, id, slice, functions: votes.functions }));
  context.terminal.err(source?.describe() ?? '');
  const models = modelsOn(votes, model);
  const extras = await reportExtras(
    {
      ...{ votes, labels: models[models.length - 1].labels, gold, text, signal: context.signal },
      relabel: (some) => refit(model.kind, some),
      records: read ? read.records : undefined,
      values: read ? read.values : new Map(),
    },
    options,
  );
  const parts = { title: titleOf(path, votes.rows, stream.rows), votes, model, models, gold, ...extras };
  const rendered = render(parts, read ? read.records : undefined, options, context);
  if (output === undefined) context.terminal.out(`${rendered}\n`);
  else await writeText(output, rendered.endsWith('\n') ? rendered : `${rendered}\n`);
}

function render(
  parts: RunReportParts,
  records: readonly (HtmlRecord | undefined)[] | undefined,
  { json, format, output, sort, only }: ReportOptions,
  { terminal: { width, color } }: Context,
): string {
  const found = createReport(parts);
  if (format === 'html' && !json) return htmlReportOn(found, parts, records);
  const toTerminal = output === undefined && { width, color };
  const form = json || format === 'html' ? 'json' : format;
  return formatReport(found, { format: form, sort, only, ...toTerminal });
}

/** The votes, and the model of the file or the default fitted to all of them. */
async function readWithModel(
  path: string,
  options: ReportOptions,
  { terminal }: Context,
): Promise<{ readonly kept: KeptFile; readonly model: LabelModel }> {
  const patterns = options.model === undefined ? new PatternCounts(tmpdir()) : undefined;
  try {
    const kept = await readKeptVotes(path, votesFrom(options), options.reportOn, patterns);
    if (options.records === undefined) assertFunctions({ ...options, functions: kept.votes.functions });
    if (options.model !== undefined) return { kept, model: await readModel(options.model) };
    const model = kept.stream.fit(chooseEstimator({ model: 'auto' }), kept);
    terminal.err(kept.stream.describeFit());
    return { kept, model };
  } finally {
    patterns?.close();
  }
}

/** The labels that a label model of the same kind makes of other votes. */
function refit(kind: string, votes: LabelMatrix): ProbabilisticLabels {
  return chooseEstimator({ model: kind }).fit(votes).predict(votes);
}
