import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../src/index.ts';
import { Shell } from './shell.ts';

let shell: Shell;

/** Forty records on which two functions conflict, and others on which they do not. */
const votes = [
  { labelwright: 'votes', version: 1, labels: ['ham', 'spam'], functions: ['link', 'song', 'short'] },
  ...Array.from({ length: 40 }, (_, i) => ({ id: `c${i}`, votes: { link: 'spam', song: 'ham' } })),
  ...Array.from({ length: 20 }, (_, i) => ({ id: `d${i}`, votes: { link: 'spam', short: 'spam' } })),
  ...Array.from({ length: 20 }, (_, i) => ({ id: `e${i}`, votes: { song: 'ham' } })),
];
const records = votes
  .slice(1)
  .map((line) => ({ id: 'id' in line && line.id, text: `text of ${'id' in line && line.id}` }));
const lines = (list: readonly unknown[]) => list.map((item) => `${JSON.stringify(item)}\n`).join('');

beforeEach(async () => {
  shell = new Shell();
  shell.write('votes.jsonl', lines(votes));
  shell.write('records.jsonl', lines(records));
  await shell.run('fit @votes.jsonl --model majority --output @model.json');
});

afterEach(() => shell.remove());

const command =
  'settle @votes.jsonl --model @model.json --records @records.jsonl --answers @answers.jsonl --output @settled.json';

/** Runs the command with a person who types these lines, and then leaves. */
async function type(line: string, typed: readonly (string | undefined)[], signal?: AbortSignal) {
  const left = [...typed];
  const prompts: string[] = [];
  let [out, err] = ['', ''];
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    interactive: true,
    color: false,
    width: 80,
    ask: async (prompt: string) => {
      prompts.push(prompt);
      return left.shift();
    },
  };
  const args = line.split(' ').map((word) => (word.startsWith('@') ? shell.path(word.slice(1)) : word));
  const code = await main(args, { terminal, ...(signal && { signal }) });
  return { code, out, err, prompts };
}

const answers = () =>
  shell
    .read('answers.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; label: string; random?: boolean });

const probability = (id: string) => {
  const labels = shell
    .read('labels.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return labels.find((line) => line.id === id).probabilities.spam as number;
};

describe('labelwright settle', () => {
  it('refuses to show a field that the records do not have', async () => {
    const { code, err } = await type(`${command} --questions 1 --text txt`, ['spam']);
    expect(code).toBe(2);
    expect(err).toContain(
      "found no field 'txt' in the first 80 records; expected --text to name one of id, text",
    );
  });

  it('asks who is right, shows records, and refits with the answers', async () => {
    const { code, out, err, prompts } = await type(`${command} --questions 3`, ['spam', '2', 's']);
    expect(code).toBe(0);
    expect(err).toContain('Question 1 of 3: link says spam; song says ham: 40 records. Who is right?');
    expect(err).toMatch(/text of c\d+/);
    expect(prompts[0]).toBe('1 ham, 2 spam (empty: pass over, q: stop) > ');
    expect(answers().map(({ label }) => label)).toEqual(['spam', 'spam', 'spam']);
    expect(new Set(answers().map(({ id }) => id)).size).toBe(3);
    expect(out).toContain('3 answers → ');
    await shell.run('predict @votes.jsonl --model @settled.json --output @labels.jsonl');
    // Half of all records have these votes: the model's own halves count as 16 · ½^¼ answers.
    const strength = 16 * 0.5 ** 0.25;
    expect(probability('c0')).toBeCloseTo((strength * 0.5 + 3) / (strength + 3), 9);
  });

  it('goes on where it was left, and asks for no record twice', async () => {
    const first = await type(`${command} --questions 2`, ['spam', 'q']);
    expect(first.code).toBe(0);
    expect(answers().length).toBe(1);
    const second = await type(`${command.replace('settled', 'again')} --questions 2`, ['ham']);
    expect(second.err).toContain('Question 2 of 2');
    expect(answers().length).toBe(2);
    expect(answers()[0].id).not.toBe(answers()[1].id);
    const third = await type(`${command.replace('settled', 'third')} --questions 2`, []);
    expect(third.prompts).toEqual([]);
    expect(third.code).toBe(0);
  });

  it('passes over records, and asks again after a label that there is not', async () => {
    const { err } = await type(`${command} --questions 1`, ['', 'eggs', 'ham']);
    expect(err).toContain("There is no label 'eggs'.");
    expect(err.match(/Question 1 of 1/g)?.length).toBe(2);
    expect(answers().length).toBe(1);
  });

  it('asks about random records besides, for a fair estimate', async () => {
    const typed = ['spam', ...new Array(6).fill('ham')];
    const { out } = await type(`${command} --questions 1 --random 6 --json`, typed);
    expect(answers().map(({ random }) => random === true)).toEqual([false, ...new Array(6).fill(true)]);
    const { answers: count, estimate } = JSON.parse(out);
    expect(count).toBe(7);
    expect(estimate.unmeasured).toBe(0);
    expect(estimate.interval[0]).toBeLessThan(estimate.accuracy);
  });

  it('works without a terminal where there are answers', async () => {
    shell.write(
      'answers.jsonl',
      lines([
        { id: 'c1', label: 'ham' },
        { id: 'c1', label: 'spam' },
      ]),
    );
    const { code, out, err } = await shell.run(command.replace('--records @records.jsonl ', ''));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Settled with 1 answer on 1 combination of votes');
    await shell.run('predict @votes.jsonl --model @settled.json --output @labels.jsonl');
    expect(probability('c0')).toBeGreaterThan(0.5);
  });

  it('keeps what was answered when it is interrupted', async () => {
    const stop = new AbortController();
    const typed = ['spam'];
    const first = type(`${command} --questions 5`, typed, stop.signal);
    stop.abort();
    expect((await first).code).toBe(130);
    expect(() => shell.read('settled.json')).toThrow();
  });

  it('refuses to work without answers, and answers that do not fit the votes', async () => {
    const none = await shell.run(command);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('found no answers')]);
    shell.write('answers.jsonl', lines([{ id: 'zz', label: 'ham' }]));
    expect((await shell.run(command)).err).toContain("answers.jsonl, line 1: the votes have no record 'zz'");
    shell.write('answers.jsonl', lines([{ id: 'c1', label: 'eggs' }]));
    expect((await shell.run(command)).err).toContain("found the label 'eggs'; expected one of ham, spam");
    const unread = await type(
      `settle @votes.jsonl --model @model.json --answers @new.jsonl --output @s.json`,
      [],
    );
    expect([unread.code, unread.err]).toEqual([2, expect.stringContaining('found no --records')]);
  });
});
