import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { seededRandom } from '@labelwright/core';
import { type BadRecord, type ReadRecordsOptions, readRecords } from '@labelwright/io';
import { describe, expect, it, vi } from 'vitest';
import { compressed } from './compressed.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** Texts that no compression makes small. */
function randomLines(count: number): string {
  const random = seededRandom(1);
  const text = () => Array.from({ length: 9 }, () => random().toString(36).slice(2, 8)).join('');
  return Array.from({ length: count }, () => `{"text":"${text()}"}\n`).join('');
}

async function all(path: string, options: ReadRecordsOptions = {}) {
  const records: Record<string, unknown>[] = [];
  const lines: number[] = [];
  for await (const batch of readRecords(path, options)) {
    records.push(...batch.records);
    lines.push(...batch.lines);
  }
  return { records, lines };
}

describe('readRecords of JSON Lines', () => {
  it('skips blank lines and keeps the numbers of the lines', async () => {
    const path = folder.write('blank.jsonl', '{"id":1}\n\n  \r\n{"id":2}\r\n{"id":3}');
    expect(await all(path)).toEqual({ records: [{ id: 1 }, { id: 2 }, { id: 3 }], lines: [1, 4, 5] });
  });

  it('ignores a byte order mark', async () => {
    const path = folder.write('bom.jsonl', '\uFEFF{"id":1}\n');
    expect((await all(path)).records).toEqual([{ id: 1 }]);
  });

  it('does not end a line at U+2028 or U+0085', async () => {
    const path = folder.write('separator.jsonl', '{"text":"a\u2028b\u0085c"}\n');
    expect((await all(path)).records).toEqual([{ text: 'a\u2028b\u0085c' }]);
  });

  it('reads what gzip compressed', async () => {
    const path = folder.write('packed.jsonl.gz', gzipSync('{"id":1}\n{"id":2}\n'));
    expect((await all(path)).records).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('reads a file of another extension when told the format', async () => {
    const path = folder.write('records.log', '{"id":1}\n');
    expect((await all(path, { format: 'jsonl' })).records).toEqual([{ id: 1 }]);
  });

  it('hands over about a thousand records at a time', async () => {
    const path = folder.write('many.jsonl', Array.from({ length: 2500 }, (_, i) => `{"id":${i}}\n`).join(''));
    const sizes: number[] = [];
    for await (const { records } of readRecords(path)) sizes.push(records.length);
    expect(sizes).toEqual([1000, 1000, 500]);
  });

  it('reads a line of 50 MB', async () => {
    const path = folder.write('wide.jsonl', `{"id":1}\n{"text":"${'é'.repeat(25_000_000)}"}\n{"id":3}\n`);
    const { records, lines } = await all(path);
    expect(String(records[1].text)).toHaveLength(25_000_000);
    expect(lines).toEqual([1, 2, 3]);
  });

  it.each([
    [
      'broken JSON',
      '{"id":1}\n\n{"id":2,,}\n',
      /bad\.jsonl, line 3: not JSON \(.+\); expected one object per line/,
    ],
    [
      'a last line that is cut off',
      '{"id":1}\n{"id":',
      /line 2: not JSON on the last line, which has no end \(/,
    ],
    ['a line that is a number', '{"id":1}\n7\n', /line 2: found a number; expected one object per line/],
    ['a line that is an array', '[1]\n', /line 1: found an array; expected one object per line/],
    ['a line that is null', 'null\n', /line 1: found null; expected one object per line/],
    ['a file without a record', '\n \n', /bad\.jsonl: found no records; expected at least one/],
    ['an empty file', '', /bad\.jsonl: found no records/],
  ])('refuses %s', async (_, content, message) => {
    const path = folder.write('bad.jsonl', content);
    await expect(all(path)).rejects.toThrow(message);
    await expect(all(path)).rejects.toMatchObject({ code: 'invalid-file' });
  });

  it('leaves out the lines that are not UTF-8, when asked', async () => {
    const path = folder.write(
      'mixed.jsonl',
      Buffer.from('{"id":1}\n{"id":"\xe9"}\n{"id":3}\n\xe9', 'latin1'),
    );
    const found: BadRecord[] = [];
    const { records, lines } = await all(path, { onBadRecord: (problem) => found.push(problem) });
    expect({ records, lines }).toEqual({ records: [{ id: 1 }, { id: 3 }], lines: [1, 3] });
    expect(found.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('names the line of bytes that are not UTF-8', async () => {
    const path = folder.write('latin.jsonl', Buffer.from('{"id":1}\n{"id":"\xe9"}\n', 'latin1'));
    await expect(all(path)).rejects.toThrow(/latin\.jsonl, line 2: found bytes that are not UTF-8/);
  });

  it('refuses compressed content that is cut off', async () => {
    const path = folder.write('cut.jsonl.gz', gzipSync('{"id":1}\n'.repeat(99)).subarray(0, 30));
    await expect(all(path)).rejects.toThrow(/cut\.jsonl\.gz, line \d+: the compressed content is cut off/);
  });

  it.each([
    ['cut.jsonl.gz', 1 << 14],
    ['cut.jsonl.zst', 1 << 10],
  ])('keeps what stands before the cut, when asked: %s', async (name, missing) => {
    const content = randomLines(30_000);
    const bytes = await compressed(name, content);
    const path = folder.write(name, bytes.subarray(0, bytes.length - missing));
    const problems: BadRecord[] = [];
    const { records, lines } = await all(path, { onBadRecord: (problem) => problems.push(problem) });
    const given = content.split('\n').slice(0, records.length);
    expect(records.map((record) => JSON.stringify(record))).toEqual(given);
    expect(records.length).toBeGreaterThan(25_000);
    expect(problems.map(({ line }) => line)).toEqual([(lines.at(-1) ?? 0) + 1]);
    expect(problems[0].message).toContain('the compressed content is cut off');
  });

  it('reads what zstd compressed', async () => {
    const content = randomLines(30_000);
    const path = folder.write('packed.jsonl.zst', await compressed('packed.jsonl.zst', content));
    expect((await all(path)).records.map((record) => `${JSON.stringify(record)}\n`).join('')).toBe(content);
  });

  it('refuses what is not compressed under a name that says so', async () => {
    await expect(all(folder.write('plain.jsonl.gz', '{"id":1}\n'))).rejects.toThrow(
      /plain\.jsonl\.gz: not readable as gzip/,
    );
    await expect(all(folder.write('plain.jsonl.zst', '{"id":1}\n'))).rejects.toThrow(
      /plain\.jsonl\.zst: not readable as zstd/,
    );
  });

  it('tells of bad records and reads on, when asked', async () => {
    const path = folder.write('some.jsonl', '{"id":1}\nnope\n[]\n{"id":4}\n');
    const problems: BadRecord[] = [];
    const { lines } = await all(path, { onBadRecord: (problem) => problems.push(problem) });
    expect(lines).toEqual([1, 4]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
    expect(problems[1].message).toMatch(/some\.jsonl, line 3: found an array/);
  });

  it('stops reading when the reader stops', async () => {
    const path = folder.write('stop.jsonl', `${'{"id":1}\n'.repeat(5000)}broken\n`);
    let read = 0;
    for await (const { records } of readRecords(path)) {
      read += records.length;
      break;
    }
    expect(read).toBe(1000);
  });
});

describe('readRecords of any input', () => {
  const lines = randomLines(30_000);

  it.each([
    ['share.jsonl', lines],
    ['share.jsonl.gz', gzipSync(lines)],
    ['share.json', `[${lines.trim().replaceAll('\n', ',')}]`],
  ])('says how much has been read: %s', async (name, content) => {
    const shares: (number | undefined)[] = [];
    for await (const { share } of readRecords(folder.write(name, content))) shares.push(share);
    expect(shares).toEqual(shares.toSorted());
    expect(shares[0]).toBeLessThan(0.9);
    expect(shares.at(-1)).toBe(1);
  });
});

describe('readRecords of standard input', () => {
  it('reads JSON Lines', async () => {
    const input = Readable.from([Buffer.from('{"id":"\u00e9'), Buffer.from('"}\n{"id":2}')]);
    const spy = vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as typeof process.stdin);
    expect((await all('-')).records).toEqual([{ id: '\u00e9' }, { id: 2 }]);
    spy.mockRestore();
  });
});

describe('readRecords of JSON', () => {
  it('reads an array of objects', async () => {
    const path = folder.write('array.json', '\n[{"id":1},\n{"id":2}]');
    expect(await all(path)).toEqual({ records: [{ id: 1 }, { id: 2 }], lines: [1, 2] });
  });

  it('reads JSON Lines under that name', async () => {
    const path = folder.write('lines.json', '{"id":1}\n{"id":2}\n');
    expect((await all(path)).records).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it.each([
    ['broken JSON', '[{"id":1},', /bad\.json: not JSON \(.+\); expected an array of objects/],
    [
      'an element that is no object',
      '[{"id":1}, 2]',
      /bad\.json, record 2: found a number; expected an object/,
    ],
    ['an empty array', '[]', /bad\.json: found no records/],
  ])('refuses %s', async (_, content, message) => {
    await expect(all(folder.write('bad.json', content))).rejects.toThrow(message);
  });
});

describe('readRecords of a path', () => {
  it('names a file that is not there, and where it was looked for', async () => {
    await expect(all(folder.path('none.jsonl'))).rejects.toThrow(
      /found no file 'none\.jsonl'; expected it in '.+'/,
    );
  });

  it('names the extensions it knows', async () => {
    const path = folder.write('a.xlsx', '');
    await expect(all(path)).rejects.toThrow(
      /a\.xlsx: found the extension '\.xlsx'; expected one of \.jsonl, \.ndjson, \.json, \.csv, \.tsv, \.parquet/,
    );
    await expect(all(folder.write('bare', ''))).rejects.toThrow(/found no extension/);
  });

  it('refuses a folder where a file is asked for', async () => {
    folder.write('inner.jsonl/a.txt', 'a');
    await expect(all(folder.path('inner.jsonl'), { format: 'jsonl' })).rejects.toThrow(
      /is a folder; expected a file/,
    );
  });

  it('refuses a format that it does not know', async () => {
    const path = folder.write('a.jsonl', '{}\n');
    const format = 'xml' as 'jsonl'; // A caller without types.
    await expect(all(path, { format })).rejects.toThrow(
      /found the format 'xml'; expected one of jsonl, json, csv/,
    );
  });
});

describe('readRecords of a folder of texts', () => {
  it('reads one record per .txt file, in the order of the names', async () => {
    folder.write('texts/b.txt', 'second\n');
    folder.write('texts/a.b.TXT', '\uFEFFfirst');
    folder.write('texts/notes.md', 'no record');
    const { records } = await all(folder.path('texts'));
    expect(records).toEqual([
      { id: 'a.b', text: 'first' },
      { id: 'b', text: 'second\n' },
    ]);
  });

  it('leaves out a file that is not UTF-8, when asked', async () => {
    folder.write('latin/a.txt', 'first');
    folder.write('latin/b.txt', Buffer.from('caf\xe9', 'latin1'));
    const found: BadRecord[] = [];
    const { records } = await all(folder.path('latin'), { onBadRecord: (problem) => found.push(problem) });
    expect(records).toEqual([{ id: 'a', text: 'first' }]);
    expect(found).toEqual([{ line: 2, message: expect.stringContaining('b.txt, line 1: found bytes') }]);
    await expect(all(folder.path('latin'))).rejects.toThrow(/b\.txt, line 1: found bytes/);
  });

  it('refuses a folder without any', async () => {
    folder.write('other/notes.md', '');
    await expect(all(folder.path('other'))).rejects.toThrow(/found no \.txt files in the folder/);
  });

  it('refuses a file where a folder is asked for', async () => {
    const path = folder.write('single.txt', 'text');
    await expect(all(path, { format: 'text' })).rejects.toThrow(
      /found a file; expected a folder of \.txt files/,
    );
  });
});
