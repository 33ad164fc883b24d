import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shell } from './shell.ts';

let shell: Shell;
beforeAll(() => {
  shell = new Shell();
  const header = '{"labelwright":"votes","version":1,"labels":["ham","spam"],"functions":["link","song"]}';
  const rows = Array.from(
    { length: 60 },
    (_, i) => `{"id":"c${i}","votes":{${i % 2 === 0 ? '"link":"spam"' : '"song":"ham"'}}}`,
  );
  shell.write('votes.jsonl', [header, ...rows, ''].join('\n'));
  const gold = rows.map((_, i) => `{"id":"c${i}","label":"${i % 4 === 0 ? 'spam' : 'ham'}"}`);
  shell.write('gold.jsonl', `${gold.join('\n')}\n`);
  shell.write('other.jsonl', '{"id":"x","label":"ham"}\n');
});

afterAll(() => shell.remove());

/** What the model says of a vote of `link` for spam. */
async function fitted(options: string): Promise<number> {
  const fit = await shell.run(`fit @votes.jsonl --output @model.json ${options}`.trim());
  expect([fit.code, fit.err]).toEqual([0, '']);
  await shell.run('predict @votes.jsonl --model @model.json --output @labels.jsonl');
  return JSON.parse(shell.read('labels.jsonl').split('\n')[0]).probabilities.spam;
}

describe('fit with known labels', () => {
  it('learns from them, or is calibrated on them', async () => {
    const alone = await fitted('');
    expect(await fitted('--gold @gold.jsonl')).toBeLessThan(alone);
    expect(await fitted('--calibrate @gold.jsonl')).toBeLessThan(alone);
    expect(JSON.parse(shell.read('model.json')).figures.temperature).toBeGreaterThan(1);
  });

  it('begins from an earlier model', async () => {
    expect((await shell.run('fit @votes.jsonl --model dawid-skene --output @first.json')).code).toBe(0);
    const again = await shell.run(
      'fit @votes.jsonl --model dawid-skene --start @first.json --output @model.json',
    );
    expect(again.code).toBe(0);
    const iterations = (file: string) => JSON.parse(shell.read(file)).figures.iterations;
    expect(iterations('model.json')).toBeLessThanOrEqual(iterations('first.json'));
    const wrong = await shell.run('fit @votes.jsonl --start @gold.jsonl --output @model.json');
    expect([wrong.code, wrong.err.includes('gold.jsonl')]).toEqual([1, true]);
  });

  it('refuses known labels of other records, and never writes over them', async () => {
    const other = await shell.run('fit @votes.jsonl --output @model.json --gold @other.jsonl');
    expect(other.code).toBe(1);
    expect(other.err).toMatch(/other.jsonl' names no record of the votes: its first id is 'x'/);
    const same = await shell.run('fit @votes.jsonl --output @gold.jsonl --calibrate @gold.jsonl');
    expect(same.code).toBe(2);
  });

  it('refuses gold without a label', async () => {
    shell.write('none.jsonl', '{"id":"c1","label":null}\n');
    const { code, err } = await shell.run('fit @votes.jsonl --gold @none.jsonl --output @m.json');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/found no label in '.*none\.jsonl'; expected at least one/),
    ]);
  });
});
