import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Shell } from './shell.ts';

let shell: Shell;

const votes = [
  { labelwright: 'votes', version: 1, labels: ['ham', 'spam'], functions: ['link', 'song', 'short'] },
  { id: 'c1', votes: { link: 'spam', song: 'ham' } },
  { id: 'c2', votes: { link: 'spam', short: 'spam' } },
  { id: 'c3', votes: { song: 'ham' } },
  { id: 'c4', votes: {} },
];

beforeEach(async () => {
  shell = new Shell();
  mkdirSync(shell.path('run'));
  shell.write('run/votes.jsonl', votes.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await shell.run('fit @run/votes.jsonl --output @run/model.json');
});

afterEach(() => shell.remove());

describe('explain', () => {
  it('tells what each vote adds, in the order of the ids', async () => {
    const { code, out } = await shell.run('explain @run c2 c4');
    expect(code).toBe(0);
    const [first, second] = out.split('\n\n');
    expect(first).toMatch(/^c2: spam, \d\d\.\d %, in log-odds against ham\n {2}before anyone votes +[+−0]/);
    expect(first).toMatch(/\n {2}(link|short) votes spam +\+\d\.\d\d\n/);
    expect(second).toMatch(/^c4: \w+, 5\d\.\d %, .*\n {2}before anyone votes .*\n {2}together /);
  });

  it('adds up', async () => {
    const { out } = await shell.run('explain @run c1 --json --against spam --label ham');
    const { c1 } = JSON.parse(out) as {
      readonly c1: {
        readonly label: string;
        readonly prior: number;
        readonly sum: number;
        readonly reasons: readonly { readonly weight: number }[];
      };
    };
    expect(c1.label).toBe('ham');
    expect(c1.reasons.reduce((sum, { weight }) => sum + weight, c1.prior)).toBeCloseTo(c1.sum, 12);
  });

  it('tells what abstaining adds in one line', async () => {
    await shell.run('fit @run/votes.jsonl --model map-em --output @other.json');
    const { out } = await shell.run('explain @run/votes.jsonl c3 --model @other.json');
    expect(out).toMatch(/\n {2}2 that abstain +[+−]\d\.\d\d\n {2}together/);
  });

  it('tells shares of the votes, and what answers of people add', async () => {
    await shell.run('fit @run/votes.jsonl --model majority --output @count.json');
    shell.write('answers.jsonl', '{"id":"c1","label":"spam"}\n');
    await shell.run(
      'settle @run/votes.jsonl --model @count.json --answers @answers.jsonl --output @settled.json',
    );
    const counted = await shell.run('explain @run c2 --model @count.json');
    expect(counted.out).toMatch(/^c2: spam, 100\.0 %, in share of the votes against ham\n/);
    const settled = await shell.run('explain @run c1 --model @settled.json');
    expect(settled.out).toMatch(/\n {2}answers of people +\+0\.08\n {2}together +\+0\.08\n/);
  });

  it.each([
    ['explain @run c1 c9', "votes.jsonl' has no record c9; expected ids such as 'c1'"],
    ['explain @run/votes.jsonl c1', 'found no --model; expected one beside a file of votes'],
    ['explain @nothing c1 --model @run/model.json', 'nothing'],
    ['explain @run c1 --model @run/votes.jsonl', 'votes.jsonl: not JSON (U'],
    ['explain @run c1 --model @run/votes.jsonl', '; expected a label model'],
    ['explain @nowhere c1', "found no file 'nowhere'; expected it in "],
    ['explain @run c1 --label ham --against ham', "found 'ham' against itself; expected another label"],
    ['explain @run c1 --label eggs', "found no label 'eggs'; expected one of ham, spam"],
  ])('refuses %s', async (line, message) => {
    const { code, err } = await shell.run(line);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});
