import { extname, resolve } from 'node:path';
import { withoutCompression } from './compression.ts';

/** The extension that tells the format, in lower case: `.jsonl` for `a.jsonl` and for `a.jsonl.gz`. */
export function formatExtension(path: string): string {
  return extname(withoutCompression(path)).toLowerCase();
}

/** The path as an absolute one, for a message about a file that is not there. */
export function folderOf(path: string): string {
  return resolve(path, '..');
}
