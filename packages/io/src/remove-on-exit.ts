import { rmSync } from 'node:fs';

const unfinished = new Set<string>();

/**
 * Removes the file where the process exits before it is finished.
 *
 * @returns takes note that the file is finished, or gone
 */
export function removeOnExit(path: string): () => void {
  if (unfinished.size === 0) process.on('exit', removeAll);
  unfinished.add(path);
  return () => {
    unfinished.delete(path);
    if (unfinished.size === 0) process.off('exit', removeAll);
  };
}

function removeAll(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}
