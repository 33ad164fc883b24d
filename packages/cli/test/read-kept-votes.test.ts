import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeKept, readKeptVotes } from '../src/read-kept-votes.ts';
import { Shell } from './shell.ts';

let shell: Shell;

beforeEach(() => {
  shell = new Shell();
  shell.write('dataset.json', '{"classes":["ham","spam"],"lfs":["link"]}');
  const rows = Array.from({ length: 900 }, (_, n) => {
    // Of every third record the true label is not known.
    const label = n % 3 === 0 ? null : n % 2;
    return `${JSON.stringify({ id: `r${n}`, label, votes: [n % 2] })}\n`;
  });
  shell.write('all.jsonl', rows.join(''));
});

afterEach(() => shell.remove());

describe('readKeptVotes', () => {
  it.each([1000, 200])('keeps the true label beside its record, of %i records at most', async (most) => {
    const { votes, gold, rows, stream } = await readKeptVotes(shell.path('all.jsonl'), {}, most);
    expect(stream.rows).toBe(900);
    expect(votes.rows).toBeLessThanOrEqual(most);
    expect(rows === undefined).toBe(most === 1000);
    for (let row = 0; row < votes.rows; row++) {
      const n = Number(votes.idOf(row).slice(1));
      expect(gold?.[row]).toBe(n % 3 === 0 ? undefined : ['ham', 'spam'][n % 2]);
    }
  });

  it('refuses a file without records', async () => {
    const path = shell.write(
      'none.jsonl',
      '{"labelwright":"votes","version":1,"labels":["a","b"],"functions":["f"]}\n',
    );
    await expect(readKeptVotes(path, {})).rejects.toThrow(
      /none\.jsonl: found no records; expected at least one/,
    );
  });
});

describe('describeKept', () => {
  it('says nothing where all records are kept', () => {
    expect(describeKept('out', 3, 3)).toBe('');
    expect(describeKept('out', 1500, 30_000)).toBe('out: a random sample of 1,500 of 30,000 records\n');
  });
});
