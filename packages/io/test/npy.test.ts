import { readVotes } from '@labelwright/io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../src/npy.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** The header as numpy.save writes it, and the values behind it. */
function npy(descr: string, order: 'C' | 'F', shape: string, values: Uint8Array, version = 1): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${order === 'F' ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const from = version === 1 ? 10 : 12;
  const header = `${text.padEnd(Math.ceil((from + text.length + 1) / 64) * 64 - from - 1)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), version, 0, 0, 0, 0, 0]).subarray(0, from);
  if (version === 1) start.writeUInt16LE(header.length, 8);
  else start.writeUInt32LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), values]);
}

const bytes = (array: { buffer: ArrayBufferLike }) => new Uint8Array(array.buffer);

/** The values in rows. */
function rows(content: Buffer): number[][] {
  const matrix = parseNpy('a.npy', content);
  return Array.from({ length: matrix.rows }, (_, i) =>
    Array.from({ length: matrix.columns }, (_cell, j) => matrix.at(i, j)),
  );
}

describe('parseNpy', () => {
  const values = [-1, 0, 1, 2, -1, 5];
  const expected = [
    [-1, 0, 1],
    [2, -1, 5],
  ];

  it.each([
    ['|i1', bytes(Int8Array.from(values))],
    ['<i2', bytes(Int16Array.from(values))],
    ['<i4', bytes(Int32Array.from(values))],
    ['<i8', bytes(BigInt64Array.from(values.map(BigInt)))],
    ['>i4', bytes(Int32Array.from(values)).map((_, at, all) => all[(at & ~3) + 3 - (at & 3)])],
    ['>i8', bytes(BigInt64Array.from(values.map(BigInt))).map((_, at, all) => all[(at & ~7) + 7 - (at & 7)])],
  ])('reads %s', (descr, content) => {
    expect(rows(npy(descr, 'C', '(2, 3)', content))).toEqual(expected);
  });

  it.each([
    ['|u1', bytes(Uint8Array.of(3, 250))],
    ['<u2', bytes(Uint16Array.of(3, 250))],
    ['<u4', bytes(Uint32Array.of(3, 250))],
    ['<u8', bytes(BigUint64Array.of(3n, 250n))],
  ])('reads %s', (descr, content) => {
    expect(rows(npy(descr, 'C', '(1, 2)', content))).toEqual([[3, 250]]);
  });

  it('reads Fortran order, and a header of version 2', () => {
    const columns = Int8Array.of(-1, 2, 0, -1, 1, 5);
    expect(rows(npy('|i1', 'F', '(2, 3)', bytes(columns), 2))).toEqual(expected);
  });

  it('reads what was written, of any shape', () => {
    const cells = fc.integer({ min: 1, max: 9 }).chain((width) =>
      fc.array(fc.array(fc.integer({ min: -1, max: 99 }), { minLength: width, maxLength: width }), {
        minLength: 1,
      }),
    );
    fc.assert(
      fc.property(cells, (table) => {
        const shape = `(${table.length}, ${table[0].length})`;
        expect(rows(npy('<i4', 'C', shape, bytes(Int32Array.from(table.flat()))))).toEqual(table);
      }),
    );
  });

  it.each([
    [
      'a float',
      npy('<f8', 'C', '(1, 1)', new Uint8Array(8)),
      /found values of the type 'f8'; expected integers/,
    ],
    [
      'one dimension',
      npy('|i1', 'C', '(2,)', new Uint8Array(2)),
      /found an array of shape \(2,\); expected two dimensions/,
    ],
    [
      'a file cut off',
      npy('<i2', 'C', '(2, 2)', new Uint8Array(6)),
      /found 6 bytes of values; expected 8, for 2 × 2 values of 2 bytes/,
    ],
    ['another file', Buffer.from('{"a": 1, "b": 2}'), /not a NumPy file/],
  ])('refuses %s', (_, content, message) => {
    expect(() => parseNpy('a.npy', content)).toThrow(message);
  });
});

describe('openVotes of NumPy', () => {
  it('numbers labels and functions that have no names', async () => {
    const path = folder.write('L.npy', npy('<i8', 'C', '(2, 2)', bytes(BigInt64Array.of(0n, -1n, -1n, 2n))));
    const { votes, format } = await readVotes(path);
    expect([format, votes.labels, votes.functions, [...votes.votes]]).toEqual([
      'npy',
      ['0', '1', '2'],
      ['lf0', 'lf1'],
      [0, -1, -1, 2],
    ]);
  });

  it('refuses votes and names that do not fit', async () => {
    const path = folder.write('L2.npy', npy('|i1', 'C', '(2, 2)', bytes(Int8Array.of(0, -1, -1, 2))));
    await expect(readVotes(path, { labels: ['a', 'b'] })).rejects.toThrow(
      /L2\.npy, row 2: 'lf1' voted 2; expected -1 to abstain or 0 to 1/,
    );
    await expect(readVotes(path, { functions: ['x'] })).rejects.toThrow(/found 2 columns; expected 1/);
  });
});
