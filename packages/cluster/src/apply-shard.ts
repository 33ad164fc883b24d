import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { isReadByBytes, type RecordRange, readRecords, votesWriter } from '@labelwright/io';
import type { LabelingModule } from '@labelwright/runner';
import { requiredIds } from './record-line.ts';
import { writeStatistics } from './statistics-file.ts';
import { type StatisticsOptions, VoteStatistics } from './vote-statistics.ts';

/** The part of a file that one worker labels. */
export interface ShardOptions extends StatisticsOptions {
  /** The file of records. */
  readonly input: string;
  /** Its part: bytes of uncompressed JSON Lines, numbers of records of all else. Default: all of it. */
  readonly range?: RecordRange | undefined;
  /** A folder for what comes of it. */
  readonly output: string;
  /** The field that names a record. Default `id`. */
  readonly id?: string | undefined;
}

/** What came of a shard. */
export interface ShardOutcome {
  /** The name of the shard, made of the module, the file and the range. */
  readonly shard: string;
  /** The file of votes, and that of statistics beside it. */
  readonly votes: string;
  readonly statistics: string;
  readonly records: number;
  /** How often each function failed, where one did. */
  readonly faults: Readonly<Record<string, number>>;
}

const WHOLE = [0, Number.MAX_SAFE_INTEGER] as const;

/**
 * Labels a part of a file. The outputs are named by the hash of the module, the name and size of the file, and the
 * range, and appear when they are whole: a copy of the same work, later or at the same time, writes the same bytes
 * to the same names.
 */
export async function applyShard(module: LabelingModule, options: ShardOptions): Promise<ShardOutcome> {
  const { input, range = WHOLE, output, id } = options;
  const shard = await shardName(module.hash, input, range);
  await mkdir(output, { recursive: true });
  const paths = {
    votes: join(output, `${shard}.votes.jsonl`),
    statistics: join(output, `${shard}.statistics.jsonl`),
  };
  const { labels, functions } = module;
  const statistics = new VoteStatistics(labels, functions, { ...options, module: module.hash });
  const faults: Record<string, number> = {};
  const writer = await votesWriter(paths.votes, { labels, functions });
  try {
    for await (const batch of readRecords(input, { range })) {
      const ids = requiredIds(batch, input, id);
      const placeOf = (row: number) => `${input}, line ${batch.lines[row]}`;
      const { votes, faults: found } = await module.apply(batch.records, ids, { placeOf });
      for (const { function: name = 'record' } of found) faults[name] = (faults[name] ?? 0) + 1;
      statistics.addVotes(votes);
      await writer.write(votes);
    }
    statistics.endShard(shard);
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
  await writeStatistics(paths.statistics, statistics);
  return { shard, ...paths, records: statistics.records, faults };
}

/** The name of a shard: the beginning of the hash of what decides its votes. */
async function shardName(module: string, input: string, [from, to]: RecordRange): Promise<string> {
  const { size } = await stat(input).catch((cause) => {
    throw new LabelwrightError('invalid-file', `found no file '${input}'; expected records`, { cause });
  });
  const parts = [module, basename(input), size, from, to];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 20);
}

/**
 * Cuts a file into parts of about the same size, for as many workers.
 *
 * @returns ranges of bytes for uncompressed JSON Lines, of records for all else
 */
export async function splitFile(input: string, parts: number): Promise<RecordRange[]> {
  if (!(Number.isInteger(parts) && parts >= 1)) {
    throw new LabelwrightError('invalid-option', `found ${parts} parts; expected a whole number above 0`);
  }
  let size = 0;
  if (isReadByBytes(input)) size = (await stat(input)).size;
  else for await (const { records } of readRecords(input)) size += records.length;
  const ends = Array.from({ length: parts + 1 }, (_, n) => Math.round((n * size) / parts));
  return ends.slice(1).map((to, n) => [ends[n], to] as const);
}
