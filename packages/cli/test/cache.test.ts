import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Shell } from './shell.ts';

let shell: Shell;
beforeEach(() => {
  shell = new Shell();
  shell.write('labeling.ts', moduleText);
  shell.write(
    'texts.jsonl',
    Array.from({ length: 300 }, (_, n) => `${JSON.stringify({ id: `t${n}`, text: `text ${n}` })}\n`).join(''),
  );
});

afterEach(() => shell.remove());

const moduleText = `
import { defineTask, spend, type } from 'labelwright';
const { asyncFunctions } = defineTask({ labels: ['ham', 'spam'], record: type<{ id: string; text: string }>() });
export default asyncFunctions({
  judge: async ({ text }, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    spend(signal, { tokens: 10, cost: 0.5 });
    return text.endsWith('7') ? 'spam' : 'ham';
  },
});
`;
const APPLY = 'apply @labeling.ts --input @texts.jsonl --output @votes.jsonl';

/** Starts the command in a process of its own, and kills it once some votes are in the cache. */
async function startAndKill(command: string, output: string): Promise<void> {
  const bin = fileURLToPath(new URL('../../labelwright/dist/bin.js', import.meta.url));
  const args = [
    command,
    shell.path('labeling.ts'),
    '-i',
    shell.path('texts.jsonl'),
    '-o',
    shell.path(output),
  ];
  const child = spawn(process.execPath, [bin, ...args, '--concurrency', '4'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const cache = shell.path('.labelwright/votes');
  const versions = () =>
    existsSync(cache) ? readdirSync(cache).filter((name) => !name.startsWith('.')) : [];
  const end = Date.now() + 20_000;
  while (versions().length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill('SIGKILL');
  await ended;
}

describe('the cache of the command', () => {
  it.each([
    ['apply', 'k.jsonl', []],
    ['run', 'out', ['.labelwright.lock']],
  ])(
    'lets %s go on where it was when it was killed',
    async (command, output, left) => {
      await startAndKill(command, output);
      const file = command === 'run' ? `${output}/votes.jsonl` : output;
      expect(existsSync(shell.path(file))).toBe(false);
      expect(left.every((name) => existsSync(shell.path(`${output}/${name}`)))).toBe(true);
      const { code, out } = await shell.run(
        `${command} @labeling.ts --input @texts.jsonl --output @${output} --json`,
      );
      expect(code).toBe(0);
      const { calls } = JSON.parse(out).calls;
      expect(calls).toBeGreaterThan(0);
      expect(calls).toBeLessThan(290);
      await shell.run(`${APPLY.replace('@votes', '@whole')} --no-cache`);
      expect(shell.read(file)).toBe(shell.read('whole.jsonl'));
      if (command === 'run')
        expect(readdirSync(shell.path(output)).filter((name) => name.startsWith('.'))).toEqual([]);
    },
    60_000,
  );

  it('is used by the next run, and left alone with --no-cache', async () => {
    const first = await shell.run(APPLY);
    expect(first.err).toContain('300 calls, 3,000 tokens, cost 150');
    const second = await shell.run(APPLY);
    expect(second.err).toBe('');
    expect((await shell.run(`${APPLY} --no-cache`)).err).toContain('300 calls');
  }, 60_000);

  it('keeps what a budget paid for', async () => {
    const first = await shell.run(`${APPLY} --budget 50`);
    expect(first.err).toContain('100 calls, 1,000 tokens, cost 50, 200 not made for the budget');
    const votes = shell
      .read('votes.jsonl')
      .split('\n')
      .filter((line) => line.includes('"judge":'));
    expect(votes.length).toBeGreaterThanOrEqual(100);
    expect((await shell.run(`${APPLY} --budget 1000`)).err).toContain('200 calls, 2,000 tokens, cost 100');
    expect((await shell.run(`${APPLY} --budget x`)).code).toBe(2);
  }, 60_000);

  it('survives damage, with a note', async () => {
    await shell.run(APPLY);
    const [version] = readdirSync(shell.path('.labelwright/votes')).filter((name) => !name.startsWith('.'));
    const [segment] = readdirSync(shell.path(`.labelwright/votes/${version}`));
    shell.write(`.labelwright/votes/${version}/${segment}`, 'nonsense');
    const { code, err } = await shell.run(APPLY);
    expect(code).toBe(0);
    expect(err).toContain('of the cache: it is damaged');
  }, 60_000);
});
