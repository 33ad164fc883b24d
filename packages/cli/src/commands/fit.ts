import { assertNotInput, readVotes, writeJson } from '@labelwright/io';
import { estimator, estimatorNames, type LabelModel } from '@labelwright/label-model';
import type { Command } from 'commander';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { describeModel } from '../describe-model.ts';
import { parseNames, parseShares } from '../parse-options.ts';

/** Options of the commands that fit a label model. */
export interface FittingOptions {
  readonly model: string;
  readonly balance?: Record<string, number>;
}

/** Options of the commands that read votes. */
export interface VotesOptions {
  readonly labels?: string[];
  readonly functions?: string[];
  readonly votesFormat?: string;
}

interface FitOptions extends FittingOptions, VotesOptions, CommonOptions {
  readonly output: string;
}

/** Adds the options of the commands that fit a label model. */
export function addFittingOptions(command: Command): Command {
  return command
    .option('-m, --model <name>', `the label model: ${estimatorNames.join(', ')}`, 'auto')
    .option(
      '--balance <shares>',
      'the share of each label, where you know it: ham=0.8,spam=0.2',
      parseShares,
    );
}

/** Adds the options of the commands that read votes. */
export function addVotesOptions(command: Command): Command {
  return command
    .option('--labels <names>', 'names of the labels, where the votes are integers: ham,spam', parseNames)
    .option(
      '--functions <names>',
      'names of the labeling functions, where the votes do not name them',
      parseNames,
    )
    .option(
      '--votes-format <name>',
      'jsonl, dataset, wrench, npy, crowd or csv, where the file does not tell',
    );
}

/** `labelwright fit`: votes in, a fitted label model out. */
export function addFit(program: Command, context: Context): void {
  const command = program
    .command('fit')
    .description('fit a label model to votes')
    .argument(
      '<votes>',
      'votes: our JSONL, WRENCH JSON, JSONL of integers, .npy, or crowd answers (task, worker, label)',
    )
    .requiredOption('-o, --output <path>', 'the fitted model: .json')
    .addHelpText('after', '\nExample:\n  labelwright fit votes.jsonl --model auto --output model.json\n');
  addVotesOptions(addFittingOptions(command)).action((votes: string, options: FitOptions) =>
    fit(votes, options, context),
  );
}

async function fit(path: string, options: FitOptions, context: Context): Promise<void> {
  await assertNotInput(options.output, [path]);
  const chosen = chooseEstimator(options);
  const { votes } = await readVotes(path, votesFrom(options));
  assertNotAborted(context.signal);
  const model = chosen.fit(votes);
  await writeJson(options.output, model.toJSON());
  print(model, votes.rows, options, context);
}

/** The estimator that the command line names. */
export function chooseEstimator({ model, balance }: FittingOptions): ReturnType<typeof estimator> {
  return estimator(model, balance ? { balance } : {});
}

/** The options for reading votes that the command line gives. */
export function votesFrom({ labels, functions, votesFormat }: VotesOptions): Parameters<typeof readVotes>[1] {
  return {
    ...(labels && { labels }),
    ...(functions && { functions }),
    ...(votesFormat && { format: votesFormat as 'jsonl' }),
  };
}

function print(model: LabelModel, records: number, options: FitOptions, { terminal }: Context): void {
  const { kind, labels, functions, balance, accuracies, notes } = model;
  if (options.json) {
    terminal.out(
      `${JSON.stringify({ kind, records, labels, functions, balance, accuracies, notes, output: options.output })}\n`,
    );
  } else if (!options.quiet) {
    terminal.out(
      `${describeModel(model)}\n${records} records × ${functions.length} labeling functions → ${options.output}\n`,
    );
  }
}
