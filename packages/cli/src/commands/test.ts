import { LabelwrightError } from '@labelwright/core';
import { type ExampleOutcome, LabelingModule } from '@labelwright/runner';
import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';

/** `labelwright test`: runs the examples that stand beside the rules. */
export function addTest(program: Command, context: Context): void {
  program
    .command('test')
    .description('run the examples that stand beside the rules')
    .argument(
      '<module>',
      'a TypeScript or JavaScript file whose default export is a set of labeling functions',
    )
    .addHelpText('after', '\nExample:\n  labelwright test labeling.ts\n')
    .action((module: string, options: CommonOptions) => test(module, options, context));
}

async function test(path: string, options: CommonOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const module = await LabelingModule.open(path, { packages: context.packages });
  const outcomes = await module.testExamples().finally(() => module.close());
  const failed = outcomes.filter((outcome) => !outcome.passed);
  const passed = outcomes.length - failed.length;
  if (options.json) terminal.out(`${JSON.stringify({ passed, failed: failed.length, outcomes })}\n`);
  else if (!options.quiet || failed.length > 0) terminal.out(describe(failed, passed, module.functions));
  if (failed.length > 0) {
    throw new LabelwrightError('function-failed', `${failed.length} of ${outcomes.length} examples failed`);
  }
}

function describe(failed: readonly ExampleOutcome[], passed: number, functions: readonly string[]): string {
  if (failed.length + passed === 0) {
    return `found no examples beside ${functions.length} labeling functions; add some with .examples({ … })\n`;
  }
  const lines = failed.map(
    ({ function: name, record, expected, found }) =>
      `✗ ${name}: expected ${expected}, found ${found}, on ${record}\n`,
  );
  return `${lines.join('')}${passed} passed, ${failed.length} failed\n`;
}
