import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readJson, writeJson, writeText } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('writeText', () => {
  it('makes the folders on the way, and leaves nothing but the file', async () => {
    await writeText(folder.path('new/deep/report.md'), 'text');
    expect(folder.list('new/deep')).toEqual(['report.md']);
    expect(readFileSync(folder.path('new/deep/report.md'), 'utf8')).toBe('text');
  });

  it('replaces a file, and the file behind a link', async () => {
    const path = folder.write('target.txt', 'before, and longer');
    symlinkSync(path, folder.path('link.txt'));
    await writeText(folder.path('link.txt'), 'after');
    expect(readFileSync(path, 'utf8')).toBe('after');
  });

  it('compresses under a name that says so', async () => {
    await writeText(folder.path('a.txt.gz'), 'text');
    expect(gunzipSync(readFileSync(folder.path('a.txt.gz'))).toString()).toBe('text');
  });

  it('refuses a folder', async () => {
    folder.write('full/a.txt', '');
    await expect(writeText(folder.path('full'), 'text')).rejects.toThrow(
      /full' is a folder; expected a file/,
    );
  });

  it.skipIf(!existsSync('/dev/full'))('wraps the error of a disk that is full', async () => {
    await expect(writeText('/dev/full', 'text')).rejects.toThrow(/^\/dev\/full: the disk is full/);
  });

  it.skipIf(process.platform === 'win32')('does not replace a device by a file', async () => {
    await writeText('/dev/null', 'text');
    expect(statSync('/dev/null').isFile()).toBe(false);
  });

  it('wraps the error where a file is in the way', async () => {
    const path = folder.write('file.txt', '');
    await expect(writeText(`${path}/a.txt`, 'text')).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/' is a file or within one; expected a folder$/),
    });
  });
});

describe('writeJson', () => {
  it('writes what readJson reads', async () => {
    const value = { labels: ['ham', 'spam'], prior: [0.25, 0.75] };
    await writeJson(folder.path('model.json'), value);
    expect(await readJson(folder.path('model.json'))).toEqual(value);
    expect(readFileSync(folder.path('model.json'), 'utf8')).toMatch(/\}\n$/);
  });

  it.each([
    ['NaN', { a: { b: Number.NaN } }, /field 'b' is NaN; expected a finite number/],
    ['nothing', undefined, /found nothing to write to '.*bad\.json'/],
  ])('refuses %s and leaves nothing behind', async (_, value, message) => {
    await expect(writeJson(folder.path('bad.json'), value)).rejects.toThrow(message);
    expect(folder.list()).not.toContain('bad.json');
  });
});

describe('readJson', () => {
  it('names the file that is not JSON', async () => {
    const path = folder.write('broken.json', '{"a":1,');
    await expect(readJson(path)).rejects.toThrow(/broken\.json: not JSON \(/);
  });
});
