import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = new Shell();
  shell.write('rules.ts', moduleText());
  shell.write('comments.jsonl', comments);
  expect((await shell.run('pack @rules.ts --output @dist --quiet')).code).toBe(0);
}, 30_000);

afterAll(() => shell.remove());

const printed = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('pack', () => {
  it('writes one module and its manifest, which apply takes like the module itself', async () => {
    const { code, out } = await shell.run('pack @rules.ts --output @dist --time-limit 900 --json');
    expect(code).toBe(0);
    const { file } = printed(out);
    expect(readdirSync(shell.path('dist')).sort()).toEqual([file, 'manifest.json'].sort());
    expect(printed(shell.read('dist/manifest.json'))).toMatchObject({ timeLimit: 900 });
    await shell.run('apply @rules.ts --input @comments.jsonl --output @votes.jsonl');
    await shell.run('apply @dist --input @comments.jsonl --output @packed.jsonl');
    expect(shell.read('packed.jsonl')).toBe(shell.read('votes.jsonl'));
  }, 30_000);
});

describe('worker and fit', () => {
  it('label a part of a file, and fit to the statistics of parts', async () => {
    await shell.run('apply @rules.ts --input @comments.jsonl --output @votes.jsonl');
    await shell.run('fit @votes.jsonl --output @whole.json');
    const { code, err } = await shell.run('worker @dist --shard @comments.jsonl --output @parts');
    expect([code, err]).toEqual([0, '']);
    const [file] = readdirSync(shell.path('parts')).filter((name) => name.endsWith('statistics.jsonl'));
    const fit = await shell.run(`fit @parts/${file} @parts/${file} --output @model.json`);
    expect([fit.code, fit.err]).toEqual([0, '']);
    expect(shell.read('model.json')).toBe(shell.read('whole.json'));
  }, 30_000);

  it.each([
    [
      'what is no pack',
      'worker @rules.ts --stdio',
      1,
      /rules.ts' is no pack; expected a folder that pack wrote/,
    ],
    ['nothing to do', 'worker @dist', 2, /expected one of --stdio, --score and --shard/],
    ['no folder', 'worker @dist --shard @comments.jsonl', 2, /found no --output/],
    [
      'a range that is none',
      'worker @dist --shard @comments.jsonl --range 9 --output @x',
      2,
      /found the range '9'/,
    ],
    [
      'two files of votes',
      'fit @votes.jsonl @votes.jsonl --output @m.json',
      2,
      /found 2 files; expected one of votes/,
    ],
  ])(
    'refuse %s',
    async (_, line, code, message) => {
      const found = await shell.run(line);
      expect(found.code).toBe(code);
      expect(found.err).toMatch(message);
    },
    30_000,
  );

  it('refuse known labels with statistics, which name no records', async () => {
    const [file] = readdirSync(shell.path('parts')).filter((name) => name.endsWith('statistics.jsonl'));
    const { code, err } = await shell.run(`fit @parts/${file} --gold @comments.jsonl --output @m.json`);
    expect([code, err.includes('need votes; found statistics')]).toEqual([2, true]);
  });
});
