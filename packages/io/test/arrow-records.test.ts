import { readFileSync } from 'node:fs';
import { LabelMatrix } from '@labelwright/core';
import { readRecords, readVotes, votesWriter } from '@labelwright/io';
import * as arrow from 'apache-arrow';
import * as lz4 from 'lz4js';
import { describe, expect, it } from 'vitest';
import { loadArrow } from '../src/arrow-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

async function all(path: string) {
  const records: Record<string, unknown>[] = [];
  const lines: number[] = [];
  let last: number | undefined;
  for await (const batch of readRecords(path)) {
    records.push(...batch.records);
    lines.push(...batch.lines);
    last = batch.share;
  }
  return { records, lines, last };
}

/** A column of every kind. */
function table(rows: number): arrow.Table {
  const list = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, row) => value(row));
  const item = new arrow.Field('item', new arrow.Utf8(), true);
  const pair = new arrow.Struct([new arrow.Field('a', new arrow.Int64(), true)]);
  return new arrow.Table({
    text: arrow.vectorFromArray(
      list((n) => (n === 1 ? null : `é${n}`)),
      new arrow.Utf8(),
    ),
    small: arrow.vectorFromArray(
      list((n) => BigInt(n)),
      new arrow.Int64(),
    ),
    large: arrow.vectorFromArray(
      list(() => 9007199254740993n),
      new arrow.Int64(),
    ),
    nothing: arrow.vectorFromArray(
      list(() => Number.NaN),
      new arrow.Float64(),
    ),
    yes: arrow.vectorFromArray(
      list((n) => n % 2 === 0),
      new arrow.Bool(),
    ),
    category: arrow.vectorFromArray(list((n) => 'ab'[n % 2])),
    tags: arrow.vectorFromArray(
      list(() => ['x', 'y']),
      new arrow.List(item),
    ),
    many: arrow.vectorFromArray(
      list((n) => ['x'.repeat(n)]),
      new arrow.LargeList(item),
    ),
    clock: arrow.vectorFromArray(
      list((n) => (n === 1 ? null : 49_500_250_000n)),
      new arrow.TimeMicrosecond(),
    ),
    object: arrow.vectorFromArray(
      list((n) => ({ a: BigInt(n) })),
      pair,
    ),
    bytes: arrow.vectorFromArray(
      list(() => Buffer.from('ab')),
      new arrow.Binary(),
    ),
    day: arrow.vectorFromArray(
      list(() => new Date('2020-01-02')),
      new arrow.DateDay(),
    ),
    time: arrow.vectorFromArray(
      list(() => Date.UTC(2020, 0, 2, 3, 4, 5, 500)),
      new arrow.TimestampMicrosecond(),
    ),
  });
}

describe('readRecords of Arrow', () => {
  it.each(['file', 'stream'] as const)('turns values into what JSON knows: a %s', async (form) => {
    const path = folder.write(`values-${form}.arrow`, arrow.tableToIPC(table(2), form));
    const { records } = await all(path);
    expect(records[0]).toEqual({
      text: 'é0',
      small: 0,
      large: '9007199254740993',
      nothing: null,
      yes: true,
      category: 'a',
      tags: ['x', 'y'],
      many: [''],
      clock: '13:45:00.250',
      object: { a: 0 },
      bytes: 'YWI=',
      day: '2020-01-02',
      time: '2020-01-02T03:04:05.500Z',
    });
    expect(records[1]).toMatchObject({ text: null, many: ['x'], clock: null });
  });

  it('reads buffers that are compressed, as pandas writes them', async () => {
    await loadArrow();
    const type = arrow.CompressionType.LZ4_FRAME;
    const codec = arrow.compressionRegistry.get(type);
    const { compress } = lz4 as typeof lz4 & { readonly compress: (bytes: Uint8Array) => Uint8Array };
    arrow.compressionRegistry.set(type, {
      ...(codec ?? {}),
      encode: (bytes) => Uint8Array.from(compress(bytes)),
    });
    const writer = arrow.RecordBatchFileWriter.writeAll(table(500), {
      autoDestroy: true,
      compressionType: type,
    });
    const path = folder.write('packed.feather', await writer.toUint8Array());
    expect((await all(path)).records).toEqual(
      (await all(folder.write('plain.feather', arrow.tableToIPC(table(500), 'file')))).records,
    );
  });

  it('reads rows in their order and numbers them', async () => {
    const [first, second] = [table(2500).select(['small']), table(10).select(['small'])];
    const path = folder.write('rows.feather', arrow.tableToIPC(first.concat(second), 'file'));
    const { records, lines, last } = await all(path);
    expect(records.map(({ small }) => small)).toEqual([...Array(2500).keys(), ...Array(10).keys()]);
    expect(lines).toEqual(Array.from({ length: 2510 }, (_, n) => n + 1));
    expect(last).toBe(1);
  });

  it('refuses what is no Arrow, and a file that is cut off', async () => {
    const not = folder.write('not.arrow', 'not at all a table');
    await expect(all(not)).rejects.toThrow(/not\.arrow: not readable as Arrow \(/);
    const bytes = arrow.tableToIPC(table(5000), 'file');
    for (const share of [0.3, 0.9, 0.999]) {
      const path = folder.write('cut.arrow', bytes.subarray(0, Math.floor(share * bytes.length)));
      await expect(all(path)).rejects.toMatchObject({
        code: 'invalid-file',
        message: expect.stringContaining('it is cut off'),
      });
    }
  });
});

describe('votes in Arrow', () => {
  const names = { labels: ['ham', 'spam'], functions: ['link', 'song'] };

  it('are one column of small integers per function, with the names in the metadata', async () => {
    const writer = await votesWriter(folder.path('votes.arrow'), names);
    await writer.write(new LabelMatrix({ ...names, votes: Int8Array.of(1, -1, 0, 1), ids: ['a', 'b'] }));
    await writer.close();
    const read = arrow.tableFromIPC(readFileSync(folder.path('votes.arrow')));
    expect(read.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id Utf8',
      'link Int8',
      'song Int8',
    ]);
    expect(JSON.parse(read.schema.metadata.get('labelwright') ?? '')).toMatchObject(names);
    expect(read.toArray().map((row) => row.toJSON())).toEqual([
      { id: 'a', link: 1, song: -1 },
      { id: 'b', link: 0, song: 1 },
    ]);
  });

  it('of other programs are a table with a column per function', async () => {
    const other = arrow.tableFromArrays({ id: ['a', 'b'], link: ['spam', null], song: ['ham', 'ham'] });
    const path = folder.write('other.feather', arrow.tableToIPC(other, 'file'));
    const { votes } = await readVotes(path);
    expect([votes.labels, votes.functions, [...votes.votes]]).toEqual([
      ['ham', 'spam'],
      ['link', 'song'],
      [1, 0, -1, 0],
    ]);
  });
});
