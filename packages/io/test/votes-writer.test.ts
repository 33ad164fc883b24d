import { readFileSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { LabelMatrix } from '@labelwright/core';
import { queryDatabase, readVotes, votesWriter } from '@labelwright/io';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

const labels = ['ham', 'spam'];
const functions = ['link', 'song'];
const votes = LabelMatrix.fromRows(
  labels,
  functions,
  [
    ['spam', undefined],
    [undefined, undefined],
  ],
  ['a', 'b'],
);
const weighted = new LabelMatrix({
  labels,
  functions,
  votes: Int8Array.of(0, 1, -1, 1),
  confidences: Float32Array.of(0.8, 1, 1, 1e-7),
  ids: ['c', 'd'],
});

async function write(path: string, ...parts: LabelMatrix[]): Promise<string> {
  const writer = await votesWriter(path, { labels: parts[0].labels, functions: parts[0].functions });
  for (const part of parts) await writer.write(part);
  await writer.close();
  return path;
}

/** Names that trouble formats: quotes, commas, separators, case. */
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 6 }),
  fc.constantFrom('a"b', 'a,b', '\u2028', 'ID', "it's", 'a:b'),
);
const names = (minLength: number) => fc.uniqueArray(name, { minLength, maxLength: 5 });
const matrix = fc
  .record({
    labels: names(1),
    functions: names(1),
    rows: fc.integer({ min: 1, max: 6 }),
    weights: fc.boolean(),
  })
  .chain(({ labels, functions, rows, weights }) => {
    const cells = { minLength: rows * functions.length, maxLength: rows * functions.length };
    return fc.record({
      labels: fc.constant(labels),
      functions: fc.constant(functions),
      votes: fc
        .array(fc.integer({ min: -1, max: labels.length - 1 }), cells)
        .map((list) => Int8Array.from(list)),
      confidences: weights
        ? fc
            .array(fc.float({ min: Math.fround(0.001), max: 1, noNaN: true }), cells)
            .map((list) => Float32Array.from(list))
        : fc.constant(undefined),
      ids: fc.uniqueArray(fc.string(), { minLength: rows, maxLength: rows }),
    });
  });

function inColumns({ votes: cells, confidences, ...rest }: LabelMatrix) {
  const where = confidences && Float32Array.from(confidences, (value, cell) => (cells[cell] < 0 ? 1 : value));
  return {
    ...rest,
    votes: [...cells],
    confidences: where?.some((value) => value !== 1) ? [...where] : undefined,
  };
}

