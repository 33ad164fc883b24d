import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecords } from 'labelwright/io';
import type { ModuleComparison } from './modules.ts';
import { writeComments } from './simulate-files.ts';

/** Runs of each, of which the median counts. */
const RUNS = 5;

/** Our reader of JSON Lines against `JSON.parse` line by line, on the same file in turn. */
export async function readingComparison(records: number): Promise<ModuleComparison> {
  const folder = mkdtempSync(join(tmpdir(), 'labelwright-bench-'));
  const path = join(folder, 'texts.jsonl');
  await writeComments(path, records);
  const [ours, other]: [number[], number[]] = [[], []];
  try {
    for (let n = 0; n < RUNS; n++) {
      ours.push(await timeOf(() => readOurs(path)));
      other.push(await timeOf(() => parseLines(path)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { name: 'reading, JSON.parse', ours: median(ours), other: median(other), least: 0.4 };
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

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}
