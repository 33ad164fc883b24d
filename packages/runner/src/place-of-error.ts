import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Says which line of the user's files an error arose in: `labeling.ts, line 3`.
 *
 * @param url - the bundled module; the frames of a stack name the user's files as if they lay beside it
 * @param path - the user's module
 * @returns `undefined` where no frame of the stack is in a file of the user
 */
export function placeOfError(
  thrown: unknown,
  { url, path }: { readonly url: string; readonly path: string },
): string | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const bundled = dirname(fileURLToPath(url));
  for (const [, frame, line] of stack.matchAll(/(?:\(|at )((?!file:|node:)[^()]+):(\d+):\d+\)?$/gm)) {
    const file = resolve(dirname(path), relative(bundled, frame));
    if (existsSync(frame) || !existsSync(file)) continue;
    return `${file === resolve(path) ? path : relative(process.cwd(), file)}, line ${line}`;
  }
  return undefined;
}