describe('votesWriter', () => {
  it('writes a header and the votes by name in JSON Lines', async () => {
    const path = await write(folder.path('votes.jsonl'), votes, weighted);
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      '{"labelwright":"votes","version":1,"labels":["ham","spam"],"functions":["link","song"]}',
      '{"id":"a","votes":{"link":"spam"}}',
      '{"id":"b","votes":{}}',
      '{"id":"c","votes":{"link":["ham",0.8],"song":"spam"}}',
      '{"id":"d","votes":{"song":["spam",1e-7]}}',
      '',
    ]);
  });

  it('writes one column of integers per function in Parquet', async () => {
    const path = await write(folder.path('votes.parquet'), votes);
    expect(await queryDatabase(undefined, 'select * from read_parquet($1)', [path])).toEqual([
      { id: 'a', link: 1, song: -1 },
      { id: 'b', link: -1, song: -1 },
    ]);
  });

  it.each(['weighted.parquet', 'weighted.arrow'])(
    'adds columns of confidences once there are any: %s',
    async (file) => {
      const path = await write(folder.path(file), votes, weighted, votes.take([0]));
      expect((await readVotes(path)).votes.confidences).toEqual(
        Float32Array.of(1, 1, 1, 1, 0.8, 1, 1, 1e-7, 1, 1),
      );
    },
  );

  it.each(['round.jsonl', 'round.jsonl.gz', 'round.parquet', 'round.arrow', 'round.feather'])(
    'writes what is read back: %s',
    async (file) => {
      await fc.assert(
        fc.asyncProperty(matrix, async (parts) => {
          const written = new LabelMatrix(parts);
          const { votes: read } = await readVotes(await write(folder.path(file), written));
          expect(inColumns(read)).toEqual(inColumns(written));
        }),
        { numRuns: file.endsWith('.parquet') ? 15 : 50 },
      );
    },
  );

  it.each(['numbered.jsonl', 'numbered.parquet', 'numbered.arrow'])(
    'numbers records without ids on: %s',
    async (file) => {
      const part = LabelMatrix.fromRows(labels, functions, [
        ['ham', 'ham'],
        ['spam', 'ham'],
      ]);
      const { votes: read } = await readVotes(await write(folder.path(file), part, part));
      expect(read.ids).toEqual(['0', '1', '2', '3']);
    },
  );

  it('shows the file under its name only once it is closed', async () => {
    const writer = await votesWriter(folder.path('late/votes.jsonl'), votes);
    await writer.write(votes);
    expect(folder.list('late')).not.toContain('votes.jsonl');
    await writer.close();
    expect(folder.list('late')).toEqual(['votes.jsonl']);
  });

  it.each(['votes.jsonl', 'votes.parquet', 'votes.arrow'])(
    'leaves nothing behind when given up: %s',
    async (file) => {
      const writer = await votesWriter(folder.path(`gone/deep/${file}`), votes);
      await writer.write(votes);
      await writer.abort();
      expect(folder.list()).not.toContain('gone');
    },
  );

  it.each(['taken.jsonl', 'taken.parquet', 'taken.arrow'])(
    'leaves nothing behind where the end fails: %s',
    async (file) => {
      const writer = await votesWriter(folder.path(`ends/${file}`), votes);
      await writer.write(votes);
      folder.write(`ends/${file}/in-the-way.txt`, '');
      await expect(writer.close()).rejects.toMatchObject({ code: 'invalid-file' });
      expect(folder.list('ends')).toContain(file);
      expect(folder.list('ends').filter((name) => name.endsWith('.tmp') || name.endsWith('.duckdb'))).toEqual(
        [],
      );
    },
  );

  const canWriteZstd = 'createZstdCompress' in zlib;

  it.runIf(canWriteZstd)('writes zstd that is read back', async () => {
    const { votes: read } = await readVotes(await write(folder.path('round.jsonl.zst'), votes));
    expect(inColumns(read)).toEqual(inColumns(votes));
  });

  it.skipIf(canWriteZstd)('says which Node writes zstd', async () => {
    await expect(votesWriter(folder.path('new/x.jsonl.zst'), votes)).rejects.toThrow(
      /x\.jsonl\.zst: Node .+ cannot write \.zst; expected Node 22\.15 or newer, or \.gz/,
    );
    expect(folder.list()).not.toContain('new');
  });

  it.each([[['id', 'b']], [['a', 'a:confidence']]])(
    'refuses the functions %j in Arrow',
    async (functions) => {
      const options = { labels: ['ham', 'spam'], functions };
      const path = folder.path('clash.arrow');
      await expect(votesWriter(path, options)).rejects.toThrow(
        /is called like another column of an Arrow file/,
      );
    },
  );

  it('refuses votes of other names, and files of other extensions', async () => {
    const writer = await votesWriter(folder.path('x.jsonl'), { labels, functions: ['link'] });
    await expect(writer.write(votes)).rejects.toMatchObject({ code: 'mismatch' });
    await writer.abort();
    await expect(votesWriter(folder.path('x.csv'), votes)).rejects.toThrow(
      /x\.csv: found the extension '\.csv'; expected one of \.jsonl, \.ndjson, \.parquet, \.arrow, \.feather/,
    );
  });

  it.each(['end.jsonl', 'end.parquet', 'end.arrow'])('refuses votes after the end: %s', async (file) => {
    const writer = await votesWriter(folder.path(file), votes);
    await writer.close();
    await expect(writer.write(votes)).rejects.toThrow(/found a write after the end of the file/);
  });
});
