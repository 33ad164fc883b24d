import { type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import { diffSnapshots, type FlipReport, findFlips, formatDiff } from '@labelwright/evaluation';
import { estimator } from '@labelwright/label-model';
import type { Command } from 'commander';
import { assertNotAborted, type Context } from '../context.ts';
import { goldFor } from '../gold.ts';
import { type EarlierRun, openRun, RUN_PLACES } from '../open-run.ts';
import { parseCount } from '../parse-options.ts';
import { addPageOptions, type PageOutput, pageForm, writePage } from '../write-page.ts';

interface DiffOptions extends PageOutput {
  readonly gold?: string;
  readonly most: number;
}

/** `labelwright diff`: two runs in; what changed, which labels flipped and why out. */
export function addDiff(program: Command, context: Context): void {
  const command = program
    .command('diff')
    .description('say what changed between two runs, which labels flipped and which function flipped them')
    .argument('<before>', RUN_PLACES)
    .argument('<after>', 'the same; labels that flipped are found where both are folders')
    .option('-g, --gold <path>', 'gold labels, to count the flips that are right: .jsonl or .csv')
    .option('--most <n>', 'flipped records to list', parseCount, 20)
    .addHelpText(
      'after',
      '\nExample:\n  labelwright diff out-before/ out/\n  labelwright diff HEAD~1:out/snapshot.json out/snapshot.json\n',
    );
  addPageOptions(command).action((before: string, after: string, options: DiffOptions) =>
    diff([before, after], options, context),
  );
}

async function diff(
  places: readonly [string, string],
  options: DiffOptions,
  context: Context,
): Promise<void> {
  const before = await openRun(places[0]);
  const after = await openRun(places[1]);
  assertNotAborted(context.signal);
  const flips = await flipsBetween(before, after, options, context);
  const text = formatDiff(diffSnapshots(before.snapshot, after.snapshot), {
    ...pageForm(options, context),
    ...(flips && { flips }),
    most: options.most,
    title: `From ${places[0]} to ${places[1]}`,
  });
  await writePage(text, options, places, context);
}

async function flipsBetween(
  before: EarlierRun,
  after: EarlierRun,
  { gold }: DiffOptions,
  { signal }: Context,
): Promise<FlipReport | undefined> {
  if (!before.whole || !after.whole) {
    if (gold === undefined) return undefined;
    throw new LabelwrightError(
      'invalid-option',
      'found --gold beside a snapshot; expected two folders that run wrote',
    );
  }
  const { votes, model } = after.whole;
  const { name = model.kind, balance } = after.snapshot.estimator ?? {};
  const fitted = estimator(name, balance ? { balance } : {});
  const relabel = (changed: LabelMatrix): ProbabilisticLabels => {
    assertNotAborted(signal);
    return fitted.fit(changed).predict(changed);
  };
  const ids = Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
  const known = gold === undefined ? undefined : await goldFor(gold, votes.labels, ids);
  return findFlips(before.whole, after.whole, { relabel, gold: known });
}
