import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { LabelMatrix } from '@labelwright/core';
import { votesWriter, writeText } from '@labelwright/io';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const { Writable } = await import('node:stream');
  return {
    ...fs,
    createWriteStream: (path: string) => {
      if (!path.includes('injected')) return fs.createWriteStream(path);
      fs.writeFileSync(path, 'the beginning');
      return new Writable({
        write: (_chunk, _encoding, done) =>
          done(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })),
      });
    },
  };
});

const folder = temporaryFolder();

/** A disk of two megabytes, where the machine lets the tests mount one. */
const mounted = spawnSync(
  'sh',
  ['-c', 'd=$(mktemp -d) && mount -t tmpfs -o size=2m tmpfs "$d" && echo "$d"'],
  {
    encoding: 'utf8',
  },
);
const disk = mounted.status === 0 ? mounted.stdout.trim() : undefined;

const names = { labels: ['ham', 'spam'], functions: ['link'] };
const many = new LabelMatrix({
  ...names,
  votes: new Int8Array(200_000),
  ids: Array.from({ length: 200_000 }, (_, i) => `record-${(i * 2654435761) % 1e9}`),
});

describe('a full disk', () => {
  it('is told in words, and takes nothing away', async () => {
    const path = folder.write('injected.json', 'before');
    await expect(writeText(path, 'after')).rejects.toThrow(
      /injected\.json: the disk is full; expected room for the whole file in '.+'/,
    );
    expect(folder.list()).toEqual(['injected.json']);
  });

  it.skipIf(disk === undefined).each(['votes.jsonl', 'votes.parquet', 'votes.arrow'])(
    'leaves no unfinished file: %s',
    async (file) => {
      const writer = await votesWriter(`${disk}/${file}`, names);
      const writing = async () => {
        for (let n = 0; n < 10; n++) await writer.write(many);
        await writer.close();
      };
      await expect(writing()).rejects.toThrow(`${file}: the disk is full`);
      await writer.abort();
      expect(readdirSync(disk ?? '')).toEqual([]);
    },
  );

  afterAll(() => {
    if (disk !== undefined) spawnSync('sh', ['-c', `umount "${disk}" && rmdir "${disk}"`]);
  });
});
