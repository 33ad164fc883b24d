import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));
const command = join(here, '../../packages/labelwright/bin/labelwright.js');
const folder = mkdtempSync(join(tmpdir(), 'labelwright-shards-'));
const at = (...names: string[]) => join(folder, ...names);
const labelwright = (...args: string[]) =>
  execFileSync(process.execPath, [command, ...args, '--quiet'], { cwd: folder, encoding: 'utf8' });

beforeAll(() => {
  writeFileSync(
    at('labeling.ts'),
    `import { defineTask, keywords, type } from 'labelwright';
     const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ id: string; text: string }>() });
     export default functions({
       link: when('text', keywords('link', 'click')).vote('spam'),
       song: when('text', keywords('song')).vote('ham'),
     });`,
  );
  const words = ['song', 'link', 'click', 'nothing', 'été'];
  const records = Array.from({ length: 3000 }, (_, n) => ({
    id: `r${n}`,
    text: `${words[n % 5]} ${words[Math.floor(n / 7) % 5]}`,
  }));
  writeFileSync(at('records.jsonl'), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  labelwright('pack', 'labeling.ts', '--output', 'dist');
  labelwright('apply', 'labeling.ts', '--input', 'records.jsonl', '--output', 'votes.jsonl');
  labelwright('fit', 'votes.jsonl', '--output', 'model.json');
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of programs: a node that is killed at its first part, and of the others those named. */
function programs(name: string, others: readonly string[]): string {
  const bin = mkdtempSync(at(`bin-${name}-`));
  const died = join(bin, 'died');
  writeFileSync(
    join(bin, 'node'),
    `#!/bin/bash\nif [[ "$*" == *--range* && ! -e '${died}' ]]; then touch '${died}'; kill -9 $$; fi\nexec '${process.execPath}' "$@"\n`,
  );
  chmodSync(join(bin, 'node'), 0o755);
  const places = (process.env.PATH ?? '').split(delimiter);
  for (const other of others) {
    const place = places.map((path) => join(path, other)).find((path) => existsSync(path));
    if (place) symlinkSync(place, join(bin, other));
  }
  return bin;
}

const SHELL = ['bash', 'ls', 'mkdir', 'xargs', 'cat', 'touch', 'nproc', 'kill'];
const hasParallel = spawnSync('parallel', ['--version']).status === 0;
const hasShell = process.platform !== 'win32' && spawnSync('bash', ['-c', 'command -v xargs']).status === 0;

describe.runIf(hasShell)('labeling the parts of a file', () => {
  it.each([
    ['plain processes', 'plain', false],
    ['GNU parallel', 'parallel', true],
  ])(
    'gives what one process gives, though a process is killed: %s',
    (_, name, parallel) => {
      if (parallel && !hasParallel)
        return console.log('GNU parallel is not installed: its recipe is not tested here');
      const bin = programs(name, SHELL);
      const PATH = parallel ? `${bin}${delimiter}${process.env.PATH}` : bin;
      const done = spawnSync(
        '/bin/bash',
        [join(here, 'label-shards.sh'), at('dist'), at('records.jsonl'), at(name), '4', '2'],
        {
          env: { ...process.env, PATH },
          encoding: 'utf8',
        },
      );
      expect([done.status, existsSync(join(bin, 'died'))]).toEqual([0, true]);
      const votes = readdirSync(at(name)).filter((file) => file.endsWith('.votes.jsonl'));
      expect(votes).toHaveLength(4);
      const linesOf = (file: string) => readFileSync(file, 'utf8').trim().split('\n').slice(1);
      expect(votes.flatMap((file) => linesOf(at(name, file))).sort()).toEqual(
        linesOf(at('votes.jsonl')).sort(),
      );
      expect(readFileSync(at(name, 'model.json'), 'utf8')).toBe(readFileSync(at('model.json'), 'utf8'));
    },
    60_000,
  );
});
