import { realpathSync, statSync } from 'node:fs';
import { LabelwrightError } from '@labelwright/core';

/** Refuses an output that is also an input, under whatever name. */
export function assertNotInput(output: string, inputs: readonly string[]): void {
  const found = identityOf(output);
  if (found === undefined) return; // What does not exist cannot be overwritten.
  const input = inputs.find((path) => identityOf(path) === found);
  if (input === undefined) return;
  throw new LabelwrightError(
    'invalid-option',
    `the output '${output}' is the input '${input}'; expected another file`,
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

function info(path: string): { readonly dev: bigint; readonly ino: bigint; readonly isFile: boolean } {
  const stats = statSync(path, { bigint: true });
  return { dev: stats.dev, ino: stats.ino, isFile: stats.isFile() };
}
