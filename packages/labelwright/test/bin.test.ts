import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../bin/labelwright.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelwright-bin-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const printing = `
import { defineTask, type } from 'labelwright';
const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ id: string }>() });
console.log('loaded');
export default functions({ all: ({ id }) => { console.log('looking at', id); return 'ham'; } });
`;

function start(...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    printed.out += text;
  });
  child.stderr.on('data', (text) => {
    printed.err += text;
  });
  const done = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, printed, done };
}

describe('labelwright', () => {
  it('ends well where nobody reads its output', async () => {
    const { child, printed, done } = start('report', '--help');
    child.stdout.destroy();

    expect(await done).toBe(0);
    expect(printed.err).toBe('');
  });

  it.skipIf(!existsSync('/dev/full'))('says that its output cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bin, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^labelwright: the output cannot be written \(ENOSPC: .*\)\n$/);
  });

  it('keeps what a module prints out of its results', async () => {
    writeFileSync(join(folder, 'labeling.ts'), printing);
    writeFileSync(join(folder, 'records.jsonl'), '{"id":"a"}\n');
    const command = 'apply labeling.ts --input records.jsonl --output votes.jsonl --json';
    const { printed, done } = start(...command.split(' '));

    expect(await done).toBe(0);
    expect(JSON.parse(printed.out)).toMatchObject({ records: 1 });
    expect(printed.err).toBe('loaded\nlooking at a\n');
    expect(readFileSync(join(folder, 'votes.jsonl'), 'utf8')).toContain('"all":"ham"');
  });
});
