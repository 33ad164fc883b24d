import { queryDatabase, queryList, queryTable } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../src/database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

async function authors(): Promise<string> {
  const path = folder.path(`authors-${folder.list().length}.duckdb`);
  const { connection, close } = await openDatabase(path);
  await connection.run(
    "create table authors as select * from (values ('ann', 'ham'), ('bob', 'spam'), ('cy', null)) t(name, label)",
  );
  close();
  return path;
}

describe('queryDatabase', () => {
  it('reads a table of a database file', async () => {
    const rows = await queryDatabase(
      await authors(),
      'select * from authors where name < $name order by name',
      { name: 'c' },
    );
    expect(rows).toEqual([
      { name: 'ann', label: 'ham' },
      { name: 'bob', label: 'spam' },
    ]);
  });

  it('reads files by their names', async () => {
    const path = folder.write('a.csv', 'name,count\nann,3\n');
    expect(await queryDatabase(undefined, `select name, count + 1 as next from '${path}'`)).toEqual([
      { name: 'ann', next: 4 },
    ]);
  });

  it('does not write to the database', async () => {
    await expect(queryDatabase(await authors(), 'drop table authors')).rejects.toThrow(
      /the query on '.+' failed \(.*read-only/,
    );
  });

  it('wraps the error of a query', async () => {
    await expect(queryDatabase(undefined, 'select * from nowhere')).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/^the query on the database failed \(.*nowhere/),
    });
  });

  it('refuses a file that is none or no database', async () => {
    await expect(queryDatabase(folder.path('none.duckdb'), 'select 1')).rejects.toThrow(
      /found no file 'none\.duckdb'/,
    );
    const path = folder.write('text.duckdb', 'not a database, but a text that is long enough to look at');
    await expect(queryDatabase(path, 'select 1')).rejects.toThrow(
      /text\.duckdb' is not a database that can be opened/,
    );
  });
});

describe('queryList', () => {
  it('gives the first column as text', async () => {
    expect(await queryList(await authors(), 'select label from authors')).toEqual(new Set(['ham', 'spam']));
    expect(await queryList(undefined, 'select range from range(2)')).toEqual(new Set(['0', '1']));
  });
});

describe('queryTable', () => {
  it('gives the first two columns as text', async () => {
    const table = await queryTable(await authors(), 'select name, label from authors');
    expect(table).toEqual(
      new Map([
        ['ann', 'ham'],
        ['bob', 'spam'],
      ]),
    );
  });

  it('refuses a query of one column', async () => {
    await expect(queryTable(undefined, 'select 1 as one')).rejects.toThrow(
      /the query has 1 column; expected a key and a value/,
    );
  });
});
