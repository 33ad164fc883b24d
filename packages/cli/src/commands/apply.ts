import { assertNotInput, votesWriter } from '@labelwright/io';
import type { Command } from 'commander';
import {
  type ApplyingOptions,
  type ApplyingOutcome,
  addApplyingOptions,
  applyToInput,
  openModule,
  startOutcome,
} from '../apply-module.ts';
import type { CommonOptions, Context } from '../context.ts';
import { describeCalls } from '../describe-calls.ts';
import { countFaults, describeFaults } from '../describe-faults.ts';
import { describeSize } from '../describe-model.ts';

interface ApplyOptions extends ApplyingOptions, CommonOptions {
  readonly output: string;
}

/** `labelwright apply`: records and labeling functions in, votes out. */
export function addApply(program: Command, context: Context): void {
  const command = program
    .command('apply')
    .description('apply labeling functions to records and write their votes')
    .argument(
      '<module>',
      'a TypeScript or JavaScript file whose default export is a set of labeling functions',
    )
    .requiredOption('-o, --output <path>', 'votes: .jsonl, .parquet or .arrow')
    .addHelpText(
      'after',
      '\nExample:\n  labelwright apply labeling.ts --input comments.jsonl --output votes.jsonl\n',
    );
  addApplyingOptions(command).action((module: string, options: ApplyOptions) =>
    apply(module, options, context),
  );
}

async function apply(path: string, options: ApplyOptions, context: Context): Promise<void> {
  await assertNotInput(options.output, [options.input, path]);
  const module = await openModule(path, options, context);
  const outcome = startOutcome(options);
  try {
    const { labels, functions } = module;
    const writer = await votesWriter(options.output, { labels, functions });
    try {
      for await (const { votes } of applyToInput(module, options, outcome, context))
        await writer.write(votes);
      await writer.close();
    } catch (thrown) {
      await writer.abort();
      throw thrown;
    }
  } finally {
    await module.close();
  }
  report(module.functions.length, options, outcome, context);
}

function report(
  functions: number,
  options: ApplyOptions,
  outcome: ApplyingOutcome,
  { terminal }: Context,
): void {
  const { records, input, faults, missing, calls } = outcome;
  if (options.json) {
    terminal.out(
      `${JSON.stringify({ records, functions, ...input.summary(), faults: countFaults(faults), missingFields: missing.toObject(), ...(calls.calls + calls.unaffordable > 0 && { calls }), output: options.output })}\n`,
    );
    return;
  }
  terminal.err(input.describe() + missing.describe() + describeFaults(faults));
  if (options.quiet) return;
  if (describeCalls(calls) !== '') terminal.err(`${describeCalls(calls)}\n`);
  terminal.out(`${describeSize(records, functions)} → ${options.output}\n`);
}
