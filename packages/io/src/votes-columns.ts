import { ABSTAIN } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { labelPosition } from './integer-votes.ts';
import { VoteBatchBuilder } from './vote-batch-builder.ts';
import type { Names, VoteBatch, VoteNames, VoteOpener } from './vote-source.ts';
import { parseJson, parseVotesHeader } from './votes-jsonl.ts';
import { assertNamesGiven, openTableVotes } from './votes-table.ts';

/** Where a file of columns carries the header of our JSON Lines. */
export const HEADER_KEY = 'labelwright';

/** The column of a function's confidences. */
export function confidenceColumn(name: string): string {
  return `${name}:confidence`;
}

/** A run of rows as columns, and what share of the rows of the file a number of them is. */
export interface ColumnRun {
  readonly part: readonly (readonly unknown[])[];
  readonly share: (rows: number) => number | undefined;
}

/** Reads a file as runs of columns, in the order of the file. */
export type ColumnReader = (path: string) => AsyncIterable<ColumnRun>;

/** Opens votes as the votes writer leaves them under a header, or any table with a column per labeling function. */
export async function openColumnVotes(
  path: string,
  given: VoteNames,
  header: string | undefined,
  readColumns: ColumnReader,
): ReturnType<VoteOpener> {
  if (header === undefined) return await openTableVotes(path, given);
  const names = parseVotesHeader(path, parseJson(path, 1, header));
  assertNamesGiven(path, given, names);
  return { ...names, replaced: 0, batches: () => readPositions(path, names, readColumns) };
}

/** Columns are found by position: the writer puts the id first, then the votes, then the confidences if any. */
async function* readPositions(
  path: string,
  names: Names,
  readColumns: ColumnReader,
): AsyncGenerator<VoteBatch> {
  const M = names.functions.length;
  const builder = new VoteBatchBuilder(names.labels, names.functions);
  let row = 0;
  for await (const { part: columns, share } of readColumns(path)) {
    const width = columns.length;
    if (width !== M + 1 && width !== 2 * M + 1) {
      throw fileError(path, `: found ${width} columns; expected ${M + 1} or ${2 * M + 1}`);
    }
    for (let i = 0; i < columns[0].length; i++, row++) {
      addRow(() => `${path}, row ${row + 1}`, columns, i, names, builder);
      if (builder.full) yield builder.take(share(row + 1));
    }
  }
  if (builder.rows > 0) yield builder.take(1);
}

function addRow(
  place: () => string,
  columns: readonly (readonly unknown[])[],
  i: number,
  names: Names,
  builder: VoteBatchBuilder,
): void {
  const M = names.functions.length;
  builder.begin(String(columns[0][i]));
  for (let j = 0; j < M; j++) {
    const vote = columns[j + 1][i];
    if (vote === ABSTAIN) continue;
    builder.vote(j, labelPosition(place, names, j, vote), Number(columns[M + j + 1]?.[i] ?? 1));
  }
}
