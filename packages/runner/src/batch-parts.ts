import { LabelMatrix } from '@labelwright/core';
import type { AppliedVotes, RecordBatch } from './apply-batch.ts';

/** The batch in parts, each of so many records as are wanted when it is asked for. */
export function* partsOf(batch: RecordBatch, size: () => number): Generator<RecordBatch> {
  const { records, ids, evidenceOf, placeOf, unwanted } = batch;
  let start = 0;
  do {
    const from = start;
    const end = from + size();
    yield {
      records: records.slice(from, end),
      ids: ids.slice(from, end),
      evidenceOf: evidenceOf.filter((row) => row >= from && row < end).map((row) => row - from),
      unwanted,
      placeOf: placeOf && ((row: number) => placeOf(row + from)),
    };
    start = end;
  } while (start < records.length);
}

/** The votes on the parts of a batch, as those on the whole. */
export function joinParts(parts: readonly AppliedVotes[]): AppliedVotes {
  const [first, ...others] = parts;
  if (others.length === 0) return first;
  const starts = parts.map((_, n) => parts.slice(0, n).reduce((sum, { votes }) => sum + votes.rows, 0));
  const { columns } = first.votes;
  const moved = <T extends { readonly row: number }>(list: readonly T[], n: number): T[] =>
    list.map((one) => ({ ...one, row: one.row + starts[n] }));
  return {
    votes: LabelMatrix.concat([first.votes, ...others.map(({ votes }) => votes)]),
    faults: parts.flatMap(({ faults }, n) => moved(faults, n)),
    evidence: parts.flatMap(({ evidence }, n) => moved(evidence, n)),
    times: Float64Array.from({ length: columns }, (_, j) =>
      parts.reduce((sum, { times }) => sum + times[j], 0),
    ),
    calls: parts.reduce(
      (sum, { calls }) => ({
        calls: sum.calls + calls.calls,
        tokens: sum.tokens + calls.tokens,
        cost: sum.cost + calls.cost,
      }),
      { calls: 0, tokens: 0, cost: 0 },
    ),
    unaffordable: parts.flatMap(({ unaffordable }, n) =>
      unaffordable.map((cell) => cell + starts[n] * columns),
    ),
  };
}
