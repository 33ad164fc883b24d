import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defineTask, keywords, LabelMatrix, labelModel, type } from 'labelwright';
import { labelsWriter, votesWriter } from 'labelwright/io';
import { parseLines, readOurs } from './reading.ts';
import { type Comment, textsOf } from './simulate.ts';
import { keywordModule, keywordRules, writeComments } from './simulate-files.ts';

/**
 * `labelwright run` from one end to the other at growing sizes: `pnpm bench:scale`.
 *
 * Texts of some twenty words and 20 keyword functions; each run is a process of its own, whose time and peak
 * memory are told with how they grow. Then the parts of the work, each alone in this process.
 *
 * `--most 1e7` goes on to ten million records, which takes 6 GB of disk; `--least`, `--parts` (the size for the
 * parts) and `--runs` (of each size; the median counts) are there too.
 */
const { values } = parseArgs({
  options: {
    least: { type: 'string', default: '1e4' },
    most: { type: 'string', default: '1e6' },
    parts: { type: 'string', default: '1e6' },
    runs: { type: 'string', default: '1' },
  },
});
const FUNCTIONS = 20;
/** What a record takes on the disk in the texts, votes and labels, and as much again for what is being written. */
const BYTES_PER_RECORD = 600;

/** Told by the process itself when it ends, on a channel of its own. */
const TELL = `import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));`;

const folder = mkdtempSync(join(tmpdir(), 'labelwright-scale-'));
try {
  assertRoom(Number(values.most));
  await wholeRuns();
  await parts(Number(values.parts));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function assertRoom(records: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const [free, needed] = [bavail * bsize, records * BYTES_PER_RECORD];
  if (free > needed) return;
  throw new Error(
    `'${folder}' has room for ${megabytes(free)}; expected ${megabytes(needed)} for ${records} records`,
  );
}

interface Run {
  readonly records: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly peak: number;
}

async function wholeRuns(): Promise<void> {
  const module = join(folder, 'labeling.ts');
  writeFileSync(module, keywordModule(FUNCTIONS));
  line(['records', 'seconds', 'CPU s', 'µs/record', 'peak MB', 'time ×', 'memory ×']);
  let before: Run | undefined;
  for (let records = Number(values.least); records <= Number(values.most); records *= 10) {
    const texts = await writeTexts(records);
    const runs: Run[] = [];
    for (let n = 0; n < Number(values.runs); n++) runs.push(await measureRun(module, texts, records));
    const run = runs.sort((a, b) => a.seconds - b.seconds)[Math.floor((runs.length - 1) / 2)];
    const { seconds, cpu, peak } = run;
    const growth = before
      ? [seconds / before.seconds, peak / before.peak].map((times) => times.toFixed(2))
      : ['', ''];
    const figures = [
      seconds.toFixed(1),
      cpu.toFixed(1),
      ((1e6 * seconds) / records).toFixed(1),
      megabytes(peak),
    ];
    line([records.toLocaleString('en'), ...figures, ...growth]);
    before = run;
    if (records !== Number(values.parts)) rmSync(texts);
  }
}

/** Writes the records once, a batch at a time. */
async function writeTexts(records: number): Promise<string> {
  const path = join(folder, `texts-${records}.jsonl`);
  await writeComments(path, records);
  return path;
}

async function measureRun(module: string, texts: string, records: number): Promise<Run> {
  const bin = fileURLToPath(new URL('../packages/labelwright/dist/bin.js', import.meta.url));
  const args = ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`, bin, 'run', module];
  const output = join(folder, 'out');
  const started = performance.now();
  const child = spawn(process.execPath, [...args, '--input', texts, '--output', output, '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  let told = '';
  child.stdio[3]?.on('data', (chunk) => {
    told += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`the run on ${records} records ended with ${code}`);
  rmSync(output, { recursive: true });
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(told) as NodeJS.ResourceUsage;
  return { records, seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024 };
}

/** The parts of the work one by one, on the same records. */
async function parts(records: number): Promise<void> {
  const texts = await writeTexts(records);
  const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
  const set = functions(
    Object.fromEntries(
      keywordRules(FUNCTIONS).map(({ words, label }, n) => [
        `rule${n}`,
        when('text', keywords(...words)).vote(label),
      ]),
    ),
  );
  const votes: LabelMatrix[] = [];
  const batches: Comment[][] = [];
  console.log(`\nparts of the work on ${records.toLocaleString('en')} records, each alone in one process`);
  line(['', 'seconds', 'µs/record']);
  await part('reading: JSON.parse line by line', records, () => parseLines(texts));
  await part('reading: ours', records, () => readOurs(texts));
  for (const batch of textsOf(records, 1000)) batches.push(batch);
  await part('applying', records, async () => {
    for (const batch of batches) {
      const { labels, functions: names, votes: cells } = set.applyTo(batch);
      votes.push(new LabelMatrix({ labels, functions: names, votes: cells, ids: batch.map(({ id }) => id) }));
    }
    return votes.length;
  });
  const [first, ...rest] = votes;
  const names = { labels: first.labels, functions: first.functions };
  await part('writing votes', records, async () => {
    const writer = await votesWriter(join(folder, 'votes.jsonl'), names);
    for (const batch of votes) await writer.write(batch);
    await writer.close();
    return votes.length;
  });
  const all = LabelMatrix.concat([first, ...rest]);
  let model = labelModel().fit(first);
  await part('fitting', records, async () => {
    model = labelModel().fit(all);
    return model.labels.length;
  });
  await part('predicting and writing labels', records, async () => {
    const writer = await labelsWriter(join(folder, 'labels.jsonl'), names);
    for (const batch of votes) await writer.write(model.predict(batch));
    await writer.close();
    return votes.length;
  });
}

async function part(name: string, records: number, work: () => Promise<number>): Promise<void> {
  const started = performance.now();
  const done = await work();
  const seconds = (performance.now() - started) / 1000;
  if (done === 0) throw new Error('nothing was done');
  line([name, seconds.toFixed(2), ((1e6 * seconds) / records).toFixed(2)], 36);
}

function line(cells: readonly string[], first = 12): void {
  console.log(cells.map((cell, n) => (n === 0 ? cell.padEnd(first) : cell.padStart(11))).join(''));
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1e6).toLocaleString('en');
}
