import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { listFile, tableFile } from '@labelwright/io';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('listFile', () => {
  it('reads one entry per line of text', () => {
    const path = folder.write('list.txt', '\uFEFFann\r\n\n  bob smith \nann\n# not a comment\n');
    expect([...listFile(path)()]).toEqual(['ann', 'bob smith', '# not a comment']);
  });

  it('reads the first column of a table, or the one named', () => {
    const path = folder.write('list.csv', 'author,country\n"Smith, J",uk\nann,\n');
    expect([...listFile(path)()]).toEqual(['Smith, J', 'ann']);
    expect([...listFile(pathToFileURL(path), { column: 'country' })()]).toEqual(['uk']);
  });

  it('reads texts or a field of objects in JSON Lines', () => {
    expect([...listFile(folder.write('texts.jsonl', '"a"\n"b"\n'))()]).toEqual(['a', 'b']);
    const objects = folder.write(
      'objects.jsonl.gz',
      gzipSync('{"id":1,"name":"a"}\n\n{"id":2,"name":null}\n'),
    );
    expect([...listFile(objects, { field: 'name' })()]).toEqual(['a']);
  });

  it('reads the file once, when it is asked for', () => {
    const list = listFile(folder.path('later.txt'));
    folder.write('later.txt', 'a\n');
    const first = list();
    folder.write('later.txt', 'b\n');
    expect(list()).toBe(first);
    expect([...first]).toEqual(['a']);
  });

  it.each([
    [
      'a column that is none',
      'bad.csv',
      'a,b\n1,2\n',
      { column: 'c' },
      /bad\.csv, row 1: found no field 'c'; found a, b/,
    ],
    ['broken JSON', 'bad.jsonl', '"a"\n{', {}, /bad\.jsonl, line 2: not JSON/],
    ['a number', 'bad.jsonl', '1\n', {}, /line 1: found a number; expected a text or an object/],
    ['broken CSV', 'bad.csv', 'a\n"1\n', {}, /bad\.csv: not CSV \(/],
    ['another extension', 'bad.xml', '', {}, /found the extension '\.xml'; expected one of \.txt, \.csv/],
    [
      'bytes that are not UTF-8',
      'bad.txt',
      Buffer.from([0xe9]),
      {},
      /bad\.txt: found bytes that are not UTF-8/,
    ],
  ])('refuses %s', (_, name, content, options, message) => {
    expect(listFile(folder.write(name, content), options)).toThrow(message);
  });

  it('names a file that is not there', () => {
    expect(listFile(folder.path('none.txt'))).toThrow(/found no file 'none\.txt'; expected it in/);
  });
});

describe('tableFile', () => {
  it('names the row of a value that may not be there', () => {
    const path = folder.write('labels.csv', 'word,label\ngoal,sports\nsong,musik\n');
    const table = tableFile(path, { values: ['music', 'sports'] });
    expect(() => table()).toThrow(
      `${path}, row 2: found the value 'musik' of 'song'; expected one of music, sports`,
    );
    expectTypeOf(table).returns.toEqualTypeOf<ReadonlyMap<string, 'music' | 'sports'>>();
  });

  it('reads the first two columns, or those named; the last row of a key counts', () => {
    const path = folder.write('table.csv', 'site,label,note\na,spam,x\nb,,y\na,ham,z\n');
    expect([...tableFile(path)()]).toEqual([['a', 'ham']]);
    expect([...tableFile(path, { key: 'note', value: 'site' })()]).toEqual([
      ['x', 'a'],
      ['y', 'b'],
      ['z', 'a'],
    ]);
  });

  it('reads JSON Lines and tabs', () => {
    expect([...tableFile(folder.write('t.jsonl', '{"k":"a","v":1}\n'))()]).toEqual([['a', '1']]);
    expect([...tableFile(folder.write('t.tsv', 'k\tv\na\tsay "b"\n'))()]).toEqual([['a', 'say "b"']]);
  });

  it('refuses a table of one column', () => {
    expect(tableFile(folder.write('one.csv', 'k\na\n'))).toThrow(/row 1: found no second field; found k/);
  });
});
