import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comments, moduleText, Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = new Shell();
  shell.write('rules.ts', moduleText());
  const many = Array.from({ length: 30 }, (_, i) => comments.replaceAll('"c', `"c${i}-`)).join('');
  shell.write('june.jsonl', many);
  shell.write('july.jsonl', many.replaceAll('song', 'thing'));
  await shell.run('run @rules.ts --input @june.jsonl --output @june');
  await shell.run('run @rules.ts --input @july.jsonl --output @july');
});

afterAll(() => shell.remove());

describe('drift', () => {
  it('tells what moved between two runs, and between votes alone', async () => {
    const { code, out } = await shell.run('drift @june @july');
    expect(code).toBe(0);
    expect(out).toMatch(/function song +coverage +33\.3 +0\.0 +-33\.3/);
    const votes = await shell.run('drift @june/votes.jsonl @july/votes.jsonl --json');
    expect(JSON.parse(votes.out).figures[0]).toMatchObject({ of: 'data set', figure: 'coverage' });
  });

  it('compares the labels of two runs too, by the label model of each', async () => {
    expect((await shell.run('drift @june @july')).out).toMatch(/label ham +modelled/);
    expect((await shell.run('drift @june/votes.jsonl @july/votes.jsonl')).out).not.toMatch(
      /label ham +modelled/,
    );
  });

  it('finds nothing between a data set and itself', async () => {
    expect((await shell.run('drift @june @june')).out).toContain('No figure has moved by more than chance.');
  });

  it('writes Markdown to a file, and never over its input', async () => {
    await shell.run('drift @june @july --format markdown --output @drift.md');
    expect(shell.read('drift.md')).toContain('## What moved');
    const { code, err } = await shell.run('drift @june/votes.jsonl @july --output @june/votes.jsonl');
    expect([code, err.includes('votes.jsonl')]).toEqual([2, true]);
  });

  it('says which file is not there', async () => {
    const { code, err } = await shell.run('drift @none.jsonl @july');
    expect(code).toBe(1);
    expect(err).toContain("found no file 'none.jsonl'");
  });
});
