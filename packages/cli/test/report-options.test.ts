import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
const votes = [
  '{"labels":["ham","spam"],"functions":["link","song"]}',
  '{"id":"c1","votes":{"link":"spam"}}',
  '{"id":"c2","votes":{"song":"ham"}}',
  '{"id":"c3","votes":{"link":"spam","song":"ham"}}',
  '{"id":"c4","votes":{}}',
]
  .map((line) => `${line}\n`)
  .join('');

beforeAll(async () => {
  shell = new Shell();
  shell.write('rules.ts', moduleText());
  shell.write('comments.jsonl', comments.replaceAll('"text"', '"author":"ann","text"'));
  await shell.run('run @rules.ts --input @comments.jsonl --output @out --quiet');
  const header = shell.read('out/votes.jsonl').split('\n')[0];
  shell.write('votes.jsonl', votes.replace(votes.split('\n')[0], header));
});

afterAll(() => shell.remove());

const json = async (line: string) =>
  JSON.parse((await shell.run(`report @votes.jsonl --json ${line}`.trim())).out);

describe('report', () => {
  it('slices by a field of the records and by the votes of a function', async () => {
    shell.write(
      'records.jsonl',
      ['c1', 'c2', 'c3', 'c4']
        .map((id, n) => `{"id":"${id}","author":"${n < 3 ? 'ann' : 'bob'}","text":"a"}\n`)
        .join(''),
    );
    const { slices } = await json('--records @records.jsonl --slice author --slice song');
    expect(
      slices.map(({ by, slices: list }: { by: string; slices: { name: string; records: number }[] }) => [
        by,
        ...list.map(({ name, records }) => `${name} ${records}`),
      ]),
    ).toEqual([
      ['author', 'ann 3', 'bob 1'],
      ['song', 'abstains 2', 'ham 2'],
    ]);
  });

  it('takes the folder of a run, and its label model', async () => {
    await shell.run('run @rules.ts --input @comments.jsonl --model map-em --output @other --quiet');
    const { code, out } = await shell.run('report @other --json');
    expect(code).toBe(0);
    const { title, models } = JSON.parse(out);
    expect([title, models[1].name]).toEqual(['votes.jsonl', 'map-em']);
    expect(models[1].notes).toEqual(JSON.parse(shell.read('other/model.json')).notes);
  });

  it('is about a random sample where there are many records, and says so', async () => {
    const header = shell.read('out/votes.jsonl').split('\n')[0];
    const rows = Array.from({ length: 3000 }, (_, n) => {
      const cast = { ...(n % 2 === 0 && { link: 'spam' }), ...(n % 3 === 0 && { song: 'ham' }) };
      return JSON.stringify({ id: `r${n}`, votes: cast });
    });
    shell.write('many.jsonl', `${[header, ...rows].join('\n')}\n`);
    const gold = Array.from(
      { length: 3000 },
      (_, n) => `{"id":"r${n}","label":"${n % 2 === 0 ? 'spam' : 'ham'}"}`,
    );
    shell.write('gold.jsonl', `${gold.join('\n')}\n`);
    const on = async (most: number) =>
      JSON.parse((await shell.run(`report @many.jsonl --gold @gold.jsonl --json --report-on ${most}`)).out);
    const [all, some] = [await on(3000), await on(500)];
    expect(all.title).toBe('many.jsonl');
    expect(some.title).toMatch(/^many\.jsonl \(a random sample of \d\d\d of 3,000 records\)$/);
    expect(some.summary.records).toBeLessThanOrEqual(500);
    expect(some.summary.gold.records).toBe(some.summary.records);
    expect(some.summary.coverage).toBeCloseTo(all.summary.coverage, 1);
    // The label model has learnt from all records.
    expect(some.models[1].notes).toEqual(all.models[1].notes);
  });

  it('says what it could not slice by, before it looks for a label model', async () => {
    const { code, err } = await shell.run('report @votes.jsonl --model @missing.json --slice colour');
    expect(code).toBe(2);
    expect(err).toContain(
      "found nothing called 'colour' to slice by; expected a field of the records, which --records names, or a labeling function: one of link, song",
    );
  });

  it('sorts and filters the table, and says which columns there are', async () => {
    const { out } = await shell.run('report @votes.jsonl --sort function --only song');
    expect(out).toMatch(/^song +ham/m);
    expect(out).not.toMatch(/^link +spam/m);
    const { code, err } = await shell.run('report @votes.jsonl --sort size');
    expect([
      code,
      err.includes("found the column 'size'; expected one of function, votes for, cover"),
    ]).toEqual([2, true]);
  });

  it('takes partial gold, soft gold, and none', async () => {
    shell.write('partial.jsonl', '{"id":"c1","label":"spam"}\n');
    expect((await json('--gold @partial.jsonl')).summary.gold.records).toBe(1);
    shell.write(
      'soft.jsonl',
      '{"id":"c1","probabilities":{"ham":0.25,"spam":0.75}}\n{"id":"c2","probabilities":{"ham":1}}\n',
    );
    const soft = await json('--gold @soft.jsonl');
    expect(soft.summary.gold.recordsPerLabel).toEqual({ ham: 1.25, spam: 0.75 });
    expect(soft.models[0].scores.accuracy).toBeCloseTo(0.875, 9);
    expect((await json('')).summary.gold).toBeUndefined();
  });

  it.each([
    [
      '{"id":"c1","probabilities":{"ham":0.5,"spam":0.9}}\n',
      'line 1: the probabilities are {"ham":0.5,"spam":0.9}; expected numbers from 0 to 1 that sum to 1',
    ],
    ['{"id":"c1","probabilities":{"egg":1}}\n', "line 1: found the label 'egg'; expected one of ham, spam"],
    [
      '{"id":"c1","probabilities":{"ham":1}}\n{"id":"c2"}\n',
      'line 2: found no probabilities; expected some by label',
    ],
  ])('refuses soft gold such as %s', async (text, message) => {
    shell.write('bad.jsonl', text);
    const { code, err } = await shell.run('report @votes.jsonl --gold @bad.jsonl');
    expect([code, err.includes(message) ? message : err]).toEqual([1, message]);
  });

  it('reports on answers of a crowd', async () => {
    const answers = [
      't1,ann,yes',
      't1,bob,yes',
      't1,cid,no',
      't2,ann,no',
      't2,bob,no',
      't3,ann,yes',
      't3,cid,yes',
    ];
    shell.write('crowd.csv', `task,worker,label\n${answers.join('\n')}\n`);
    const { code, out } = await shell.run('report @crowd.csv --votes-format crowd');
    expect(code).toBe(0);
    expect(out).toMatch(/^ann +/m);
    expect((await shell.run('report @crowd.csv --votes-format crowd --format html')).out).toContain(
      '<td data-value="3">',
    );
  });
});

