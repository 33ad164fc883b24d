import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { outputError } from './output.ts';
import { removeOnExit } from './remove-on-exit.ts';

/** The file that says who writes to a folder. */
const LOCK = '.labelwright.lock';

/** Who writes to a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the lock was taken, as ISO 8601 text. */
  readonly since: string;
}

/** The locks that this process holds or is taking. */
const held = new Set<string>();

/**
 * Makes the folder if it is missing, and locks it: another writer gets an error that names this process.
 *
 * A lock whose process is dead is taken over, and the unfinished files that it left are removed.
 *
 * @returns gives the folder free
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(resolve(folder), LOCK);
  if (held.has(path)) throw locked(folder, path, holderNow());
  held.add(path);
  try {
    await mkdir(folder, { recursive: true });
    while (!(await take(path))) await clearStale(folder, path);
  } catch (cause) {
    held.delete(path);
    throw outputError(folder, cause);
  }
  const free = removeOnExit(path);
  return async () => {
    if (!held.delete(path)) return;
    await rm(path, { force: true });
    free();
  };
}

function holderNow(): Holder {
  return { pid: process.pid, host: hostname(), since: new Date().toISOString() };
}

/** Writes the lock where there is none. */
async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${JSON.stringify(holderNow())}\n`, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

/** Removes the lock of a dead process; an error where its process lives, or may live. */
async function clearStale(folder: string, path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return; // It was given free in the meantime.
  const holder = parseHolder(text);
  if (holder === undefined || mayLive(holder)) throw locked(folder, path, holder);
  // By renaming, so that of two that find the same lock one takes it away; what is no longer that lock is put back.
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => undefined);
  if (moved !== undefined && moved !== text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  if (moved === text) await removeUnfinished(folder, holder.pid);
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && host !== undefined && since !== undefined
      ? { pid, host, since }
      : undefined;
  } catch {
    return undefined;
  }
}

function mayLive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false; // A process before this one had the same number.
  try {
    process.kill(pid, 0); // Sends nothing.
    return true;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

function locked(folder: string, path: string, holder: Holder | undefined): LabelwrightError {
  const who = holder ? `process ${holder.pid} on '${holder.host}', since ${holder.since}` : 'another process';
  return new LabelwrightError(
    'invalid-file',
    `'${folder}' is being written by ${who}; expected it to be free: wait for its end, take another folder, or remove '${path}' if that process is gone`,
  );
}

/** Removes the files in the making that a dead process left in the folder. */
async function removeUnfinished(folder: string, pid: number): Promise<void> {
  const unfinished = new RegExp(`^\\..+\\.${pid}-\\d+\\.tmp(\\.duckdb(\\.wal)?)?$`);
  for (const name of await readdir(folder)) {
    if (unfinished.test(name)) await rm(join(folder, name), { force: true });
  }
}
