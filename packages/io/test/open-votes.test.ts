import { openVotes, type ReadVotesOptions, readVotes } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { dataFile, withoutData } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** The votes as names, one line per record. */
async function table(path: string, options: ReadVotesOptions = {}) {
  const { votes, gold, format, replaced } = await readVotes(path, options);
  const rows = Array.from({ length: votes.rows }, (_, i) =>
    votes.functions.map((name) => votes.vote(i, name) ?? '-').join(' '),
  );
  return { labels: votes.labels, functions: votes.functions, ids: votes.ids, rows, gold, format, replaced };
}

const HEADER = '{"labelwright":"votes","version":1,"labels":["ham","spam"],"functions":["link","song"]}\n';

describe('openVotes of our JSON Lines', () => {
  it('reads labels, confidences, abstentions and ids', async () => {
    const path = folder.write(
      'votes.jsonl',
      `${HEADER}{"id":"a","votes":{"link":"spam","song":["ham",0.75]}}\n\n{"id":7,"votes":{"song":null}}\n{"votes":{}}\n`,
    );
    expect(await table(path)).toMatchObject({
      format: 'jsonl',
      ids: ['a', '7', '2'],
      rows: ['spam ham', '- -', '- -'],
      gold: undefined,
    });
    const { votes } = await readVotes(path);
    expect(votes.confidences).toEqual(Float32Array.of(1, 0.75, 1, 1, 1, 1));
  });

  it('gives the names before the records, and the records again on each call', async () => {
    const path = folder.write('again.jsonl', `${HEADER}{"id":"a","votes":{"link":"spam"}}\n`);
    const source = await openVotes(path);
    expect([source.labels, source.functions]).toEqual([
      ['ham', 'spam'],
      ['link', 'song'],
    ]);
    for (const time of ['first', 'second']) {
      for await (const { votes } of source.batches())
        expect([time, votes.vote(0, 'link')]).toEqual([time, 'spam']);
    }
    expect.assertions(3);
  });

  it.each([
    [
      'a label that is none',
      '{"votes":{"link":"spma"}}',
      /line 2: 'link' voted "spma"; expected one of ham, spam/,
    ],
    ['a number for a label', '{"votes":{"link":1}}', /line 2: 'link' voted 1; expected one of ham, spam/],
    [
      'a list that is no pair',
      '{"votes":{"link":["ham"]}}',
      /line 2: 'link' voted \["ham"\]; expected one of/,
    ],
    [
      'a function that is none',
      '{"votes":{"lnik":"ham"}}',
      /line 2: found a vote of 'lnik'; expected one of link, song/,
    ],
    [
      'a confidence above 1',
      '{"votes":{"link":["ham",2]}}',
      /'link' has the confidence 2; expected above 0 and at most 1/,
    ],
    ['a confidence of 0', '{"votes":{"link":["ham",0]}}', /'link' has the confidence 0/],
    [
      'a record without votes',
      '{"id":"a"}',
      /line 2: field 'votes' is nothing; expected an object of labels by function/,
    ],
    ['votes in an array', '{"votes":[1,0]}', /line 2: field 'votes' is an array/],
    [
      'a line that is cut off',
      '{"id":"a","votes":{"li',
      /line 2: not JSON on the last line, which has no end/,
    ],
    ['a header alone', '', /bad\.jsonl: found no records/],
  ])('refuses %s', async (_, line, message) => {
    const path = folder.write('bad.jsonl', `${HEADER}${line}`);
    await expect(readVotes(path)).rejects.toThrow(message);
  });

  it.each([
    [
      'another version',
      '{"labelwright":"votes","version":2}',
      /line 1: found votes of version 2; expected 1/,
    ],
    [
      'labels that are no list',
      '{"labelwright":"votes","version":1,"labels":"ham"}',
      /field 'labels': found a string/,
    ],
    [
      'a label twice',
      '{"labelwright":"votes","version":1,"labels":["a","a"],"functions":[]}',
      /line 1: found two labels named 'a'/,
    ],
  ])('refuses a header of %s', async (_, header, message) => {
    await expect(openVotes(folder.write('header.jsonl', header))).rejects.toThrow(message);
  });

  it('refuses names that are not those of the file', async () => {
    const path = folder.write('named.jsonl', `${HEADER}{"id":"a","votes":{}}\n`);
    await expect(openVotes(path, { labels: ['spam', 'ham'] })).rejects.toThrow(
      /found the labels ham, spam; expected spam, ham/,
    );
    await expect(openVotes(path, { functions: ['x'] })).rejects.toMatchObject({ code: 'mismatch' });
  });
});

