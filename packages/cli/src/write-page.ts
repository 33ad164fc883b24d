import type { PageOptions } from '@labelwright/evaluation';
import { assertNotInput, writeText } from '@labelwright/io';
import { type Command, Option } from 'commander';
import type { CommonOptions, Context } from './context.ts';

/** Options of the commands that print a page. */
export interface PageOutput extends CommonOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly output?: string;
}

/** Adds the options of the commands that print a page. */
export function addPageOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --format <name>', 'of the output')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('-o, --output <path>', 'where to write it; default: the standard output');
}

/** The form that the options ask for, and the terminal's width and colour where it goes there. */
export function pageForm(options: PageOutput, { terminal }: Context): PageOptions {
  const { width, color } = terminal;
  const format = options.json ? 'json' : options.format;
  return { format, ...(options.output === undefined && { width, color }) };
}

/** Prints a page, or writes it to a file. */
export async function writePage(
  text: string,
  { output }: PageOutput,
  inputs: readonly string[],
  { terminal }: Context,
): Promise<void> {
  if (output === undefined) {
    terminal.out(`${text}\n`);
    return;
  }
  await assertNotInput(output, inputs);
  await writeText(output, `${text}\n`);
}
