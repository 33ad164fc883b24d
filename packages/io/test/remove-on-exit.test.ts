import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const io = new URL('../dist/index.js', import.meta.url).href;

describe('a process that exits in the midst of its work', () => {
  it('leaves neither unfinished files nor its lock', () => {
    folder.write('out/kept.txt', 'kept');
    const out = folder.path('out');
    const script = `
      import { lockFolder, votesWriter } from '${io}';
      const [out] = process.argv.slice(1);
      await lockFolder(out);
      await votesWriter(out + '/votes.jsonl', { labels: ['a', 'b'], functions: ['f'] });
      await new Promise((resolve) => setTimeout(resolve, 200));
      process.stdout.write((await import('node:fs')).readdirSync(out).length + ' files');
      process.exit(0);`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script, out], {
      encoding: 'utf8',
    });
    expect(printed).toBe('3 files');
    expect(readdirSync(out)).toEqual(['kept.txt']);
  });
});
