import { realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { LabelwrightError } from '@labelwright/core';

/** What is read of the folder of a run. */
const OF_RUN = /^(?:votes|labels)\.|^(?:model|snapshot)\.json$/;

/** Refuses an output that is also an input, under whatever name; a folder stands for what is read of a run in it. */
export function assertNotInput(output: string, inputs: readonly string[]): void {
  const found = identityOf(output);
  if (found === undefined) return; // What does not exist cannot be overwritten.
  const folder = OF_RUN.test(basename(output)) ? realpathSync(dirname(output)) : undefined;
  const input = inputs.find((path) => identityOf(path) === found || isFolder(path, folder));
  if (input === undefined) return;
  throw new LabelwrightError(
    'invalid-option',
    `the output '${output}' is ${identityOf(input) === found ? '' : 'part of '}the input '${input}'; expected another file`,
  );
}

/** The same for all names of a file; `undefined` where there is none. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino, isFile } = info(path);
    if (!isFile) return undefined;
    return ino > 0n ? `${dev}:${ino}` : realpathSync(path);
  } catch {
    return undefined;
  }
}

function isFolder(path: string, folder: string | undefined): boolean {
  try {
    return folder !== undefined && realpathSync(path) === folder;
  } catch {
    return false;
  }
}

function info(path: string): { readonly dev: bigint; readonly ino: bigint; readonly isFile: boolean } {
  const stats = statSync(path, { bigint: true });
  return { dev: stats.dev, ino: stats.ino, isFile: stats.isFile() };
}
