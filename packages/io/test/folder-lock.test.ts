import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { lockFolder } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const lockOf = (name: string) => `${name}/.labelwright.lock`;

/** The number of a process that has ended. */
const dead = spawnSync(process.execPath, ['--version']).pid;

function writeLock(name: string, parts: object): void {
  const holder = { pid: dead, host: hostname(), since: '2026-01-02T03:04:05.000Z', ...parts };
  folder.write(lockOf(name), `${JSON.stringify(holder)}\n`);
}

describe('lockFolder', () => {
  it('makes the folder and says who writes to it, until it is given free', async () => {
    const free = await lockFolder(folder.path('new/deep'));
    const holder = JSON.parse(readFileSync(folder.path(lockOf('new/deep')), 'utf8'));
    expect(holder).toMatchObject({ pid: process.pid, host: hostname() });
    await free();
    expect(folder.list('new/deep')).toEqual([]);
  });

  it('refuses a folder that is locked, with the process that holds it and what to do', async () => {
    const free = await lockFolder(folder.path('taken'));
    await expect(lockFolder(folder.path('taken'))).rejects.toThrow(
      new RegExp(
        `'.+taken' is being written by process ${process.pid} on '.+', since .+; expected it to be free: wait for its end, take another folder, or remove '.+\\.labelwright\\.lock'`,
      ),
    );
    await free();
    await (await lockFolder(folder.path('taken')))();
  });

  it('takes over the lock of a process that is dead, and clears up behind it', async () => {
    writeLock('left', {});
    folder.write(`left/.votes.jsonl.${dead}-0.tmp`, 'half');
    folder.write(`left/.votes.jsonl.${dead + 1}-0.tmp`, 'of another');
    folder.write('left/votes.jsonl', 'whole');
    const free = await lockFolder(folder.path('left'));
    await free();
    expect(folder.list('left')).toEqual([`.votes.jsonl.${dead + 1}-0.tmp`, 'votes.jsonl']);
  });

  it('takes over a lock of its own number that it does not hold', async () => {
    writeLock('again', { pid: process.pid });
    await (await lockFolder(folder.path('again')))();
    expect(existsSync(folder.path(lockOf('again')))).toBe(false);
  });

  it.each([
    ['of another machine', { host: 'elsewhere' }, /process \d+ on 'elsewhere', since 2026-01-02/],
    ['that it cannot read', { pid: 'x' }, /is being written by another process/],
  ])('leaves a lock %s alone', async (_, parts, message) => {
    writeLock('foreign', parts);
    await expect(lockFolder(folder.path('foreign'))).rejects.toThrow(message);
    expect(existsSync(folder.path(lockOf('foreign')))).toBe(true);
  });

  it('lets one of many have the lock of a dead process', async () => {
    writeLock('race', {});
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockFolder(folder.path('race'))),
    );
    const winners = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]();
  });
});
