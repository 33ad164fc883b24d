import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeKept, readKeptVotes, readKeptWith } from '../src/read-kept-votes.ts';
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

describe('readKeptWith', () => {
  const ids = new Set(['r0', 'r1', 'r2', 'r3', 'r898', 'r899', 'nobody']);

  it('has the records that are named, beside a random sample', async () => {
    const path = shell.path('all.jsonl');
    const { votes, all } = await readKeptWith(path, {}, ids, 100);
    expect(all).toBe(900);
    expect(votes.rows).toBeLessThanOrEqual(106);
    const found = Array.from({ length: votes.rows }, (_, row) => votes.idOf(row));
    expect(found).toEqual(expect.arrayContaining([...ids].filter((id) => id !== 'nobody')));
    expect(new Set(found).size).toBe(found.length);
    for (const [row, id] of found.entries()) {
      expect(votes.vote(row, 'link')).toBe(['ham', 'spam'][Number(id.slice(1)) % 2]);
    }
    const { votes: same } = await readKeptWith(path, {}, new Set([found[0]]), 100);
    expect(same.rows).toBe((await readKeptVotes(path, {}, 100)).votes.rows);
  });

  it('has all where they are few', async () => {
    expect((await readKeptWith(shell.path('all.jsonl'), {}, ids)).votes.rows).toBe(900);
  });
});

describe('describeKept', () => {
  it('says nothing where all records are kept', () => {
    expect(describeKept('out', 3, 3)).toBe('');
    expect(describeKept('out', 1500, 30_000)).toBe('out: a random sample of 1,500 of 30,000 records\n');
  });
});
