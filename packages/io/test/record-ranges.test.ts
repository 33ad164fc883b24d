import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryDatabase, type RecordRange, readRecords } from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

async function idsOf(path: string, range?: RecordRange): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { records } of readRecords(path, range ? { range } : {})) {
    found.push(...records.map(({ id }) => id));
  }
  return found;
}

describe('a range of the bytes of JSON Lines', () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('é'.repeat(40))), {
    minLength: 1,
    maxLength: 12,
  });

  it('reads each record once, however the file is cut', async () => {
    let files = 0;
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.constantFrom('\n', '\r\n', '\n\n'),
        fc.boolean(),
        fc.array(fc.nat(900), { maxLength: 4 }),
        async (records, newline, ended, cuts) => {
          const lines = records.map((text, id) => JSON.stringify({ id, text }));
          const content = Buffer.from(lines.join(newline) + (ended ? newline : ''));
          const path = folder.write(`cut${files++}.jsonl`, content);
          const ends = [0, ...cuts.map((cut) => Math.min(cut, content.length)), content.length].sort(
            (a, b) => a - b,
          );
          const found: unknown[] = [];
          for (let n = 1; n < ends.length; n++) found.push(...(await idsOf(path, [ends[n - 1], ends[n]])));
          expect(found).toEqual(records.map((_, id) => id));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes beyond one chunk of the file', async () => {
    const lines = Array.from({ length: 12 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(100_000) }));
    const path = folder.write('long.jsonl', lines.join('\n'));
    const half = 600_000;
    const all = [...(await idsOf(path, [0, half])), ...(await idsOf(path, [half, 10 ** 9]))];
    expect(all).toEqual(lines.map((_, id) => id));
  });
});

describe('a range of the records of other files', () => {
  it.each(['csv', 'parquet'])('reads these rows of %s', async (extension) => {
    const path = folder.path(`rows.${extension}`);
    await queryDatabase(
      undefined,
      `copy (select i as id, 'text ' || i as text from range(5000) t(i)) to '${path}'`,
    );
    const numbers = (await idsOf(path, [1998, 2003])).map(Number);
    expect(numbers).toEqual([1998, 1999, 2000, 2001, 2002]);
    expect((await idsOf(path, [4998, 9000])).map(Number)).toEqual([4998, 4999]);
    expect(await idsOf(path, [6000, 7000])).toEqual([]);
  });

  it('refuses a range that is none', async () => {
    const path = folder.write('one.jsonl', '{"id":1}\n');
    for (const range of [
      [5, 2],
      [-1, 2],
      [0, 1.5],
    ] as const) {
      await expect(idsOf(path, range)).rejects.toThrow(/expected two whole numbers from 0/);
    }
  });
});
