import { readGold } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { dataFile, withoutData } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('readGold', () => {
  it('reads names by id, and leaves out records without a label', async () => {
    const path = folder.write(
      'gold.jsonl',
      '{"id":"a","label":"spam"}\n{"id":2,"label":"ham"}\n{"id":"c","label":null}\n',
    );
    expect(await readGold(path)).toEqual(
      new Map([
        ['a', 'spam'],
        ['2', 'ham'],
      ]),
    );
  });

  it('reads CSV, and the tasks of a crowd', async () => {
    const csv = folder.write('gold.csv', 'id,label\na,spam\nb,\n');
    expect(await readGold(csv)).toEqual(new Map([['a', 'spam']]));
    const crowd = folder.write('crowd.jsonl', '{"task":1,"label":"yes"}\n');
    expect(await readGold(crowd)).toEqual(new Map([['1', 'yes']]));
  });

  it('reads other fields', async () => {
    const path = folder.write('fields.jsonl', '{"url":"x","truth":"spam"}\n');
    expect(await readGold(path, { idField: 'url', labelField: 'truth' })).toEqual(new Map([['x', 'spam']]));
  });

  it('takes integers as positions among the labels', async () => {
    const labels = ['ham', 'spam'];
    const json = folder.write('integers.jsonl', '{"id":"a","label":1}\n{"id":"b","label":-1}\n');
    expect(await readGold(json, { labels })).toEqual(new Map([['a', 'spam']]));
    const csv = folder.write('integers.csv', 'id,label\na,0\nb,-1\n');
    expect(await readGold(csv, { labels })).toEqual(new Map([['a', 'ham']]));
  });

  it('prefers a label of that name to a position', async () => {
    const path = folder.write('digits.csv', 'id,label\na,1\n');
    expect(await readGold(path, { labels: ['1', '0'] })).toEqual(new Map([['a', '1']]));
  });

  it.each([
    [
      'a label that is none',
      '{"id":"a","label":"spma"}',
      /line 1: found the label "spma"; expected one of ham, spam/,
    ],
    [
      'a position that is none',
      '{"id":"a","label":2}',
      /line 1: found the label 2; expected one of ham, spam/,
    ],
    ['a record without the field', '{"id":"a"}', /line 1: found no field 'label' or 'gold'; found id/],
    [
      'two labels of one record',
      '{"id":"a","label":"ham"}\n{"id":"a","label":"spam"}',
      /line 2: found a second label 'spam' for 'a'; expected 'ham'/,
    ],
  ])('refuses %s', async (_, lines, message) => {
    const path = folder.write('bad.jsonl', `${lines}\n`);
    await expect(readGold(path, { labels: ['ham', 'spam'] })).rejects.toThrow(message);
  });
});

describe.skipIf(withoutData)('readGold of the shared data sets', () => {
  it('takes the names from the dataset.json beside them', async () => {
    const gold = await readGold(dataFile('youtube/train.jsonl'));
    expect([gold.size, gold.get('0')]).toEqual([1586, 'spam']);
    expect((await readGold(dataFile('crowd-dog/gold.jsonl'))).size).toBe(807);
  });
});
