import { type LabelMatrix, LabelwrightError, type ProbabilisticLabels } from '@labelwright/core';
import {
  diffSnapshots,
  type FlipReport,
  findFlips,
  formatDiff,
  type PatternDrift,
  patternDrift,
  type Snapshot,
} from '@labelwright/evaluation';
import { estimator } from '@labelwright/label-model';
import type { Command } from 'commander';
import { assertNotAborted, type Context } from '../context.ts';
import { openGold } from '../gold.ts';
import { type EarlierRun, openRun, RUN_PLACES, type WholeRun } from '../open-run.ts';
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
  const found = diffSnapshots(before.snapshot, after.snapshot);
  const sides = await wholeRuns(before, after);
  if (options.gold !== undefined && !sides) {
    throw new LabelwrightError(
      'invalid-option',
      'found --gold beside a snapshot or other labels; expected two folders that run wrote',
    );
  }
  assertNotAborted(context.signal);
  const flips = sides && (await flipsBetween(sides, after.snapshot, options, context));
  const drift = sides && !found.records.same ? driftBetween(sides) : undefined;
  const text = formatDiff(found, {
    ...pageForm(options, context),
    ...(flips && { flips }),
    ...(drift && { drift }),
    most: options.most,
    title: `From ${places[0]} to ${places[1]}`,
  });
  await writePage(text, options, places, context);
}

type Sides = readonly [before: WholeRun, after: WholeRun];

/** Both runs, where both are there as a whole and have the same labels. */
async function wholeRuns(before: EarlierRun, after: EarlierRun): Promise<Sides | undefined> {
  const sides = [await before.whole(), await after.whole()] as const;
  const [old, now] = sides;
  if (!old || !now) return undefined;
  const same = JSON.stringify(old.votes.labels) === JSON.stringify(now.votes.labels);
  return same ? [old, now] : undefined;
}

/** How far the votes of the functions that both runs have are from each other. */
function driftBetween([before, after]: Sides): PatternDrift | undefined {
  const { functions } = after.votes;
  const shared = before.votes.functions.filter((name) => functions.includes(name));
  return patternDrift(before.votes.select(shared), after.votes.select(shared));
}

async function flipsBetween(
  [before, after]: Sides,
  snapshot: Snapshot,
  { gold }: DiffOptions,
  { signal }: Context,
): Promise<FlipReport> {
  const { votes, model } = after;
  const { name = model.kind, balance } = snapshot.estimator ?? {};
  const fitted = estimator(name, balance ? { balance } : {});
  const relabel = (changed: LabelMatrix): ProbabilisticLabels => {
    assertNotAborted(signal);
    return fitted.fit(changed).predict(changed);
  };
  const ids = Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
  const known = gold === undefined ? undefined : (await openGold(gold, votes.labels))(ids);
  return findFlips(before, after, { relabel, gold: known });
}
