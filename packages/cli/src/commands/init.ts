import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { writeText } from '@labelwright/io';
import type { Command } from 'commander';
import type { CommonOptions, Context } from '../context.ts';
import { editorFiles, starterFiles } from '../starter.ts';

/** `labelwright init`: a folder to start from. */
export function addInit(program: Command, context: Context): void {
  program
    .command('init')
    .description('write a first labeling module and a few records to try it on')
    .argument('[folder]', 'where to write; it is created where it is missing', '.')
    .addHelpText('after', '\nExample:\n  labelwright init spam && cd spam\n')
    .action((folder: string, options: CommonOptions) =>
      init(folder, program.version() ?? '0.0.0', options, context),
    );
}

async function init(
  folder: string,
  version: string,
  options: CommonOptions,
  { terminal }: Context,
): Promise<void> {
  const inFolder = (named: Readonly<Record<string, string>>) =>
    Object.entries(named).map(([name, text]) => ({ path: join(folder, name), text }));
  const starter = inFolder(starterFiles);
  const there = starter.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (there.length > 0) {
    throw new LabelwrightError(
      'invalid-option',
      `found ${there.join(' and ')} there already; expected a folder without them`,
    );
  }
  const missing = inFolder(editorFiles(version)).filter(({ path }) => !existsSync(path));
  const files = [...starter, ...missing];
  for (const { path, text } of files) await writeText(path, text);
  if (options.json) terminal.out(`${JSON.stringify({ files: files.map(({ path }) => path) })}\n`);
  else if (!options.quiet)
    terminal.out(
      `written: ${files.map(({ path }) => path).join(', ')}\n\n${nextSteps(
        folder,
        missing.some(({ path }) => path.endsWith('package.json')),
      )}`,
    );
}

function nextSteps(folder: string, ownManifest: boolean): string {
  const enter = folder === '.' ? '' : `  cd ${folder}\n`;
  const install = ownManifest ? 'npm install' : 'npm install --save-dev labelwright';
  return `next:\n${enter}  labelwright test labeling.ts\n  labelwright run labeling.ts --input comments.jsonl --output out/\n\nfor types in your editor, which the command does not need:\n  ${install}\n`;
}
