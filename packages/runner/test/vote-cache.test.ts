import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabelingModule, type ModuleOptions } from '../src/index.ts';
import { hashRecord, VoteCache } from '../src/vote-cache.ts';
import { folderOf, packages, TASK } from './module-folder.ts';

const records = ['a song', 'http', 'hello', 'hello'].map((text) => ({ text }));
const more = [...records, { text: 'a new song' }, { text: 'http://a.example' }];

/** A rule that is quick, and two functions that are asked about every record. */
function moduleText({ first = '', second = 'spam', extra = '' } = {}): string {
  return `${TASK}
    export default asyncFunctions({
      song: when('text', keywords('song')).vote('ham'),
      first: async ({ text }) => { ${first} return text === 'http' ? { label: 'spam', confidence: 0.3 } : undefined; },
      second: async ({ text }) => (text === 'hello' ? '${second}' : undefined),
      ${extra}
    });`;
}

/** Applies a module in the folder; what came of it, and how many calls of asynchronous functions it took. */
async function applyOnce(folder: string, code: string, options: ModuleOptions = {}, given = records) {
  writeFileSync(join(folder, 'labeling.ts'), code);
  const notes: string[] = [];
  const module = await LabelingModule.open(join(folder, 'labeling.ts'), {
    packages,
    cache: join(folder, 'cache'),
    onCacheNote: (note) => notes.push(note),
    ...options,
  });
  try {
    const applied = await module.apply(
      given,
      given.map((_, n) => `r${n}`),
      { evidenceOf: [0, 2] },
    );
    const { votes, faults, evidence, calls, unaffordable } = applied;
    const found = {
      votes: Array.from(votes.votes),
      confidences: Array.from(votes.confidences ?? []),
      faults,
      evidence,
    };
    return { found, calls: calls.calls, unaffordable, notes };
  } finally {
    await module.close();
  }
}

