import { queryDatabase, readRecords } from '@labelwright/io';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

async function parquet(name: string, select: string): Promise<string> {
  await queryDatabase(undefined, `copy (${select}) to '${folder.path(name)}' (format parquet)`);
  return folder.path(name);
}

describe('readRecords of Parquet', () => {
  it('turns values into what JSON knows', async () => {
    const path = await parquet(
      'values.parquet',
      `select 7::bigint as small, 9007199254740993::bigint as large, 1.25::decimal(9,2) as decimal,
        'nan'::double as nothing, null::int as absent, true as yes, [1, 2] as list, {'a': 3::bigint} as object,
        'ab'::blob as bytes, date '2020-01-02' as day, timestamp '2020-01-02 00:00:00' as midnight,
        timestamp '2020-01-02 03:04:05.5' as time, time '13:45:00.25' as clock, null::time as never,
        map {'a': 1::bigint, 'b': 2} as pairs`,
    );
    for await (const { records, lines } of readRecords(path)) {
      expect(lines).toEqual([1]);
      expect(records).toEqual([
        {
          small: 7,
          large: '9007199254740993',
          decimal: 1.25,
          nothing: null,
          absent: null,
          yes: true,
          list: [1, 2],
          object: { a: 3 },
          bytes: 'YWI=',
          day: '2020-01-02',
          midnight: '2020-01-02T00:00:00.000Z',
          time: '2020-01-02T03:04:05.500Z',
          clock: '13:45:00.250',
          never: null,
          pairs: { a: 1, b: 2 },
        },
      ]);
    }
    expect.assertions(2);
  });

  it('reads rows in their order and numbers them', async () => {
    const path = await parquet('rows.parquet', 'select range as id from range(5000)');
    const ids: unknown[] = [];
    const rows: number[] = [];
    let last: number | undefined;
    for await (const { records, lines, share } of readRecords(path)) {
      last = share;
      ids.push(...records.map(({ id }) => id));
      rows.push(...lines);
    }
    expect(ids).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(rows).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1));
    expect(last).toBe(1);
  });

  it('reads the file of the name alone where the name looks like a pattern', async () => {
    const path = await parquet('a[b].parquet', 'select 1 as id');
    await parquet('ab.parquet', 'select 2 as id');
    const found: unknown[] = [];
    for await (const { records } of readRecords(path)) found.push(...records);
    expect(found).toEqual([{ id: 1 }]);
  });

  it('refuses what is no Parquet', async () => {
    const path = folder.write('not.parquet', 'not at all a table');
    await expect(readRecords(path).next()).rejects.toThrow(/not\.parquet: not readable as Parquet \(/);
  });
});
