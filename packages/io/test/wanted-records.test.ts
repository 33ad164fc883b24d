import { Readable } from 'node:stream';
import { queryDatabase, type ReadRecordsOptions, readRecords } from '@labelwright/io';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

/** Three batches of records; every one hundredth is without an id. */
const records = Array.from({ length: 2500 }, (_, n) => ({
  id: n % 100 === 99 ? null : `r${n}`,
  lang: n % 5 === 0 ? 'de' : 'en',
  score: n / 2,
  text: `it's text ${n}`,
}));

/** The same records in every format that has types. */
const files = ['typed.jsonl', 'typed.parquet', 'typed.json'];

beforeAll(async () => {
  const lines = records.map((record) => JSON.stringify(record));
  const path = folder.write('typed.jsonl', `${lines.join('\n')}\n`);
  folder.write('typed.json', `[${lines.join(',')}]`);
  const columns = "{id: 'VARCHAR', lang: 'VARCHAR', score: 'DOUBLE', text: 'VARCHAR'}";
  await queryDatabase(
    undefined,
    `copy (select * from read_json('${path}', columns = ${columns})) to '${folder.path('typed.parquet')}'`,
  );
  folder.write(
    'typed.csv',
    ['id,lang,score', ...records.map(({ id, lang, score }) => `${id ?? ''},${lang},${score}`)].join('\n'),
  );
});

async function all(file: string, options: ReadRecordsOptions) {
  const found: Record<string, unknown>[] = [];
  const lines: number[] = [];
  for await (const batch of readRecords(folder.path(file), options)) {
    expect(batch.records.length).toBeGreaterThan(0);
    found.push(...batch.records);
    lines.push(...batch.lines);
  }
  return { found, lines };
}

describe.each(files)('readRecords of what is wanted: %s', (file) => {
  it('keeps the records for which a condition holds, with their lines', async () => {
    const { found, lines } = await all(file, { where: "lang = 'de' and score >= 1000 -- high" });
    expect(found).toEqual(records.filter(({ lang, score }) => lang === 'de' && score >= 1000));
    expect(lines).toEqual(found.map(({ score }) => 2 * Number(score) + 1));
  });

  it('asks functions of the database, and about what is missing', async () => {
    const { found } = await all(file, { where: "id is null and text like 'it''s%' and length(text) = 14" });
    expect(found.map(({ score }) => score)).toEqual(
      records.filter(({ id, text }) => id === null && text.length === 14).map(({ score }) => score),
    );
  });

  it('draws a sample of a share, the same in every format', async () => {
    const { found } = await all(file, { sample: { share: 0.1 } });
    expect(found.length).toBeGreaterThan(200);
    expect(found.length).toBeLessThan(300);
    expect(found).toEqual((await all('typed.jsonl', { sample: { share: 0.1 } })).found);
    const more = await all(file, { sample: { share: 0.2 } });
    expect(more.found).toEqual(expect.arrayContaining(found));
  });

  it('draws a sample of a number, of those for which a condition holds', async () => {
    const options = { sample: { count: 40 }, where: "lang = 'de'" };
    const { found } = await all(file, options);
    expect(found).toHaveLength(40);
    expect(found.every(({ lang }) => lang === 'de')).toBe(true);
    expect(found).toEqual((await all('typed.jsonl', options)).found);
    expect((await all(file, { sample: { count: 5000 } })).found).toHaveLength(2500);
  });

  it('keeps some fields beside the id', async () => {
    const { found } = await all(file, { select: ['lang'], where: 'score < 1' });
    expect(found).toEqual([
      { id: 'r0', lang: 'de' },
      { id: 'r1', lang: 'en' },
    ]);
    const sample = await all(file, { select: ['lang'], sample: { count: 3 } });
    const whole = await all(file, { sample: { count: 3 } });
    expect(sample.found).toEqual(whole.found.map(({ id, lang }) => ({ id, lang })));
  });

  it('draws the same records whichever fields are kept, those without an id too', async () => {
    const whole = await all(file, { sample: { share: 0.5 } });
    expect(whole.found.some(({ id }) => id === null)).toBe(true);
    expect((await all(file, { sample: { share: 0.5 }, select: ['lang'] })).lines).toEqual(whole.lines);
  });

  it('refuses fields and conditions that mean nothing', async () => {
    await expect(all(file, { select: ['txt'] })).rejects.toThrow(
      /found no field 'txt'; expected one of id, lang, score, text/,
    );
    await expect(all(file, { where: 'langu = 1' })).rejects.toThrow(
      /the condition 'langu = 1' cannot be evaluated \(Binder Error: .*"langu" not found/,
    );
    await expect(all(file, { where: "lang = 'de' and" })).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(all(file, { where: "lang = 'fr'" })).rejects.toThrow(/found no records that are wanted/);
    await expect(all(file, { sample: { share: 2 } })).rejects.toThrow(
      /share of the sample is 2; expected above 0 and at most 1/,
    );
    await expect(all(file, { sample: { count: 0 } })).rejects.toThrow(/size of the sample is 0/);
  });
});

describe('readRecords of what is wanted', () => {
  it('takes the fields of CSV as texts', async () => {
    const { found } = await all('typed.csv', {
      where: "score::double > 1249 and lang = 'en'",
      select: ['score'],
    });
    expect(found).toEqual([{ id: '', score: '1249.5' }]);
  });

  it('finds types in the first ten thousand records', async () => {
    const lines = Array.from({ length: 12_000 }, (_, n) =>
      n < 11_000 ? `{"id":${n},"a":${n}}` : `{"id":${n},"a":"x","b":1}`,
    );
    folder.write('late.jsonl', lines.join('\n'));
    expect((await all('late.jsonl', { where: 'a > 10997.5' })).found).toHaveLength(2);
    await expect(all('late.jsonl', { where: 'b = 1' })).rejects.toThrow(/"b" not found/);
  });

  it('samples the standard input by a share only', async () => {
    const input = Readable.from([
      Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')),
    ]);
    const spy = vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as typeof process.stdin);
    await expect(readRecords('-', { sample: { count: 3 } }).next()).rejects.toThrow(/expected a share/);
    const found: unknown[] = [];
    for await (const batch of readRecords('-', { sample: { share: 0.1 } })) found.push(...batch.records);
    expect(found).toEqual((await all('typed.jsonl', { sample: { share: 0.1 } })).found);
    spy.mockRestore();
  });
});
