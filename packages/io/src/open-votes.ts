import { LabelwrightError, oneOf } from '@labelwright/core';
import { assertFile, fileError, lineError } from './file-error.ts';
import { formatExtension } from './file-name.ts';
import { firstCharacter, firstLine } from './json-array.ts';
import { isObject, kindOf } from './json-lines.ts';
import { readRecords } from './read-records.ts';
import type { VoteFormat, VoteNames, VoteOpener, VoteSource } from './vote-source.ts';
import { openArrowVotes } from './votes-arrow.ts';
import { openCrowdVotes } from './votes-crowd.ts';
import { openDatasetVotes } from './votes-dataset.ts';
import { openJsonlVotes, parseJson } from './votes-jsonl.ts';
import { openNpyVotes } from './votes-npy.ts';
import { openParquetVotes } from './votes-parquet.ts';
import { openTableVotes } from './votes-table.ts';
import { openWrenchVotes } from './votes-wrench.ts';

/** How votes are read. */
export interface ReadVotesOptions extends VoteNames {
  /** By default what the extension and the first line say. */
  readonly format?: VoteFormat | undefined;
}

const openers: Readonly<Record<VoteFormat, VoteOpener>> = {
  jsonl: openJsonlVotes,
  dataset: openDatasetVotes,
  wrench: openWrenchVotes,
  npy: openNpyVotes,
  crowd: openCrowdVotes,
  csv: openTableVotes,
  parquet: openParquetVotes,
  arrow: openArrowVotes,
};

const detectors: ReadonlyMap<string, (path: string) => Promise<VoteFormat>> = new Map([
  ['.jsonl', detectLines],
  ['.ndjson', detectLines],
  ['.json', detectJson],
  ['.npy', async () => 'npy'],
  ['.csv', detectTable],
  ['.tsv', detectTable],
  ['.parquet', async () => 'parquet'],
  ['.arrow', async () => 'arrow'],
  ['.feather', async () => 'arrow'],
] as const);

/**
 * Opens a file of votes: finds out its format and its names, and reads its records batch by batch when asked.
 *
 * The formats are our JSON Lines (`jsonl`), JSON Lines of integers with the names in a `dataset.json` beside
 * them (`dataset`), the JSON of WRENCH (`wrench`), NumPy arrays (`npy`), answers of a crowd (`crowd`), and
 * tables with a column per labeling function (`csv`, `parquet`, `arrow`).
 */
export async function openVotes(path: string, options: ReadVotesOptions = {}): Promise<VoteSource> {
  assertFile(path);
  const { format = await detectFormat(path), ...names } = options;
  if (!Object.hasOwn(openers, format)) {
    const expected = oneOf(Object.keys(openers));
    throw new LabelwrightError('invalid-option', `found the format '${format}'; expected ${expected}`);
  }
  return { path, format, ...(await openers[format](path, names)) };
}

async function detectFormat(path: string): Promise<VoteFormat> {
  const extension = formatExtension(path);
  const detect = detectors.get(extension);
  if (detect !== undefined) return await detect(path);
  const found = extension === '' ? 'no extension' : `the extension '${extension}'`;
  throw fileError(path, `: found ${found}; expected ${oneOf([...detectors.keys()])}`);
}

async function detectLines(path: string): Promise<VoteFormat> {
  const { text, line } = await firstLine(path);
  const record = parseJson(path, line, text);
  if (!isObject(record)) {
    throw lineError(path, line, `found ${kindOf(record)}; expected one object per line`);
  }
  if (record.labelwright === 'votes') return 'jsonl';
  if (Array.isArray(record.votes)) return 'dataset';
  if (['task', 'worker', 'label'].every((field) => field in record)) return 'crowd';
  const fields = Object.keys(record).slice(0, 12).join(', ');
  throw lineError(
    path,
    line,
    `found the fields ${fields}; expected votes: a header {"labelwright":"votes",…}, 'votes' as an array, or task, worker, label`,
  );
}

async function detectJson(path: string): Promise<VoteFormat> {
  if ((await firstCharacter(path)) !== '{') return 'wrench';
  // A header alone on the first line tells JSON Lines; WRENCH's one object may span many lines.
  const { text } = await firstLine(path);
  return text.includes('"labelwright"') ? 'jsonl' : 'wrench';
}

async function detectTable(path: string): Promise<VoteFormat> {
  for await (const { records } of readRecords(path)) {
    return ['task', 'worker', 'label'].every((field) => field in records[0]) ? 'crowd' : 'csv';
  }
  return 'csv';
}
