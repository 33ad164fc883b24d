import { LabelwrightError } from '@labelwright/core';
import { openVotes, type VoteSource } from '@labelwright/io';
import type { Explanation, LabelModel } from '@labelwright/label-model';
import type { Command } from 'commander';
import { assertNotAborted, type CommonOptions, type Context } from '../context.ts';
import { describeExplanation } from '../describe-explanation.ts';
import { votesAt } from '../open-run.ts';
import { readModel } from '../read-model.ts';
import { addVotesOptions, type VotesOptions, votesFrom } from './fit.ts';

interface ExplainOptions extends VotesOptions, CommonOptions {
  readonly model?: string;
  readonly label?: string;
  readonly against?: string;
}

/** `labelwright explain`: why records have their labels. */
export function addExplain(program: Command, context: Context): void {
  const command = program
    .command('explain')
    .description('tell why records have their labels: what each vote adds')
    .argument('<run>', 'a folder that run wrote, or a file of votes, in any format that fit reads')
    .argument('<ids...>', 'the ids of the records')
    .option('-m, --model <path>', "the fitted model: .json (default: the run's)")
    .option('--label <name>', 'the label to explain (default: the most probable)')
    .option('--against <name>', 'the label to compare it with (default: the most probable of the others)')
    .addHelpText('after', '\nExample:\n  labelwright explain out/ c3 c8\n');
  addVotesOptions(command).action((run: string, ids: string[], options: ExplainOptions) =>
    explain(run, ids, options, context),
  );
}

async function explain(
  run: string,
  ids: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<void> {
  const { votes, model: own } = await votesAt(run);
  const source = await openVotes(votes, votesFrom(options));
  const model = options.model ?? own;
  if (model === undefined) {
    throw new LabelwrightError('invalid-option', 'found no --model; expected one beside a file of votes');
  }
  const found = await explainAll(source, await readModel(model), ids, options, context);
  const { terminal } = context;
  if (options.json) terminal.out(`${JSON.stringify(Object.fromEntries(found))}\n`);
  else terminal.out(ids.map((id) => describeExplanation(id, found.get(id) as Explanation)).join('\n'));
}

/** Reads the votes until all records are found. */
async function explainAll(
  source: VoteSource,
  model: LabelModel,
  ids: readonly string[],
  { label, against }: ExplainOptions,
  { signal }: Context,
): Promise<Map<string, Explanation>> {
  const wanted = new Set(ids);
  const found = new Map<string, Explanation>();
  let first: string | undefined;
  for await (const { votes } of source.batches()) {
    assertNotAborted(signal);
    first ??= votes.rows > 0 ? votes.idOf(0) : undefined;
    for (let row = 0; row < votes.rows; row++) {
      const id = votes.idOf(row);
      if (wanted.has(id)) found.set(id, model.explain(votes, row, { label, against }));
    }
    if (found.size === wanted.size) return found;
  }
  const missing = [...wanted].filter((id) => !found.has(id));
  const known = first === undefined ? 'some record' : `ids such as '${first}'`;
  throw new LabelwrightError(
    'mismatch',
    `'${source.path}' has no record ${missing.join(', ')}; expected ${known}`,
  );
}
