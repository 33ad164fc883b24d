import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecords } from 'labelwright/io';
import { openPack, packModule, readPack, splitFile } from '../packages/cluster/src/index.ts';
import { keywordModule, writeComments } from './simulate-files.ts';

/**
 * What a packed labeling module costs over pipes, and what processes side by side gain: `tsx bench/cluster.ts [records]`.
 *
 * In one run: labeling in this process, one worker over pipes, and one, two and four workers on parts of the file.
 * Writing votes and statistics is part of the last; each worker starts Node and loads the module.
 */
const RECORDS = Number(process.argv[2] ?? 200_000);
const FUNCTIONS = 20;
const folder = mkdtempSync(join(tmpdir(), 'labelwright-bench-'));
try {
  await compare();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const input = join(folder, 'records.jsonl');
  await writeComments(input, RECORDS);
  writeFileSync(join(folder, 'labeling.ts'), keywordModule(FUNCTIONS));
  const dist = (file: string) => new URL(`../packages/labelwright/dist/${file}.js`, import.meta.url).href;
  await packModule(join(folder, 'labeling.ts'), folder, { packages: { labelwright: dist('index') } });
  const pack = await readPack(folder);
  console.log(
    `${RECORDS} records of ${Math.round(statSync(input).size / RECORDS)} bytes × ${FUNCTIONS} functions`,
  );
  await inProcess(input, pack); // Warms up.
  const base = await inProcess(input, pack);
  show('in this process', base, base);
  show('one worker over pipes', await overPipes(input, pack.file), base);
  for (const processes of [1, 2, 4]) {
    show(`parts of the file, ${processes} processes`, await onParts(input, pack.file, processes), base);
  }
  const seconds = (await overPipes(input, pack.file)) / RECORDS;
  console.log(`10^9 records over pipes: ${((seconds * 1e9) / 3600).toFixed(1)} hours of one core`);
}

async function inProcess(input: string, pack: Awaited<ReturnType<typeof readPack>>): Promise<number> {
  const module = await openPack(pack);
  const start = performance.now();
  let labelled = 0;
  for await (const { records } of readRecords(input)) {
    const { votes } = await module.apply(
      records,
      records.map(({ id }) => String(id)),
    );
    labelled += votes.rows;
  }
  assertAll(labelled);
  const seconds = (performance.now() - start) / 1000;
  await module.close();
  return seconds;
}

async function overPipes(input: string, file: string): Promise<number> {
  const start = performance.now();
  const worker = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  createReadStream(input).pipe(worker.stdin);
  let lines = 0;
  worker.stdout.on('data', (bytes: Buffer) => {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  });
  await ended(worker);
  assertAll(lines - 1);
  return (performance.now() - start) / 1000;
}

async function onParts(input: string, file: string, processes: number): Promise<number> {
  const ranges = await splitFile(input, processes);
  const output = join(folder, `parts${processes}`);
  const start = performance.now();
  const outcomes = await Promise.all(
    ranges.map(async ([from, to]) => {
      const args = [file, '--shard', input, '--range', `${from}:${to}`, '--output', output];
      const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      worker.stdout.on('data', (bytes: Buffer) => {
        text += bytes;
      });
      await ended(worker);
      return JSON.parse(text) as { readonly records: number; readonly statistics: string };
    }),
  );
  assertAll(outcomes.reduce((sum, { records }) => sum + records, 0));
  for (const { statistics } of outcomes)
    if (readFileSync(statistics).length === 0) throw new Error('no statistics');
  return (performance.now() - start) / 1000;
}

async function ended(worker: ChildProcess): Promise<void> {
  const [code] = await once(worker, 'close');
  if (code !== 0) throw new Error(`a worker ended with exit code ${code}`);
}

function assertAll(records: number): void {
  if (records !== RECORDS) throw new Error(`labelled ${records} records; expected ${RECORDS}`);
}

function show(what: string, seconds: number, base: number): void {
  const rate = Math.round(RECORDS / seconds / 1000);
  console.log(
    `${what.padEnd(34)}${seconds.toFixed(2).padStart(8)} s${String(rate).padStart(6)} thousand a second, ${(base / seconds).toFixed(2)} times as quick`,
  );
}