describe('run', () => {
  it('prints how long functions took, and writes it where asked to only', async () => {
    const line = 'run @rules.ts --input @comments.jsonl --output @out';
    expect((await shell.run(line)).out).toMatch(/time: on all\s+records/);
    const first = shell.read('out/report.json') + shell.read('out/report.html');
    expect(first).not.toContain('"seconds"');
    await shell.run(line);
    expect(shell.read('out/report.json') + shell.read('out/report.html')).toBe(first);
    await shell.run(`${line} --timings`);
    expect(JSON.parse(shell.read('out/report.json')).summary.functions[0].seconds).toBeGreaterThanOrEqual(0);
  });

  it('slices by a field, and leaves functions out where that is quick', async () => {
    await shell.run('run @rules.ts --input @comments.jsonl --output @out --slice author');
    const report = JSON.parse(shell.read('out/report.json'));
    expect(report.slices[0]).toMatchObject({ by: 'author', slices: [{ name: 'ann', records: 3 }] });
    expect(
      report.summary.functions.map(({ effect }: { effect: { labels: number } }) => effect.labels),
    ).toEqual([1, 1]);
    expect(shell.read('out/report.html')).toContain('author: ann');
  });

  it('suggests nothing where nothing is known, and says so in its report', async () => {
    const report = JSON.parse(shell.read('out/report.json'));
    expect(report.suggestions).toMatchObject({ records: 3, forUncovered: [] });
  });
});