describe('a module with a cache', () => {
  it('asks about each record once, and finds the same', async () => {
    const folder = folderOf({});
    const bare = await applyOnce(folder, moduleText(), { cache: undefined });
    const cold = await applyOnce(folder, moduleText());
    const warm = await applyOnce(folder, moduleText());
    expect([bare.calls, cold.calls, warm.calls]).toEqual([8, 8, 0]);
    expect(cold.found).toEqual(bare.found);
    expect(warm.found).toEqual(bare.found);
    expect(bare.found.evidence).toHaveLength(1);
    expect(Array.from(bare.found.confidences)).toContain(Math.fround(0.3));
    expect(readFileSync(join(folder, 'cache', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('asks anew about new records, and the function that has changed', async () => {
    const folder = folderOf({});
    await applyOnce(folder, moduleText());
    expect((await applyOnce(folder, moduleText(), {}, more)).calls).toBe(4);
    expect((await applyOnce(folder, moduleText({ second: 'ham' }), {}, more)).calls).toBe(6);
    expect((await applyOnce(folder, moduleText(), {}, more)).calls).toBe(0);
    const edited = await applyOnce(folder, moduleText({ second: 'ham' }), {}, more);
    expect(edited.found).toEqual(
      (await applyOnce(folder, moduleText({ second: 'ham' }), { cache: undefined }, more)).found,
    );
  });

  it('keeps no fault, and asks again where there was one', async () => {
    const folder = folderOf({});
    const broken = moduleText({ first: `if (text === 'http') throw new Error('no network');` });
    const cold = await applyOnce(folder, broken, { tolerant: true });
    const warm = await applyOnce(folder, broken, { tolerant: true });
    expect([cold.calls, warm.calls]).toEqual([8, 1]);
    expect(warm.found).toEqual(cold.found);
    expect(cold.found.faults).toHaveLength(1);
  });

  it('keeps what a run had found that was ended by an error', async () => {
    const folder = folderOf({});
    const many = Array.from({ length: 20 }, (_, n) => ({ text: `text ${n}` }));
    const broken = moduleText({
      first: `if (text === 'text 18' && !process.env.MENDED_IN_TEST) throw new Error('no network');`,
    });
    await expect(applyOnce(folder, broken, { concurrency: 2 }, many)).rejects.toThrow('no network');
    process.env.MENDED_IN_TEST = 'yes';
    const mended = await applyOnce(folder, broken, { concurrency: 2 }, many);
    delete process.env.MENDED_IN_TEST;
    expect(mended.calls).toBe(8);
  });

  it('does not count on functions that may answer otherwise', async () => {
    const folder = folderOf({});
    const extra = `third: async () => (Math.random() > 2 ? 'ham' : undefined),`;
    expect((await applyOnce(folder, moduleText({ extra }))).calls).toBe(12);
    expect((await applyOnce(folder, moduleText({ extra }))).calls).toBe(4);
  });

  it('finds the same with any number of workers', async () => {
    const folder = folderOf({});
    const one = await applyOnce(folder, moduleText());
    const two = await applyOnce(folder, moduleText(), { workers: 2, cache: join(folder, 'other') });
    expect(two).toEqual(one);
  });

  it('goes on where a budget ended', async () => {
    const folder = folderOf({});
    const paid = moduleText({ first: 'spend(signal, { tokens: 3, cost: 1 });' })
      .replace('first: async ({ text })', 'first: async ({ text }, signal)')
      .replace('import {', 'import { spend,');
    const first = await applyOnce(folder, paid, { budget: 2.5 });
    expect([first.calls, first.unaffordable]).toEqual([6, [7, 10]]);
    const second = await applyOnce(folder, paid, { budget: 2 });
    expect([second.calls, second.unaffordable]).toEqual([2, []]);
    expect(second.found).toEqual((await applyOnce(folder, paid, { cache: undefined })).found);
  });

  it('is left alone by rules that are quick', async () => {
    const folder = folderOf({});
    const quick = `${TASK} export default functions({ song: when('text', keywords('song')).vote('ham') });`;
    await applyOnce(folder, quick);
    expect(readdirSync(folder)).toEqual(['labeling.ts']);
  });
});

describe('a vote cache', () => {
  const entry = { vote: 1, confidence: 0.5 };

  it('reads what others have written, in any number of segments', () => {
    const folder = folderOf({});
    for (let n = 0; n < 40; n++) {
      const cache = new VoteCache(folder, () => undefined);
      cache.set(hashRecord({ n }), { vote: n % 3, confidence: 1 });
      cache.flush();
    }
    expect(readdirSync(folder).length).toBeLessThan(26);
    const cache = new VoteCache(folder, () => undefined);
    for (let n = 0; n < 40; n++) expect(cache.get(hashRecord({ n }))).toEqual({ vote: n % 3, confidence: 1 });
    expect(cache.get(hashRecord({ n: 40 }))).toBeUndefined();
  });

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 3)],
    ['changed', (bytes: Buffer) => Buffer.from(bytes.map((byte, n) => (n === 12 ? byte ^ 1 : byte)))],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('{}')],
  ])('leaves out a segment that is %s, with a note', (_, damage) => {
    const folder = folderOf({});
    for (const n of [1, 2]) {
      const cache = new VoteCache(folder, () => undefined);
      cache.set(hashRecord({ n }), entry);
      cache.flush();
    }
    const [first] = readdirSync(folder);
    writeFileSync(join(folder, first), damage(readFileSync(join(folder, first))));
    const notes: string[] = [];
    const cache = new VoteCache(folder, (note) => notes.push(note));
    expect([1, 2].filter((n) => cache.get(hashRecord({ n })))).toHaveLength(1);
    expect(notes).toEqual([`left out '${join(folder, first)}' of the cache: it is damaged`]);
  });

  it('does not mind a folder that cannot be written', () => {
    const folder = folderOf({ file: '' });
    const notes: string[] = [];
    const cache = new VoteCache(join(folder, 'file', 'cache'), (note) => notes.push(note));
    cache.set(hashRecord({}), entry);
    cache.flush();
    expect(cache.get(hashRecord({}))).toEqual(entry);
    expect(notes[0]).toMatch(/^wrote nothing to the cache: /);
  });

  it('tells records apart', () => {
    const hashes = [
      { a: 1 },
      { a: '1' },
      { a: null },
      {},
      { a: Number.NaN },
      { a: 1n },
      { a: [1] },
      'a',
      null,
    ];
    expect(new Set(hashes.map(hashRecord)).size).toBe(hashes.length);
  });
});
