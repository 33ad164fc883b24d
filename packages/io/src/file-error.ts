import { type Stats, statSync } from 'node:fs';
import { basename } from 'node:path';
import { LabelwrightError, messageOf, oneOf } from '@labelwright/core';
import { CompressionError } from './compression.ts';
import { folderOf } from './file-name.ts';

/** An error about a file, or about one line of it. */
export function fileError(path: string, message: string, cause?: unknown): LabelwrightError {
  return new LabelwrightError('invalid-file', `${path}${message}`, cause === undefined ? {} : { cause });
}

/** An error about a line of a file: `comments.jsonl, line 3: …`. */
export function lineError(path: string, line: number, message: string, cause?: unknown): LabelwrightError {
  return fileError(path, `, line ${line}: ${message}`, cause);
}

/** Refuses a path at which there is no file to read. */
export function assertFile(path: string): void {
  if (statOf(path).isDirectory()) {
    throw new LabelwrightError('invalid-file', `'${path}' is a folder; expected a file`);
  }
}

/** What is at the path; an error where nothing is. */
export function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Wraps what the system said about a file; an error of our own passes unchanged. */
export function unreadable(path: string, cause: unknown): LabelwrightError {
  if (cause instanceof LabelwrightError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const message = `found no file '${basename(path)}'; expected it in '${folderOf(path)}'`;
    return new LabelwrightError('invalid-file', message, { cause });
  }
  if (cause instanceof CompressionError) {
    return fileError(path, `: ${cause.message} (${messageOf(cause.cause)})`, cause);
  }
  return fileError(path, `: not readable (${messageOf(cause)})`, cause);
}

/** Holds for the error of compressed content that ends too early. */
export function isCutOff(cause: unknown): boolean {
  return cause instanceof LabelwrightError && cause.cause instanceof CompressionError && cause.cause.cutOff;
}

/** Refuses fields that are asked for and not there. */
export function assertFields(path: string, asked: readonly string[], found: ReadonlySet<string>): void {
  const absent = asked.find((name) => !found.has(name));
  if (absent === undefined) return;
  throw fileError(path, `: found no field '${absent}'; expected ${oneOf([...found])}`);
}
