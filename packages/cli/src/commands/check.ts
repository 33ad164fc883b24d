import { LabelwrightError, messageOf } from '@labelwright/core';
import { checkSnapshot, formatGate, parseThresholds, type Thresholds } from '@labelwright/evaluation';
import { assertNotInput, readJson, writeText } from '@labelwright/io';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { openRun, RUN_PLACES } from '../open-run.ts';
import { parseShare } from '../parse-options.ts';
import { addPageOptions, type PageOutput, pageForm, writePage } from '../write-page.ts';

interface CheckOptions extends PageOutput, Omit<Thresholds, 'functions'> {
  readonly thresholds?: string;
  readonly against?: string;
  readonly summary?: string;
}

/** `labelwright check`: a run and thresholds in; exit code 1 where one is not reached. */
export function addCheck(program: Command, context: Context): void {
  const command = program
    .command('check')
    .description('end with exit code 1 where a run does not reach its thresholds')
    .argument('<run>', RUN_PLACES)
    .option('--min-coverage <share>', 'of the data set', parseShare)
    .option('--max-conflict <share>', 'of the data set', parseShare)
    .option('--min-precision <share>', 'of every function, against gold', parseShare)
    .option('--min-learnt <share>', 'accuracy of every function, as the label model learnt it', parseShare)
    .option('--min-accuracy <share>', 'of the label model, against gold', parseShare)
    .option('--min-expected-accuracy <share>', 'of the label model, by its own probabilities', parseShare)
    .option('--against <run>', 'an earlier run: figures must not move beyond their intervals')
    .option('--max-drift <share>', 'how far they may move all the same (default: 0)', parseShare)
    .addOption(
      new Option('--lint <level>', 'fail where the lint finds faults, or anything').choices([
        'error',
        'warn',
      ]),
    )
    .addOption(
      new Option(
        '--by <end>',
        "which end of a figure's interval must reach the threshold (default: value)",
      ).choices(['value', 'worst', 'best']),
    )
    .option('--thresholds <path>', 'thresholds in a JSON file; options of the command line replace them')
    .option('--summary <path>', 'also write a summary in Markdown')
    .addHelpText(
      'after',
      '\nExample:\n  labelwright check out/ --min-coverage 0.5 --max-conflict 0.3 --against baseline.json --lint error\n',
    );
  addPageOptions(command).action((run: string, options: CheckOptions) => check(run, options, context));
}

async function check(place: string, options: CheckOptions, context: Context): Promise<void> {
  const thresholds = await thresholdsOf(options);
  const { snapshot } = await openRun(place);
  const against = options.against === undefined ? undefined : (await openRun(options.against)).snapshot;
  const report = checkSnapshot(snapshot, thresholds, { against });
  const title = `Check of ${place}`;
  const inputs = [place, options.against, options.thresholds].filter((file) => file !== undefined);
  if (options.summary !== undefined) {
    await assertNotInput(options.summary, inputs);
    await writeText(options.summary, `${formatGate(report, { format: 'markdown', title })}\n`);
  }
  if (!options.quiet || !report.passed) {
    await writePage(formatGate(report, { ...pageForm(options, context), title }), options, inputs, context);
  }
  if (report.passed) return;
  const failed = report.checks.filter(({ passed }) => !passed);
  throw new LabelwrightError('check-failed', `${failed.length} of ${report.checks.length} checks failed`);
}

const NAMES = [
  'minCoverage',
  'maxConflict',
  'minPrecision',
  'minLearnt',
  'minAccuracy',
  'minExpectedAccuracy',
  'maxDrift',
  'lint',
  'by',
] as const;

async function readThresholds(path: string): Promise<Thresholds> {
  const json = await readJson(path);
  try {
    return parseThresholds(json);
  } catch (cause) {
    throw new LabelwrightError('invalid-file', `${path}: ${messageOf(cause)}`, { cause });
  }
}

async function thresholdsOf(options: CheckOptions): Promise<Thresholds> {
  const given = Object.fromEntries(
    NAMES.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const kept = options.thresholds === undefined ? {} : await readThresholds(options.thresholds);
  const thresholds: Thresholds = { ...kept, ...given };
  if (thresholds.maxDrift !== undefined && options.against === undefined) {
    throw new LabelwrightError(
      'invalid-option',
      'found a greatest drift and no run to compare with; expected --against',
    );
  }
  const { by, ...others } = thresholds;
  if (Object.keys(others).length > 0 || options.against !== undefined) return thresholds;
  throw new LabelwrightError(
    'invalid-option',
    'found no threshold; expected at least one, such as --min-coverage 0.5',
  );
}
