import { createWriteStream } from 'node:fs';
import { mkdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LabelwrightError, messageOf } from '@labelwright/core';
import { compressorFor } from './compression.ts';
import { fileError } from './file-error.ts';
import { folderOf } from './file-name.ts';
import { removeOnExit } from './remove-on-exit.ts';

/** A text file in the making: it appears under its name when it is whole. */
export interface Output {
  /** Adds text; settles when there is room for more. */
  write(text: string): Promise<void>;
  /** Finishes the file and gives it its name. */
  close(): Promise<void>;
  /** Leaves things as they were before; without effect on a closed file. */
  abort(): Promise<void>;
}

/** A place for a file in the making, beside the file it will replace. */
export interface Target {
  /** Where to write. */
  readonly temporary: string;
  /** Gives the finished file its name. */
  commit(): Promise<void>;
  /** Removes the unfinished file, and the folders made for it. */
  remove(): Promise<void>;
}

let serial = 0;

/**
 * Begins a text file that replaces the one of its name only once it is whole.
 *
 * It is written beside its place and renamed in the end; a `.gz` or `.zst` file is compressed. Missing folders are made.
 * What is no regular file, such as `/dev/stdout`, is written to directly.
 */
export async function createOutput(path: string): Promise<Output> {
  const compressor = compressorFor(path);
  const target = await createTarget(path);
  const input = new PassThrough({ highWaterMark: 1 << 18 });
  const file = createWriteStream(target.temporary);
  const stages: [PassThrough, ...Writable[]] = compressor ? [input, compressor, file] : [input, file];
  let failure: Error | undefined;
  const written = pipeline(stages as [PassThrough, Writable]).catch((cause) => {
    failure = outputError(path, cause);
  });
  let done = false;
  const assertGoing = () => {
    if (failure) throw failure;
    if (done) throw fileError(path, ': found a write after the end of the file');
  };
  return {
    async write(text) {
      assertGoing();
      if (text !== '' && !input.write(text)) await drained(input);
      assertGoing();
    },
    async close() {
      if (done) return;
      input.end();
      await written;
      done = true;
      await commitOrRemove(target, failure);
    },
    async abort() {
      if (done) return;
      done = true;
      input.destroy();
      await written;
      await target.remove();
    },
  };
}

/** Gives the finished file its name; removes what is there when that, or the writing before it, failed. */
export async function commitOrRemove(target: Target, failure: Error | undefined): Promise<void> {
  try {
    if (failure) throw failure;
    await target.commit();
  } catch (cause) {
    await target.remove();
    throw cause;
  }
}

/** Finds the place for a file in the making, and makes the folders on the way to it. */
export async function createTarget(path: string): Promise<Target> {
  try {
    const existing = await realpath(path).catch(() => undefined);
    const info = existing === undefined ? undefined : await stat(existing);
    if (info?.isDirectory())
      throw new LabelwrightError('invalid-file', `'${path}' is a folder; expected a file`);
    if (info && !info.isFile()) return directTarget(path);
    return await temporaryTarget(existing ?? path);
  } catch (cause) {
    throw outputError(path, cause);
  }
}

function directTarget(path: string): Target {
  const nothing = async () => undefined;
  return { temporary: path, commit: nothing, remove: nothing };
}

async function temporaryTarget(path: string): Promise<Target> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${process.pid}-${serial++}.tmp`);
  const finished = removeOnExit(temporary);
  return {
    temporary,
    async commit() {
      await rename(temporary, path).catch((cause) => {
        throw outputError(path, cause);
      });
      finished();
    },
    async remove() {
      await rm(temporary, { force: true });
      finished();
      if (made !== undefined) await removeEmpty(folder, made);
    },
  };
}

/** Removes the folder and those above it up to the topmost, as far as they are empty. */
async function removeEmpty(folder: string, topmost: string): Promise<void> {
  try {
    for (let at = folder; ; at = dirname(at)) {
      await rmdir(at);
      if ((await realpath(dirname(at))) === (await realpath(dirname(topmost)))) return;
    }
  } catch {
    // Something else is in the folder: it stays.
  }
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}

/** Wraps what the system or the database said about a file that is written. */
export function outputError(path: string, cause: unknown): LabelwrightError {
  if (cause instanceof LabelwrightError) return cause;
  if (isDiskFull(cause)) {
    const message = `${path}: the disk is full; expected room for the whole file in '${folderOf(path)}'`;
    return new LabelwrightError('invalid-file', message, { cause });
  }
  const { syscall, code, path: folder } = cause as NodeJS.ErrnoException;
  if (syscall === 'mkdir' && (code === 'EEXIST' || code === 'ENOTDIR')) {
    const message = `'${folder}' is a file or within one; expected a folder`;
    return new LabelwrightError('invalid-file', message, { cause });
  }
  return new LabelwrightError('invalid-file', `${path}: not writable (${messageOf(cause)})`, { cause });
}

/** The database tells it in words only. */
function isDiskFull(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' || /no space left on device/i.test(messageOf(cause));
}
