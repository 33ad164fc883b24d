import { readdirSync } from 'node:fs';
import { RepeatedTexts } from '@labelwright/io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
/** What lies in the folder for temporary files, which nobody else writes to. */
const waiting = () => readdirSync(folder.path(''));

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('RepeatedTexts', () => {
  it('finds a text that was there before at once, while there are few', () => {
    const seen = new RepeatedTexts();
    const found = ['a', 'b', '', 'é', 'b', 'ab', ''].map((text) => seen.add(text));
    expect(found).toEqual([false, false, false, false, true, false, true]);
    expect(seen.repeated()).toBe(undefined);
    seen.close();
  });

  it('tells a hundred thousand texts apart', () => {
    const seen = new RepeatedTexts();
    let repeated = 0;
    for (let n = 0; n < 100_000; n++) if (seen.add(`https://example.com/${n.toString(36)}`)) repeated++;
    expect(repeated).toBe(0);
    expect(seen.add('https://example.com/zz')).toBe(true);
  });

  it('finds the others in the end, and leaves nothing on the disk', () => {
    for (const name of ['TMPDIR', 'TMP', 'TEMP']) vi.stubEnv(name, folder.path(''));
    const seen = new RepeatedTexts(1000);
    for (let n = 0; n < 300_000; n++) expect(seen.add(`r${n}`)).toBe(false);
    expect(seen.add('r7')).toBe(true); // It is in memory.
    expect(seen.repeated()).toBe(undefined);
    for (const id of ['r150000', 'r299999']) expect(seen.add(id)).toBe(false);
    const mayRepeat = seen.repeated();
    expect(['r150000', 'r299999', 'r7', 'r150001'].map((id) => mayRepeat?.(id))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(waiting()).toHaveLength(1);
    seen.close();
    expect(waiting()).toEqual([]);
  });
});
