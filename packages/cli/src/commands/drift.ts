import { type DriftSide, dataDrift, formatDrift } from '@labelwright/evaluation';
import type { Command } from 'commander';
import { assertNotAborted, type Context } from '../context.ts';
import { votesAt } from '../open-run.ts';
import { describeKept, readKeptVotes } from '../read-kept-votes.ts';
import { readModel } from '../read-model.ts';
import { addPageOptions, type PageOutput, pageForm, writePage } from '../write-page.ts';
import { addVotesOptions, type VotesOptions, votesFrom } from './fit.ts';

interface DriftOptions extends PageOutput, VotesOptions {}

/** `labelwright drift`: votes on two data sets in; how far these are from each other out. */
export function addDrift(program: Command, context: Context): void {
  const command = program
    .command('drift')
    .description('test whether two data sets differ in coverage, balance and vote patterns')
    .argument('<before>', 'a folder that run wrote, or votes in any format that fit reads')
    .argument('<after>', 'the same functions on other records')
    .addHelpText(
      'after',
      '\nExample:\n  labelwright drift out-june/ out-july/\n  labelwright drift june.jsonl july.jsonl\n',
    );
  addPageOptions(addVotesOptions(command)).action((before: string, after: string, options: DriftOptions) =>
    drift([before, after], options, context),
  );
}

async function drift(
  places: readonly [string, string],
  options: DriftOptions,
  context: Context,
): Promise<void> {
  const before = await openSide(places[0], options, context);
  assertNotAborted(context.signal);
  const after = await openSide(places[1], options, context);
  assertNotAborted(context.signal);
  const title = `Drift from ${places[0]} to ${places[1]}`;
  const text = formatDrift(dataDrift(before, after), { ...pageForm(options, context), title });
  await writePage(text, options, places, context);
}

/** The votes of a run and its labels, or votes alone. */
async function openSide(place: string, options: VotesOptions, { terminal }: Context): Promise<DriftSide> {
  const { votes: path, model } = await votesAt(place);
  const { votes, stream } = await readKeptVotes(path, model === undefined ? votesFrom(options) : {});
  terminal.err(describeKept(place, votes.rows, stream.rows));
  return model === undefined ? { votes } : { votes, labels: (await readModel(model)).predict(votes) };
}