describe('openVotes of integers in JSON Lines', () => {
  const LINES = '{"id":"a","label":1,"votes":[1,-1]}\n{"id":"b","label":null,"votes":[-1,0]}\n';

  it('takes the names from the dataset.json beside it', async () => {
    folder.write('named/dataset.json', '{"classes":["ham","spam"],"lfs":["link","song"]}');
    expect(await table(folder.write('named/train.jsonl', LINES))).toMatchObject({
      format: 'dataset',
      labels: ['ham', 'spam'],
      functions: ['link', 'song'],
      ids: ['a', 'b'],
      rows: ['spam -', '- ham'],
      gold: ['spam', undefined],
    });
  });

  it('takes given labels, and numbers the functions', async () => {
    const path = folder.write('given/train.jsonl', LINES);
    expect(await table(path, { labels: ['ham', 'spam'] })).toMatchObject({
      functions: ['lf0', 'lf1'],
      rows: ['spam -', '- ham'],
    });
  });

  it('refuses labels that have no names', async () => {
    const path = folder.write('bare/train.jsonl', LINES);
    await expect(openVotes(path)).rejects.toThrow(
      /found labels as numbers without names; expected the option 'labels'/,
    );
    await expect(openVotes(path)).rejects.toMatchObject({ code: 'invalid-option' });
  });

  it.each([
    ['a position that is none', '{"votes":[2,0]}', /line 3: 'lf0' voted 2; expected -1 to abstain or 0 to 1/],
    ['a fraction', '{"votes":[0.5,0]}', /'lf0' voted 0\.5/],
    ['a text', '{"votes":["spam",0]}', /'lf0' voted "spam"/],
    ['too few votes', '{"votes":[0]}', /line 3: found 1 votes; expected 2, one for each labeling function/],
    ['no votes', '{"id":"c"}', /line 3: the votes are nothing; expected an array of integers/],
    [
      'a true label that is none',
      '{"label":5,"votes":[0,0]}',
      /line 3: found the label 5; expected one of ham, spam/,
    ],
  ])('refuses %s', async (_, line, message) => {
    const path = folder.write('broken/train.jsonl', `${LINES}${line}\n`);
    await expect(readVotes(path, { labels: ['ham', 'spam'] })).rejects.toThrow(message);
  });

  it('refuses names of functions that are too few', async () => {
    const path = folder.write('few/train.jsonl', LINES);
    await expect(readVotes(path, { labels: ['ham', 'spam'], functions: ['link'] })).rejects.toThrow(
      /line 1: found 2 votes; expected 1/,
    );
  });

  it('names a dataset.json whose names are none', async () => {
    folder.write('wrong/dataset.json', '{"classes":[1,2]}');
    await expect(openVotes(folder.write('wrong/train.jsonl', LINES))).rejects.toThrow(
      /dataset\.json, field 'classes': found an array; expected an array of strings/,
    );
  });
});

