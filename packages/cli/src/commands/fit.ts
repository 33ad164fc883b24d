import { dirname } from 'node:path';
import { LabelwrightError, oneOf } from '@labelwright/core';
import {
  assertNotInput,
  openVotes,
  PatternCounts,
  type ReadVotesOptions,
  readVotes,
  writeJson,
} from '@labelwright/io';
import {
  calibrate,
  dependencyFinders,
  type Estimator,
  estimator,
  estimatorNames,
  type LabelModel,
  type Share,
} from '@labelwright/label-model';
import type { Command } from 'commander';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { describeModel, describeSize } from '../describe-model.ts';
import { openHardGold } from '../gold.ts';
import { parseNames, parseShares } from '../parse-options.ts';
import { readModel } from '../read-model.ts';
import { VoteStream } from '../vote-stream.ts';

/** Options of the commands that fit a label model. */
export interface FittingOptions {
  readonly model: string;
  readonly balance?: Record<string, Share>;
  readonly findDependencies?: boolean;
}

/** Options of the commands that read votes. */
export interface VotesOptions {
  readonly labels?: string[];
  readonly functions?: string[];
  readonly votesFormat?: string;
}

interface FitOptions extends FittingOptions, VotesOptions, CommonOptions {
  readonly output: string;
  readonly gold?: string;
  readonly calibrate?: string;
  readonly start?: string;
}

/** Adds the options of the commands that fit a label model. */
export function addFittingOptions(command: Command): Command {
  return command
    .option('-m, --model <name>', `the label model: ${estimatorNames.join(', ')}`, 'auto')
    .option(
      '--balance <shares>',
      'the share of each label, where you know it, or its interval: ham=0.8 or spam=0.1..0.3',
      parseShares,
    )
    .option(
      '--find-dependencies',
      'let functions that repeat each other count as one (auto, and models that learn by EM)',
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
      '<votes...>',
      'votes: our JSONL, WRENCH JSON, JSONL of integers, .npy, or crowd answers (task, worker, label); or any number of statistics that worker wrote',
    )
    .requiredOption('-o, --output <path>', 'the fitted model: .json')
    .option('--gold <path>', 'known labels to learn from, {"id","label"} a line, by the ids of the votes')
    .option('--calibrate <path>', 'known labels of other records, drawn at random, to calibrate on')
    .option('--start <path>', 'a model of earlier votes to begin learning from: .json')
    .addHelpText('after', '\nExample:\n  labelwright fit votes.jsonl --model auto --output model.json\n');
  addVotesOptions(addFittingOptions(command)).action((votes: string[], options: FitOptions) =>
    fit(votes, options, context),
  );
}

async function fit(paths: readonly string[], options: FitOptions, context: Context): Promise<void> {
  const others = [options.gold, options.calibrate, options.start].filter((file) => file !== undefined);
  await assertNotInput(options.output, [...paths, ...others]);
  const chosen = chooseEstimator(options);
  const [path, ...more] = paths;
  const statistics = path !== undefined && (await (await cluster()).isStatistics(path));
  if (!statistics && more.length > 0) {
    throw new LabelwrightError(
      'invalid-option',
      `found ${paths.length} files; expected one of votes, or statistics that worker wrote`,
    );
  }
  const { model, records } = statistics
    ? await fitToStatistics(paths, chosen, options, context)
    : await fitToVotes(path, chosen, options, context);
  await writeJson(options.output, model.toJSON());
  print(model, records, options, context);
}

/** Loaded where votes are fitted to, for other commands share this file's options. */
const cluster = () => import('@labelwright/cluster');

async function fitToStatistics(
  paths: readonly string[],
  estimator: Estimator,
  { gold, calibrate, start, quiet }: FitOptions,
  { terminal }: Context,
): Promise<Fitted> {
  if (gold ?? calibrate ?? start) {
    throw new LabelwrightError(
      'invalid-option',
      '--gold, --calibrate and --start need votes; found statistics, which name no records',
    );
  }
  const { describeSampled, fitStatistics } = await cluster();
  const { model, statistics } = await fitStatistics(paths, estimator);
  const sampled = describeSampled(statistics);
  if (sampled !== '' && !quiet) terminal.err(`labelwright: ${sampled}\n`);
  return { model, records: statistics.records };
}

/** Votes stream by where nothing asks for single records. */
async function fitToVotes(
  path: string,
  estimator: Estimator,
  options: FitOptions,
  context: Context,
): Promise<Fitted> {
  const start = options.start === undefined ? undefined : await readModel(options.start);
  if (!options.gold && !options.calibrate) return fitToStream(path, estimator, options, start, context);
  const { votes } = await readVotes(path, votesFrom(options));
  const ids = Array.from({ length: votes.rows }, (_, i) => votes.idOf(i));
  const goldOf = async (file: string) => (await openHardGold(file, votes.labels))(ids);
  const gold = options.gold && (await goldOf(options.gold));
  const judged = options.calibrate && (await goldOf(options.calibrate));
  assertNotAborted(context.signal);
  const fitted = estimator.fit(votes, { ...(gold && { gold }), start });
  return { model: judged ? calibrate(votes, fitted, judged) : fitted, records: votes.rows };
}

async function fitToStream(
  path: string,
  estimator: Estimator,
  options: FitOptions,
  start: LabelModel | undefined,
  { signal, terminal }: Context,
): Promise<Fitted> {
  const patterns = new PatternCounts(dirname(options.output));
  try {
    const stream = new VoteStream({}, patterns);
    for await (const { votes } of (await openVotes(path, votesFrom(options))).batches()) {
      assertNotAborted(signal);
      stream.add(votes);
    }
    const kept = stream.kept();
    if (kept === undefined) {
      throw new LabelwrightError('invalid-file', `${path}: found no records; expected at least one`);
    }
    const model = stream.fit(estimator, kept, { start });
    terminal.err(stream.describeFit());
    return { model, records: stream.rows };
  } finally {
    patterns.close();
  }
}

/** A model, and how many records it was fitted to. */
interface Fitted {
  readonly model: LabelModel;
  readonly records: number;
}

/** The estimator that the command line names. */
export function chooseEstimator(options: FittingOptions): ReturnType<typeof estimator> {
  const { model, balance, findDependencies } = options;
  if (findDependencies && !dependencyFinders.some((name) => name === model)) {
    throw new LabelwrightError(
      'invalid-option',
      `the label model '${model}' finds no dependencies; expected ${oneOf(dependencyFinders)}`,
    );
  }
  return estimator(model, { ...(balance && { balance }), ...(findDependencies && { dependencies: 'find' }) });
}

/** The options for reading votes that the command line gives. */
export function votesFrom({ labels, functions, votesFormat }: VotesOptions): ReadVotesOptions {
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
      `${describeModel(model, terminal.width)}\n${describeSize(records, functions.length)} → ${options.output}\n`,
    );
  }
}
