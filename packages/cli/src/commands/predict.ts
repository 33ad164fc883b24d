import { assertNotInput, openVotes } from '@labelwright/io';
import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';
import { readModel } from '../read-model.ts';
import { predicted, writeLabels } from '../write-labels.ts';
import { addVotesOptions, type VotesOptions, votesFrom } from './fit.ts';

interface PredictOptions extends VotesOptions, CommonOptions {
  readonly model: string;
  readonly output: string;
}

/** `labelwright predict`: votes and a model in, probabilistic labels out. */
export function addPredict(program: Command, context: Context): void {
  const command = program
    .command('predict')
    .description('give each record its probabilistic label')
    .argument('<votes>', 'votes, in any format that fit reads')
    .requiredOption('-m, --model <path>', 'the fitted model: .json')
    .requiredOption('-o, --output <path>', 'labels: .jsonl, .csv, .parquet or .arrow')
    .addHelpText(
      'after',
      '\nExample:\n  labelwright predict votes.jsonl --model model.json --output labels.jsonl\n',
    );
  addVotesOptions(command).action((votes: string, options: PredictOptions) =>
    predict(votes, options, context),
  );
}

async function predict(path: string, options: PredictOptions, context: Context): Promise<void> {
  const { terminal } = context;
  await assertNotInput(options.output, [path, options.model]);
  const model = await readModel(options.model);
  const source = await openVotes(path, votesFrom(options));
  let [records, labelled] = [0, 0];
  const counted = async function* () {
    for await (const labels of predicted(source, model, options, context)) {
      records += labels.rows;
      labelled += labels.labelled().length;
      yield labels;
    }
  };
  await writeLabels(options.output, model.labels, counted());
  if (options.json) terminal.out(`${JSON.stringify({ records, labelled, output: options.output })}\n`);
  else if (!options.quiet)
    terminal.out(`${records} records, ${labelled} of them with a label → ${options.output}\n`);
}