describe('openVotes of WRENCH', () => {
  const CONTENT =
    '{\n"0": {"label": 1, "weak_labels": [1, -1], "data": {"text": "x"}},\n"1": {"label": -1, "weak_labels": [-1, 0], "data": {}}}';

  it('numbers labels and functions that have no names', async () => {
    expect(await table(folder.write('plain/train.json', CONTENT))).toMatchObject({
      format: 'wrench',
      labels: ['0', '1'],
      functions: ['lf0', 'lf1'],
      rows: ['1 -', '- 0'],
      gold: ['1', undefined],
    });
  });

  it('takes the names of the labels from a label.json', async () => {
    folder.write('wrench/label.json', '{"0": "ham", "1": "spam"}');
    expect((await table(folder.write('wrench/train.json', CONTENT))).rows).toEqual(['spam -', '- ham']);
  });

  it('names a label.json that holds no names', async () => {
    folder.write('unnamed/label.json', '{"ham": 0, "spam": 1}');
    await expect(openVotes(folder.write('unnamed/train.json', CONTENT))).rejects.toThrow(
      /label\.json: found \{"ham":0,"spam":1\}; expected \{"0": "name"/,
    );
  });

  it.each([
    ['an array', '[1]', /bad\.json: found an array; expected an object of records by id/],
    ['no records', '{}', /found no records/],
    [
      'a record without votes',
      '{"0":{"label":0}}',
      /bad\.json, record '0': the votes are nothing; expected an array of integers/,
    ],
    ['broken JSON', '{"0":', /bad\.json: not JSON/],
  ])('refuses %s', async (_, content, message) => {
    await expect(readVotes(folder.write('broken/bad.json', content))).rejects.toThrow(message);
  });
});

describe('openVotes of the answers of a crowd', () => {
  const LINES =
    '{"task":"t2","worker":"w1","label":"b"}\n{"task":"t1","worker":"w2","label":"a"}\n{"task":"t2","worker":"w1","label":"a"}\n';

  it('takes tasks as records and workers as functions, and the last of several answers', async () => {
    expect(await table(folder.write('crowd/answers.jsonl', LINES))).toMatchObject({
      format: 'crowd',
      labels: ['a', 'b'],
      functions: ['w1', 'w2'],
      ids: ['t2', 't1'],
      rows: ['a -', '- a'],
      replaced: 1,
    });
  });

  it('reads CSV', async () => {
    const path = folder.write('crowd/answers.csv', 'worker,label,task\nw1,10,t1\nw2,9,t1\n');
    expect(await table(path)).toMatchObject({ format: 'crowd', labels: ['9', '10'], rows: ['10 9'] });
  });

  it('takes integers as positions among the labels', async () => {
    folder.write('numbered/dataset.json', '{"classes":["3","2"],"lfs":[]}');
    const path = folder.write(
      'numbered/answers.jsonl',
      '{"task":1,"worker":1,"label":0}\n{"task":1,"worker":2,"label":1}\n',
    );
    expect(await table(path)).toMatchObject({ labels: ['3', '2'], functions: ['1', '2'], rows: ['3 2'] });
  });

  it.each([
    [
      'a label that is none',
      '{"task":1,"worker":1,"label":"c"}',
      /line 1: found the label "c"; expected one of a, b/,
    ],
    [
      'an answer without a label',
      '{"task":1,"worker":1,"label":null}',
      /line 1: found no label; expected the fields task, worker, label/,
    ],
    ['an answer without a worker', '{"task":1,"worker":"","label":"a"}', /line 1: found no worker/],
  ])('refuses %s', async (_, line, message) => {
    const path = folder.write('crowd/bad.jsonl', `${line}\n`);
    await expect(openVotes(path, { labels: ['a', 'b'] })).rejects.toThrow(message);
  });
});

describe('openVotes of a table', () => {
  it('takes a column as a function, empty cells as abstaining', async () => {
    const path = folder.write('table/votes.csv', 'id,label,link,song\na,spam,spam,\nb,,-1,ham\n');
    expect(await table(path)).toMatchObject({
      format: 'csv',
      labels: ['ham', 'spam'],
      functions: ['link', 'song'],
      ids: ['a', 'b'],
      rows: ['spam -', '- ham'],
      gold: ['spam', undefined],
    });
  });

  it('takes positions where labels are given', async () => {
    const path = folder.write('table/numbers.csv', 'link,song\n1,-1\n');
    expect(await table(path, { labels: ['ham', 'spam'] })).toMatchObject({ ids: ['0'], rows: ['spam -'] });
    await expect(openVotes(path)).rejects.toThrow(/labels as numbers without names/);
  });

  it('takes the functions asked for', async () => {
    const path = folder.write('table/some.csv', 'id,author,link\na,me,spam\n');
    expect(await table(path, { functions: ['link'] })).toMatchObject({ labels: ['spam'], rows: ['spam'] });
    await expect(openVotes(path, { functions: ['song'] })).rejects.toThrow(
      /found no column 'song'; expected one of id, author, link/,
    );
  });

  it('names the cell of a label that is none', async () => {
    const path = folder.write('table/bad.csv', 'id,link\na,spma\n');
    await expect(readVotes(path, { labels: ['ham', 'spam'] })).rejects.toThrow(
      /bad\.csv, line 2, 'link': found the label "spma"; expected one of ham, spam/,
    );
  });
});

describe('openVotes of a path', () => {
  it.each([
    ['neither.jsonl', '{"id":1,"text":"a"}\n', /line 1: found the fields id, text; expected votes/],
    ['list.jsonl', '[1,-1]\n', /line 1: found an array; expected one object per line/],
    ['empty.jsonl', '', /empty\.jsonl: found no records; expected at least one/],
    ['votes.txt', 'a', /found the extension '\.txt'; expected one of \.jsonl/],
  ])('refuses %s', async (name, content, message) => {
    await expect(openVotes(folder.write(name, content))).rejects.toThrow(message);
  });

  it('names a file that is not there', async () => {
    await expect(openVotes(folder.path('none.jsonl'))).rejects.toThrow(/found no file 'none\.jsonl'/);
  });

  it('refuses a format that it does not know', async () => {
    const format = 'xml' as 'npy'; // A caller without types.
    await expect(openVotes(folder.write('x.jsonl', HEADER), { format })).rejects.toThrow(
      /expected one of jsonl, dataset/,
    );
  });
});

describe.skipIf(withoutData)('openVotes of the shared data sets', () => {
  it.each([
    ['youtube/train.jsonl', 'dataset', 1586, 10, 2],
    ['trec/train.jsonl', 'dataset', 4965, 68, 6],
    ['yoruba/test.jsonl', 'dataset', 379, 7, 7],
    ['crowd-dog/answers.jsonl', 'crowd', 807, 109, 4],
    ['crowd-bluebird/answers.jsonl', 'crowd', 108, 39, 2],
    ['crowd-dawid-skene-1979/answers.jsonl', 'crowd', 45, 7, 4],
  ])('reads %s', async (name, format, rows, columns, labels) => {
    const file = await readVotes(dataFile(name));
    let last: number | undefined;
    for await (const { share } of (await openVotes(dataFile(name))).batches()) last = share;
    expect(last).toBe(1);
    expect([file.format, file.votes.rows, file.votes.columns, file.votes.labels.length]).toEqual([
      format,
      rows,
      columns,
      labels,
    ]);
  });
});
