import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabelingModule } from '../src/index.ts';

const code = `
import { defineTask, keywords, type } from 'labelwright';
const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<{ text: string }>() });
const song = when('text', keywords('song')).vote('ham');
export default functions({
  song,
  plain: (record) => (record.text.includes('song') ? 'ham' : undefined),
  broken: Object.assign((record) => song(record), { evidence: () => { throw new Error('no luck'); } }),
  EXTRA
});
`;

const packages = { labelwright: new URL('../../labelwright/dist/index.js', import.meta.url).href };
const records = [{ text: 'a song, a song' }, { text: 'song' }, { text: 'no' }];
const ids = ['a', 'b', 'c'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labelwright-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(extra = '', timeLimit = 5000): Promise<LabelingModule> {
  const path = join(folder, 'labeling.ts');
  writeFileSync(path, code.replace('EXTRA', extra));
  return LabelingModule.open(path, { packages, timeLimit });
}

describe('evidence', () => {
  it('is collected for the records asked for, from functions that can tell', async () => {
    const module = await open();
    const { evidence, votes } = await module.apply(records, ids, { evidenceOf: [0, 2] });
    await module.close();
    expect(evidence).toEqual([
      { row: 0, function: 'song', field: 'text', start: 2, end: 6 },
      { row: 0, function: 'song', field: 'text', start: 10, end: 14 },
    ]);
    expect(votes.vote(1, 'broken')).toBe('ham');
  });

  it('is left out by default', async () => {
    const module = await open();
    const { evidence } = await module.apply(records, ids);
    await module.close();
    expect(evidence).toEqual([]);
  });

  it('is given up where a function does not come back with it; the votes stand', async () => {
    const endless = "endless: Object.assign(() => 'spam', { evidence: () => { for (;;); } }),";
    const module = await open(endless, 200);
    const { evidence, votes, faults } = await module.apply(records, ids, { evidenceOf: [0] });
    await module.close();
    expect(evidence).toEqual([]);
    expect(faults).toEqual([]);
    expect(votes.vote(2, 'endless')).toBe('spam');
  });
});
