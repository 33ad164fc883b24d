import { basename } from 'node:path';
import { LabelMatrix, LabelwrightError } from '@labelwright/core';
import { openVotes, type PatternCounts, type ReadVotesOptions } from '@labelwright/io';
import { type KeptVotes, VoteStream } from './vote-stream.ts';

/** The votes of a file, or a random sample of them where they are many, and all that was counted on the way. */
export interface KeptFile extends KeptVotes {
  /** The true label of each record that is kept, where the file tells any. */
  readonly gold: readonly (string | undefined)[] | undefined;
  readonly stream: VoteStream;
}

/**
 * Reads votes as they stream by, so that memory does not grow with the records beyond so many.
 *
 * @param patterns - counts all votes where not all are kept; given where a label model is to be fitted to them
 * @throws `invalid-file` where there are none
 */
export async function readKeptVotes(
  path: string,
  options: ReadVotesOptions,
  records?: number,
  patterns?: PatternCounts,
): Promise<KeptFile> {
  const source = await openVotes(path, options);
  const stream = new VoteStream(records === undefined ? {} : { records }, patterns);
  const known = new Map<number, string>();
  for await (const { votes, gold = [] } of source.batches()) {
    const first = stream.rows;
    stream.add(votes);
    for (const [n, label] of gold.entries()) {
      if (label !== undefined && stream.wants(first + n)) known.set(first + n, label);
    }
  }
  const kept = stream.kept();
  if (kept === undefined) {
    throw new LabelwrightError('invalid-file', `${path}: found no records; expected at least one`);
  }
  const rowOf = (n: number) => (kept.rows ? kept.rows[n] : n);
  const gold = Array.from({ length: kept.votes.rows }, (_, n) => known.get(rowOf(n)));
  return { ...kept, gold: gold.some((label) => label !== undefined) ? gold : undefined, stream };
}

/** The same votes, with those on these records in any case, and how many records the file has. */
export async function readKeptWith(
  path: string,
  options: ReadVotesOptions,
  ids: ReadonlySet<string>,
  records?: number,
): Promise<{ readonly votes: LabelMatrix; readonly all: number }> {
  const { votes, stream } = await readKeptVotes(path, options, records);
  const all = stream.rows;
  if (votes.rows === all) return { votes, all };
  const kept = new Set(votes.ids);
  const missing = new Set([...ids].filter((id) => !kept.has(id)));
  const parts: [LabelMatrix, ...LabelMatrix[]] = [votes];
  if (missing.size > 0) {
    for await (const { votes: batch } of (await openVotes(path, options)).batches()) {
      const rows = Array.from({ length: batch.rows }, (_, row) => row);
      const wanted = rows.filter((row) => missing.has(batch.idOf(row)));
      if (wanted.length > 0) parts.push(batch.take(wanted));
    }
  }
  return { votes: parts.length > 1 ? LabelMatrix.concat(parts) : votes, all };
}

/** What reports on the file are called; they say where their figures are those of a sample. */
export function titleOf(path: string, kept: number, all: number): string {
  return kept === all ? basename(path) : `${basename(path)} (${sampleOf(kept, all)})`;
}

/** A line where the figures are those of a sample; empty where they are of all records. */
export function describeKept(path: string, kept: number, all: number): string {
  return kept === all ? '' : `${path}: ${sampleOf(kept, all)}\n`;
}

function sampleOf(kept: number, all: number): string {
  const [some, every] = [kept, all].map((count) => count.toLocaleString('en'));
  return `a random sample of ${some} of ${every} records`;
}
