import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import { assertNotInput, writeJson } from '@labelwright/io';
import { type Answer, estimateAccuracy, type LabelModel, settle } from '@labelwright/label-model';
import type { Command } from 'commander';
import { answersOn, readAnswers } from '../answers-file.ts';
import { askQuestions } from '../ask-questions.ts';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { describeModel } from '../describe-model.ts';
import { parseCount } from '../parse-options.ts';
import { describeRecord } from '../question-text.ts';
import { describeKept, readKeptWith } from '../read-kept-votes.ts';
import { readModel } from '../read-model.ts';
import { addRecordOptions, RecordInput, type RecordOptions } from '../record-input.ts';
import { sliceable } from '../sliceable.ts';
import { addVotesOptions, type VotesOptions, votesFrom } from './fit.ts';

interface SettleOptions extends RecordOptions, VotesOptions, CommonOptions {
  readonly model: string;
  readonly answers: string;
  readonly output: string;
  readonly records?: string;
  readonly text?: string;
  readonly questions: number;
  readonly random?: number;
  readonly seed: number;
}

/** `labelwright settle`: a model and a few answers of a person in, a model that learnt from them out. */
export function addSettle(program: Command, context: Context): void {
  const command = program
    .command('settle')
    .description('ask about the votes that leave most labels open, and refit with the answers')
    .argument('<votes>', 'votes, in any format that fit reads')
    .requiredOption('-m, --model <path>', 'the fitted model: .json')
    .requiredOption(
      '-a, --answers <path>',
      'answers, {"id","label"} a line: read if they are there, each new one added at once',
    )
    .requiredOption('-o, --output <path>', 'the model with the answers: .json')
    .option('-r, --records <path>', 'the records to read, by id')
    .option('--text <field>', "the field to read (default: 'text', or the whole record)")
    .option('--questions <n>', 'how many answers to ask for, those of the file included', parseCount, 10)
    .option('--random <n>', 'how many random records to ask about besides, for a fair estimate', parseCount)
    .option('--seed <n>', 'which records are read', parseCount, 1)
    .addHelpText(
      'after',
      '\nExample:\n  labelwright settle votes.jsonl --model model.json --records comments.jsonl --answers answers.jsonl --output settled.json\n',
    );
  addVotesOptions(addRecordOptions(command)).action((votes: string, options: SettleOptions) =>
    settleVotes(votes, options, context),
  );
}

async function settleVotes(path: string, options: SettleOptions, context: Context): Promise<void> {
  const inputs = [path, options.model, options.answers, options.records].filter((file) => file !== undefined);
  await assertNotInput(options.output, inputs);
  const model = await readModel(options.model);
  const written = await readAnswers(options.answers);
  const answered = new Set(written.map(({ id }) => id));
  const { votes, all } = await readKeptWith(path, votesFrom(options), answered);
  context.terminal.err(describeKept(path, votes.rows, all));
  const earlier = answersOn(votes, written);
  const answers = context.terminal.ask ? await survey(votes, model, earlier, options, context) : earlier;
  if (answers.length === 0) {
    throw new LabelwrightError(
      'invalid-option',
      `found no answers in '${options.answers}' and got none; expected at least one`,
    );
  }
  assertNotAborted(context.signal);
  const settled = settle(votes, model, answers);
  await writeJson(options.output, settled.toJSON());
  print(settled, votes, model, answers, options, context);
}

async function survey(
  votes: LabelMatrix,
  model: LabelModel,
  earlier: readonly Answer[],
  options: SettleOptions,
  context: Context,
): Promise<readonly Answer[]> {
  const { questions, random = 0, seed, answers: file } = options;
  if (earlier.length >= questions + random) return earlier;
  if (options.records === undefined) {
    throw new LabelwrightError(
      'invalid-option',
      'found no --records to ask about; expected a file of records',
    );
  }
  const texts = await textsOf(votes, options.records, options, context);
  const read = (row: number) => texts[row] ?? `record ${votes.idOf(row)}`;
  return askQuestions({ votes, model, read, file, questions, random, seed }, earlier, context);
}

/** What there is to read of each record of the votes, by row; all of it is kept in memory. */
async function textsOf(
  votes: LabelMatrix,
  path: string,
  options: SettleOptions,
  { signal, terminal }: Context,
): Promise<(string | undefined)[]> {
  const rows = new Map(Array.from({ length: votes.rows }, (_, row) => [votes.idOf(row), row]));
  const texts: (string | undefined)[] = new Array(votes.rows).fill(undefined);
  let found = 0;
  const source = new RecordInput(path, options);
  for await (const { records, ids } of sliceable(source.batches(), { text: options.text })) {
    assertNotAborted(signal);
    for (const [n, record] of records.entries()) {
      const row = rows.get(ids[n]);
      if (row === undefined) continue;
      texts[row] = describeRecord(record, options.text ?? 'text');
      found++;
    }
  }
  terminal.err(source.describe());
  if (found > 0) return texts;
  throw new LabelwrightError(
    'mismatch',
    `'${path}' names no record of the votes; expected ids such as '${votes.idOf(0)}'`,
  );
}

function print(
  settled: LabelModel,
  votes: LabelMatrix,
  model: LabelModel,
  answers: readonly Answer[],
  { json, quiet, output }: SettleOptions,
  { terminal }: Context,
): void {
  const estimate = estimateAccuracy(votes, model, answers);
  if (json) {
    terminal.out(`${JSON.stringify({ answers: answers.length, estimate, notes: settled.notes, output })}\n`);
    return;
  }
  if (quiet) return;
  const [low, high] = estimate.interval.map(percent);
  const unmeasured =
    estimate.unmeasured > 0 ? `, no answer speaks for ${percent(estimate.unmeasured)} of the records` : '';
  terminal.out(
    `${describeModel(settled, terminal.width)}accuracy ${percent(estimate.accuracy)} (${low} to ${high}), ` +
      `claimed ${percent(estimate.claimed)}${unmeasured}\n${answers.length} ${answers.length === 1 ? 'answer' : 'answers'} → ${output}\n`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
