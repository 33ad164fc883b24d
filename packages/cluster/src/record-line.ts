import { LabelwrightError } from '@labelwright/core';
import type { RecordBatch } from '@labelwright/io';
import type { AppliedVotes, PlainFault } from '@labelwright/runner';
import { recordKey } from './record-key.ts';

/** What a worker writes of one record. */
export interface RecordLine {
  readonly id: string;
  /** A number from 0 to 2^53 made of the id: the records with the lowest are a random sample. */
  readonly key: number;
  /** By function, the position of the label, or -1 where it abstains. */
  readonly votes: readonly number[];
  /** By function, in twentieths, where some vote is unsure. */
  readonly levels?: readonly number[];
  /** The probability of each label, where a label model was given. */
  readonly probabilities?: readonly number[];
  /** Where functions failed: they abstain. */
  readonly faults?: readonly Pick<PlainFault, 'function' | 'kind' | 'message'>[];
}

/** The line behind the last record: without it something is missing. */
export interface ClosingLine {
  readonly labelwright: 'end';
  readonly records: number;
  readonly faults: number;
  /** The hash of the packed module. */
  readonly hash: string;
}

/** Confidences in twentieths: as a pattern keeps them. */
const LEVELS = 20;

/** One line of JSON for each record, in their order. */
export function recordLines(
  { votes, faults }: AppliedVotes,
  probabilities?: (row: number) => Float64Array,
): string {
  const byRow = new Map<number, RecordLine['faults'] & object>();
  for (const { row, function: name, kind, message } of faults) {
    byRow.set(row, [...(byRow.get(row) ?? []), { function: name, kind, message }]);
  }
  const M = votes.columns;
  let text = '';
  for (let i = 0; i < votes.rows; i++) {
    const id = votes.idOf(i);
    const cells = votes.votes.subarray(i * M, (i + 1) * M);
    text += `{"id":${JSON.stringify(id)},"key":${recordKey(id)},"votes":[${cells.join(',')}]`;
    const levels = votes.confidences && levelsOf(cells, votes.confidences.subarray(i * M, (i + 1) * M));
    if (levels) text += `,"levels":[${levels.join(',')}]`;
    if (probabilities) text += `,"probabilities":[${probabilities(i).join(',')}]`;
    const own = byRow.get(i);
    if (own) text += `,"faults":${JSON.stringify(own)}`;
    text += '}\n';
  }
  return text;
}

function levelsOf(votes: Int8Array | Int16Array, confidences: Float32Array): number[] | undefined {
  const levels = Array.from(votes, (vote, j) =>
    vote < 0 ? LEVELS : Math.max(1, Math.round(confidences[j] * LEVELS)),
  );
  return levels.some((level) => level !== LEVELS) ? levels : undefined;
}

/** The ids of some records; each must have one, for it is known by nothing else. */
export function requiredIds({ records, lines }: RecordBatch, path: string, field = 'id'): string[] {
  return records.map((record, i) => {
    const value = record[field];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return String(value);
    const found = value === undefined ? 'no' : JSON.stringify(value)?.slice(0, 40);
    throw new LabelwrightError(
      'invalid-record',
      `${path}, line ${lines[i]}: found ${found} '${field}'; expected a text or a number that names the record`,
    );
  });
}
