import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = new Shell();
  shell.write('labeling.ts', moduleText());
  const texts = [
    ...Array.from({ length: 8 }, () => 'a song'),
    ...Array.from({ length: 6 }, () => 'the weather was fine'),
  ];
  const lines = texts.map((text, n) => `${JSON.stringify({ id: `c${n}`, text })}\n`);
  shell.write('comments.jsonl', lines.join(''));
  await shell.run('run @labeling.ts --input @comments.jsonl --output @out');
});

afterAll(() => shell.remove());

describe('suggest', () => {
  it('shows what records without votes share', async () => {
    const { code, out } = await shell.run('suggest @out --input @comments.jsonl');
    expect(code).toBe(0);
    expect(out).toContain('6 records of 14 without votes');
    expect(out).toMatch(/: when\('text', keywords\('(the|weather|was|fine)/);
  });

  it('gives lines that work where they are pasted', async () => {
    const { out } = await shell.run('suggest @out --input @comments.jsonl --json');
    const { code } = JSON.parse(out).themes[0];
    shell.write('more.ts', moduleText(code.replace('…', 'ham')));
    await shell.run('run @more.ts --input @comments.jsonl --output @more');
    expect(JSON.parse(shell.read('more/report.json')).summary.coverage).toBe(1);
  });

  it('gives JSON', async () => {
    const { out } = await shell.run('suggest @out --input @comments.jsonl --json');
    expect(JSON.parse(out)).toMatchObject({ version: 1, uncovered: 6, forUncovered: [] });
  });

  it.each([
    ['suggest @out --input @comments.jsonl --text body', 'expected --text to name one of id, text'],
    ['suggest @out --input @others.jsonl', 'has none of the records of the run'],
    ['suggest @nowhere --input @comments.jsonl', 'votes.jsonl'],
  ])('refuses %s', async (line, message) => {
    shell.write('others.jsonl', '{"id":"x","text":"y"}\n');
    const { code, err } = await shell.run(line);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});
