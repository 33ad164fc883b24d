import { gzipSync } from 'node:zlib';
import { type BadRecord, readRecords } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

async function all(path: string, onBadRecord?: (problem: BadRecord) => void) {
  const rows: [number, Record<string, unknown>][] = [];
  for await (const { records, lines } of readRecords(path, { onBadRecord })) {
    for (const [i, record] of records.entries()) rows.push([lines[i], record]);
  }
  return rows;
}

describe('readRecords of CSV', () => {
  it('reads quotes, newlines in quotes, blank lines, line ends of both kinds and a byte order mark', async () => {
    const path = folder.write('a.csv', '\uFEFFid,text\r\n1,"a ""b"",\nc"\r\n\r\n2,é\r\n');
    expect(await all(path)).toEqual([
      [2, { id: '1', text: 'a "b",\nc' }],
      [5, { id: '2', text: 'é' }],
    ]);
  });

  it.each([
    ['in several ways', 'id,text\n1,a\r\n2,"b\r\nc"\r\n'],
    ['in several ways, a return first', 'id,text\r\n1,a\n2,"b\r\nc"\n'],
    ['in a return alone', 'id,text\r1,a\r2,"b\r\nc"\r'],
  ])('reads lines that end %s', async (_how, text) => {
    expect(await all(folder.write('a.csv', text))).toEqual([
      [2, { id: '1', text: 'a' }],
      [3, { id: '2', text: 'b\r\nc' }],
    ]);
  });

  it('reads tabs in a .tsv file, where quotes are only quotes', async () => {
    const path = folder.write('a.tsv', 'id\ttext\n1\tsay "hi", you\n');
    expect(await all(path)).toEqual([[2, { id: '1', text: 'say "hi", you' }]]);
  });

  it('reads what gzip compressed', async () => {
    const path = folder.write('a.csv.gz', gzipSync('id\n1\n'));
    expect(await all(path)).toEqual([[2, { id: '1' }]]);
  });

  it('leaves out a row of another length and tells of it, when asked', async () => {
    const path = folder.write('lengths.csv', 'id,text\n1\n2,b\n3,c,d\n');
    const problems: BadRecord[] = [];
    expect(await all(path, (problem) => problems.push(problem))).toEqual([[3, { id: '2', text: 'b' }]]);
    expect(problems.map(({ line }) => line)).toEqual([2, 4]);
  });

  it.each([
    [
      'a row that is too long',
      'id,text\n1,a\n2,b,c\n',
      /bad\.csv, line 3: found 3 fields; expected 2, as the header has/,
    ],
    ['a quote that does not close', 'id,text\n1,"a\n', /bad\.csv, line \d: not CSV \(Quote Not Closed/],
    ['a quote inside a plain field', 'id,text\n1,a"b\n', /bad\.csv, line 2: not CSV \(Invalid Opening Quote/],
    [
      'semicolons in place of commas',
      'id;text\n1;a\n',
      /bad\.csv, line 1: found one column named 'id;text'; expected commas between the names/,
    ],
    [
      'two columns of one name',
      'id,id\n1,2\n',
      /bad\.csv, line 1: found two columns named 'id'; expected each name once/,
    ],
    ['a header alone', 'id,text\n', /bad\.csv: found no records/],
  ])('refuses %s', async (_, content, message) => {
    await expect(all(folder.write('bad.csv', content))).rejects.toThrow(message);
  });

  it('leaves out the rows whose lines are not UTF-8, when asked', async () => {
    const text = 'id,text\n1,a\n2,"b\ncaf\xe9\nc"\n3,d\n4,\xe9\n5,e';
    const path = folder.write('mixed.csv', Buffer.from(text, 'latin1'));
    const found: BadRecord[] = [];
    expect(await all(path, (problem) => found.push(problem))).toEqual([
      [2, { id: '1', text: 'a' }],
      [6, { id: '3', text: 'd' }],
      [8, { id: '5', text: 'e' }],
    ]);
    expect(found.map(({ line }) => line)).toEqual([4, 7]);
  });

  it('refuses a header that is not UTF-8 in any case', async () => {
    const path = folder.write('header.csv', Buffer.from('\nid,\xe9\n1,a\n', 'latin1'));
    await expect(all(path, () => undefined)).rejects.toThrow(
      /header\.csv, line 2: found bytes that are not UTF-8/,
    );
  });

  it('names the line of bytes that are not UTF-8', async () => {
    const path = folder.write('latin.csv', Buffer.from('id,text\n1,caf\xe9\n', 'latin1'));
    await expect(all(path)).rejects.toThrow(
      /latin\.csv, line 2: found bytes that are not UTF-8; expected UTF-8 text/,
    );
  });
});
