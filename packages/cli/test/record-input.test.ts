import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RepeatedTexts } from '@labelwright/io';
import { afterAll, describe, expect, it } from 'vitest';
import { RecordInput, type RecordOptions } from '../src/record-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'labelwright-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function idsOf(ids: readonly unknown[], most: number, options: RecordOptions = {}): Promise<string[]> {
  const path = join(folder, 'records.jsonl');
  writeFileSync(path, ids.map((id) => `${JSON.stringify({ id })}\n`).join(''));
  const found: string[] = [];
  for await (const batch of new RecordInput(path, options).batchesOfUnique(new RepeatedTexts(most)))
    found.push(...batch.ids);
  return found;
}

describe('RecordInput', () => {
  const ids = Array.from({ length: 3000 }, (_, n) => `r${n}`);

  it.each([10_000, 100])('reads records of different ids: %i in memory', async (most) => {
    expect(await idsOf(ids, most)).toEqual(ids);
  });

  it.each([10_000, 2500, 100])('names the lines of two records of one id: %i in memory', async (most) => {
    await expect(idsOf([...ids, 'r2000'], most)).rejects.toThrow(
      /records\.jsonl, line 3001: found the id 'r2000' a second time, first on line 2001; expected/,
    );
  });

  it('takes the line of a record without an id for its name', async () => {
    expect(await idsOf(['a', null, { b: 1 }], 10)).toEqual(['a', '2', '3']);
    await expect(idsOf(['2', null], 10)).rejects.toThrow(
      /line 2: found the id '2' a second time, first on line 1/,
    );
  });

  it('takes no line for the name of a record where a field was named', async () => {
    await expect(idsOf(['a', null, 'c'], 10, { id: 'id' })).rejects.toThrow(
      "line 2: found no id in the field 'id'; expected one there (the fields are id)",
    );
    expect(await idsOf(['a', null, 'c'], 10, { id: 'id', badRecords: 'skip' })).toEqual(['a', 'c']);
  });
});
