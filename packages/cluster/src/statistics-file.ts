import { LabelwrightError, oneOf, type VotePatterns } from '@labelwright/core';
import { createOutput, readRecords } from '@labelwright/io';
import type { PairCount } from './pair-counts.ts';
import type { SampledVotes } from './vote-sample.ts';
import { patternsOf, type Shard, VoteStatistics, votesOf } from './vote-statistics.ts';

/** The version of the statistics format that this version of Labelwright writes. */
export const STATISTICS_VERSION = 1;

/** So much text is handed on at once. */
const MOST_TEXT = 1 << 20;

/** The first line of a file of statistics. */
interface Header {
  readonly labelwright: 'statistics';
  readonly version: number;
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  readonly records: number;
  readonly shards: readonly Shard[];
  readonly cap: number;
  readonly sample: number;
  /** How many lines of patterns follow; `null` where there were too many to count, so that pairs follow instead. */
  readonly patterns: number | null;
  /** The hash of the module that voted, where it is known. */
  readonly module?: string;
  /** How many lines of pairs and of the sample follow; left out by versions that did not count them. */
  readonly pairs?: number;
  readonly sampled?: number;
}

/**
 * Writes statistics as JSON Lines: a header; the patterns, `{"count":12,"votes":[[0,1]]}` with pairs of column and
 * label, or the pairs where there were too many; and the sample, `{"key":…,"votes":…}`.
 */
export async function writeStatistics(path: string, statistics: VoteStatistics): Promise<void> {
  const { labels, functions, records, shards, cap, sampleSize, isExact } = statistics;
  const patterns = isExact ? statistics.patterns() : undefined;
  const pairs = patterns ? [] : statistics.pairs();
  const sampled = statistics.sample();
  const header: Header = {
    labelwright: 'statistics',
    version: STATISTICS_VERSION,
    labels,
    functions,
    records,
    shards,
    cap,
    sample: sampleSize,
    patterns: patterns ? patterns.size : null,
    pairs: pairs.length,
    sampled: sampled.length,
    ...(statistics.module !== undefined && { module: statistics.module }),
  };
  const output = await createOutput(path);
  try {
    let text = '';
    for (const line of linesOf(header, patterns, [...pairs, ...sampled])) {
      text += `${JSON.stringify(line)}\n`;
      if (text.length < MOST_TEXT) continue;
      await output.write(text);
      text = '';
    }
    await output.write(text);
    await output.close();
  } catch (thrown) {
    await output.abort();
    throw thrown;
  }
}

function* linesOf(
  header: Header,
  patterns: VotePatterns | undefined,
  others: readonly object[],
): Generator<object> {
  yield header;
  for (let p = 0; patterns && p < patterns.size; p++) {
    yield { count: patterns.counts[p], votes: votesOf(patterns, p) };
  }
  yield* others;
}

/** Holds where the first line of a file says that it has statistics. */
export async function isStatistics(path: string): Promise<boolean> {
  if (!/\.(jsonl|ndjson)(\.gz)?$/i.test(path)) return false;
  for await (const { records } of readRecords(path, { onBadRecord: () => undefined })) {
    return records[0].labelwright === 'statistics';
  }
  return false;
}

/**
 * Reads a file of statistics.
 *
 * @throws LabelwrightError `invalid-file` with the line where it holds something else
 */
export async function readStatistics(path: string): Promise<VoteStatistics> {
  let lines: StatisticsLines | undefined;
  for await (const batch of readRecords(path)) {
    for (const [i, record] of batch.records.entries()) {
      const place = `${path}, line ${batch.lines[i]}`;
      if (lines) lines.add(place, record);
      else lines = new StatisticsLines(parseHeader(place, record));
    }
  }
  if (lines === undefined) throw invalid(path, 'found no header; expected {"labelwright":"statistics",…}');
  return lines.finish(path);
}

/** What the lines behind the header tell. */
class StatisticsLines {
  readonly #header: Header;
  readonly #counts: number[] = [];
  readonly #lists: { votes: number[][] }[] = [];
  readonly #pairs: PairCount[] = [];
  readonly #sampled: SampledVotes[] = [];

  constructor(header: Header) {
    this.#header = header;
  }

  add(place: string, record: Record<string, unknown>): void {
    const number = (field: string) => numberIn(place, record, field);
    const votes = () => votesIn(place, record, this.#header);
    if ('count' in record) {
      this.#counts.push(number('count'));
      this.#lists.push({ votes: votes() });
    } else if ('key' in record) {
      this.#sampled.push({ key: number('key'), votes: votes() });
    } else {
      const [a, labelOfA, b, labelOfB] = ['a', 'labelOfA', 'b', 'labelOfB'].map(number);
      this.#pairs.push({ a, labelOfA, b, labelOfB, records: number('records') });
    }
  }

  finish(path: string): VoteStatistics {
    const { patterns: expected, pairs, sampled, ...header } = this.#header;
    for (const [name, lines, found] of [
      ['pairs', pairs, this.#pairs.length],
      ['sampled records', sampled, this.#sampled.length],
    ] as const) {
      if (lines !== undefined && lines !== found)
        throw invalid(path, `found ${found} ${name}; expected ${lines}, as the header says`);
    }
    if (expected !== null && expected !== this.#counts.length) {
      throw invalid(path, `found ${this.#counts.length} patterns; expected ${expected}, as the header says`);
    }
    const counted = this.#counts.reduce((sum, count) => sum + count, 0);
    if (expected !== null && counted !== header.records) {
      throw invalid(
        path,
        `found patterns of ${counted} records; expected ${header.records}, as the header says`,
      );
    }
    const patterns = expected === null ? undefined : patternsOf(header, this.#lists, this.#counts);
    return VoteStatistics.restore({ ...header, patterns, pairs: this.#pairs, sampled: this.#sampled });
  }
}

function parseHeader(place: string, value: Record<string, unknown>): Header {
  if (value.labelwright !== 'statistics') {
    throw invalid(place, 'found no header of statistics; expected {"labelwright":"statistics",…}');
  }
  if (value.version !== STATISTICS_VERSION) {
    throw invalid(place, `found statistics of version ${value.version}; expected ${STATISTICS_VERSION}`);
  }
  const { labels, functions, shards } = value;
  for (const [what, list] of Object.entries({ labels, functions, shards })) {
    if (!Array.isArray(list)) throw invalid(place, `found no '${what}'; expected a list`);
  }
  for (const field of ['records', 'cap', 'sample']) numberIn(place, value, field);
  return value as unknown as Header;
}

function numberIn(place: string, record: Record<string, unknown>, field: string): number {
  const value = record[field];
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw invalid(place, `field '${field}' is ${JSON.stringify(value)}; expected a number from 0`);
}

function votesIn(place: string, record: Record<string, unknown>, { labels, functions }: Header): number[][] {
  const { votes } = record;
  const isVote = (vote: unknown) =>
    Array.isArray(vote) &&
    vote.length >= 2 &&
    vote.length <= 3 &&
    vote.every((part) => Number.isInteger(part) && part >= 0) &&
    vote[0] < functions.length &&
    vote[1] < labels.length;
  if (Array.isArray(votes) && votes.every(isVote)) return votes as number[][];
  throw invalid(
    place,
    `field 'votes' is ${JSON.stringify(votes)?.slice(0, 80)}; expected pairs of a position in ${oneOf(functions)} and one in ${oneOf(labels)}`,
  );
}

function invalid(place: string, message: string): LabelwrightError {
  return new LabelwrightError('invalid-file', `${place}: ${message}`);
}
