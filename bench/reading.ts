import { appendFileSync, copyFileSync, createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecords } from 'labelwright/io';
import type { ModuleComparison } from './modules.ts';
import { writeComments, writeTable } from './simulate-files.ts';
import { median } from './times.ts';

/** Runs of each, of which the median counts. */
const RUNS = 5;

/** A table that the database reads takes so many records. */
const TABLE = 200_000;

/** Our reader of JSON Lines against `JSON.parse` line by line, and of a large CSV file against the parser alone. */
export async function readingComparisons(records: number): Promise<ModuleComparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'labelwright-bench-'));
  const [path, table, irregular] = ['a.jsonl', 'a.csv', 'b.csv'].map((name) => join(folder, name));
  try {
    await writeComments(path, records);
    await writeTable(table, TABLE);
    // A blank line at the end is no record, but the table is no longer regular.
    copyFileSync(table, irregular);
    appendFileSync(irregular, '\n');
    return [
      await compared(
        'reading, JSON.parse',
        0.4,
        () => readOurs(path),
        () => parseLines(path),
      ),
      await compared(
        'reading, CSV parser',
        1,
        () => readOurs(table),
        () => readOurs(irregular),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both in turn on the same records. */
async function compared(
  name: string,
  least: number,
  ours: () => Promise<number>,
  other: () => Promise<number>,
): Promise<ModuleComparison> {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < RUNS; n++) {
    times[0].push(await timeOf(ours));
    times[1].push(await timeOf(other));
  }
  return { name, ours: median(times[0]), other: median(times[1]), least };
}

/** Reads a file as the command does; returns the number of records. */
export async function readOurs(path: string): Promise<number> {
  let read = 0;
  for await (const batch of readRecords(path)) read += batch.records.length;
  return read;
}

/** What a person would write: the quickest reading of lines that Node offers. */
export async function parseLines(path: string): Promise<number> {
  let read = 0;
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) if (typeof JSON.parse(text) === 'object') read++;
  }
  return read;
}

async function timeOf(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  if ((await work()) === 0) throw new Error('nothing was read');
  return performance.now() - started;
}
