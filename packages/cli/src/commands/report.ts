import { basename } from 'node:path';
import type { LabelMatrix } from '@labelwright/core';
import { formatReport } from '@labelwright/evaluation';
import { assertNotInput, readJson, readVotes, writeText } from '@labelwright/io';
import { type LabelModel, type LabelModelFile, loadLabelModel } from '@labelwright/label-model';
import { type Command, Option } from 'commander';
import { htmlReportOn, type ReportParts, reportOn } from '../compare-models.ts';
import type { CommonOptions, Context } from '../context.ts';
import { goldFor } from '../gold.ts';
import { readableRecords } from '../readable-records.ts';
import { addVotesOptions, chooseEstimator, type VotesOptions, votesFrom } from './fit.ts';

interface ReportOptions extends VotesOptions, CommonOptions {
  readonly gold?: string;
  readonly model?: string;
  readonly format: 'text' | 'markdown' | 'json' | 'html';
  readonly records?: string;
  readonly id?: string;
  readonly output?: string;
  readonly width?: number;
}

/** `labelwright report`: votes in; coverage, overlaps, conflicts and, with gold, errors out. */
export function addReport(program: Command, context: Context): void {
  const command = program
    .command('report')
    .description('report on votes, and with gold on how good they are')
    .argument('<votes>', 'votes, in any format that fit reads')
    .option(
      '-g, --gold <path>',
      'gold labels (id, label): .jsonl or .csv; default: those in the votes, if any',
    )
    .option('-m, --model <path>', 'a fitted model to report on; default: auto, fitted to these votes')
    .addOption(
      new Option('-f, --format <name>', 'of the report')
        .choices(['text', 'markdown', 'json', 'html'])
        .default('text'),
    )
    .option('-r, --records <path>', 'the records the votes are on, to read in the HTML report')
    .option('--id <field>', "the field that names a record (default: 'id', or else the number of its line)")
    .option('-o, --output <path>', 'where to write it; default: the standard output')
    .addHelpText(
      'after',
      '\nExample:\n  labelwright report votes.jsonl --gold gold.jsonl --records comments.jsonl --format html --output report.html\n',
    );
  addVotesOptions(command).action((votes: string, options: ReportOptions) => report(votes, options, context));
}

async function report(path: string, options: ReportOptions, { terminal }: Context): Promise<void> {
  if (options.output)
    await assertNotInput(
      options.output,
      [path, options.gold, options.model, options.records].filter((file) => file !== undefined),
    );
  const { votes, gold: known } = await readVotes(path, votesFrom(options));
  const model = await modelFor(votes, options.model);
  const ids = Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
  const gold = options.gold ? await goldFor(options.gold, votes.labels, ids) : known;
  const text = await render({ title: basename(path), votes, model, gold }, ids, options, terminal);
  if (options.output === undefined) terminal.out(`${text}\n`);
  else await writeText(options.output, text.endsWith('\n') ? text : `${text}\n`);
}

async function render(
  parts: ReportParts,
  ids: readonly string[],
  { json, format, records, id, output }: ReportOptions,
  { width, color }: Context['terminal'],
): Promise<string> {
  const found = reportOn(parts);
  if (format === 'html' && !json) {
    return htmlReportOn(
      found,
      parts,
      records === undefined ? undefined : await readableRecords(records, ids, { id }),
    );
  }
  const toTerminal = output === undefined && { width, color };
  return formatReport(found, { format: json || format === 'html' ? 'json' : format, ...toTerminal });
}

async function modelFor(votes: LabelMatrix, path: string | undefined): Promise<LabelModel> {
  if (path !== undefined) return loadLabelModel((await readJson(path)) as LabelModelFile);
  return chooseEstimator({ model: 'auto' }).fit(votes);
}
