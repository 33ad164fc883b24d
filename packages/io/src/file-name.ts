import { extname, resolve } from 'node:path';

/** The extension that tells the format, in lower case: `.jsonl` for `a.jsonl` and for `a.jsonl.gz`. */
export function formatExtension(path: string): string {
  const name = isGzip(path) ? path.slice(0, -3) : path;
  return extname(name).toLowerCase();
}

/** Holds when the name says that the content is compressed by gzip. */
export function isGzip(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** The path as an absolute one, for a message about a file that is not there. */
export function folderOf(path: string): string {
  return resolve(path, '..');
}
