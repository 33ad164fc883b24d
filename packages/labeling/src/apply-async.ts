import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import { type ApplyOptions, beat, checkRecord, idOf, openBallots, rest, type SetParts } from './apply.ts';
import type { Ballots } from './ballots.ts';
import { raise, thrownFault } from './fault.ts';
import type { AsyncLabelingFunction, BatchLabelingFunction, LabelingFunction } from './labeling-function.ts';
import { assertOnePerRecord } from './model-output.ts';

/** A labeling function of any kind. */
export type AnyLabelingFunction<R, L extends string> =
  | LabelingFunction<R, L>
  | AsyncLabelingFunction<R, L>
  | BatchLabelingFunction<R, L>;

/** How labeling functions are applied where some are asynchronous. */
export interface AsyncApplyOptions extends ApplyOptions {
  /** How many calls are under way at once. Default 16. */
  readonly concurrency?: number | undefined;
  /** How long a call may take, in milliseconds; one that takes longer is a fault. Default 60,000. */
  readonly timeLimit?: number | undefined;
  /** Ends the run early, with an error. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Applies functions of any kind: record by record those that answer at once, then, function by function, those
 * that answer with a promise, with many calls under way.
 */
export async function applyAsync<R, L extends string, F extends string>(
  set: SetParts<R, L, F, AnyLabelingFunction<R, L>>,
  records: readonly R[],
  options: AsyncApplyOptions,
): Promise<LabelMatrix<L, F>> {
  const ballots = openBallots(set, records.length, options);
  const rows: Row<R>[] = [];
  for (let i = 0; i < records.length; i++) {
    const checked = checkRecord(set, records[i], i, options);
    if (checked) rows.push({ record: checked.record, row: i });
  }
  const waiting = applyAtOnce(set, rows, ballots, options);
  for (let j = 0; j < set.votes.length; j++) {
    const column: Column<L, F> = { ballots, column: j, name: set.names[j], options };
    const vote = set.votes[j];
    const first = waiting.get(j);
    if (isBatch(vote)) await applyBatches(vote, keptRows(rows, j, options), column);
    else if (first) await applyEach(vote, first, keptRows(rows.slice(first.next), j, options), column);
  }
  return ballots.matrix();
}

function keptRows<R>(rows: readonly Row<R>[], column: number, { skip }: ApplyOptions): readonly Row<R>[] {
  return skip ? rows.filter(({ row }) => !skip(row, column)) : rows;
}

interface Row<R> {
  readonly record: R;
  readonly row: number;
}

interface Column<L extends string, F extends string> {
  readonly ballots: Ballots<L, F>;
  readonly column: number;
  readonly name: F;
  readonly options: AsyncApplyOptions;
}

function isBatch<R, L extends string>(vote: AnyLabelingFunction<R, L>): vote is BatchLabelingFunction<R, L> {
  return typeof (vote as Partial<BatchLabelingFunction<R, L>>).many === 'function';
}

/** The first promise of a function: from here on it is waited for. */
interface Waiting extends Call<unknown> {
  readonly row: number;
  /** Where among the rows to go on. */
  readonly next: number;
}

/** Calls each function record by record for as long as it answers at once. */
function applyAtOnce<R, L extends string, F extends string>(
  { names, votes }: SetParts<R, L, F, AnyLabelingFunction<R, L>>,
  rows: readonly Row<R>[],
  ballots: Ballots<L, F>,
  options: AsyncApplyOptions,
): Map<number, Waiting> {
  const waiting = new Map<number, Waiting>();
  const stops = votes.map(() => new AbortController());
  for (let n = 0; n < rows.length; n++) {
    const { record, row } = rows[n];
    for (let j = 0; j < votes.length; j++) {
      const vote = votes[j];
      if (isBatch(vote) || waiting.has(j) || options.skip?.(row, j)) continue;
      let returned: unknown;
      try {
        beat(row, j, options);
        returned = vote(record, stops[j].signal);
      } catch (thrown) {
        raiseThrown(thrown, names[j], row, options);
        continue;
      }
      if (!(returned instanceof Promise)) {
        ballots.cast(row, j, returned);
        continue;
      }
      returned.catch(() => undefined); // It is awaited later, when it may long have failed.
      waiting.set(j, { row, answer: returned, stop: stops[j], next: n + 1 });
    }
  }
  rest(options);
  return waiting;
}

async function applyEach<R, L extends string, F extends string>(
  vote: LabelingFunction<R, L> | AsyncLabelingFunction<R, L>,
  first: Waiting,
  rows: readonly Row<R>[],
  { ballots, column, name, options }: Column<L, F>,
): Promise<void> {
  const settle = async (row: number, call: () => Call<unknown>) => {
    try {
      ballots.cast(row, column, await inTime(call(), options));
    } catch (thrown) {
      raiseThrown(thrown, name, row, options);
    }
  };
  await settle(first.row, () => first);
  await inParallel(rows, options, ({ record, row }) =>
    settle(row, () => {
      beat(row, column, options);
      return start((signal) => vote(record, signal), options);
    }),
  );
}

async function applyBatches<R, L extends string, F extends string>(
  { many, size }: BatchLabelingFunction<R, L>,
  rows: readonly Row<R>[],
  { ballots, column, name, options }: Column<L, F>,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
    rows.slice(n * size, (n + 1) * size),
  );
  await inParallel(batches, options, async (batch) => {
    try {
      beat(batch[0].row, column, options);
      const records = batch.map(({ record }) => record);
      const call = start((signal) => many(records, signal), options);
      const returned = await inTime(call, options);
      assertOnePerRecord(returned.length, batch.length);
      for (const [n, { row }] of batch.entries()) ballots.cast(row, column, returned[n]);
    } catch (thrown) {
      for (const { row } of batch) raiseThrown(thrown, name, row, options);
    }
  });
}

/** Works on so many items at once, taking them in order; the first failure ends it. */
async function inParallel<T>(
  items: readonly T[],
  { concurrency = 16, signal }: AsyncApplyOptions,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed) {
      signal?.throwIfAborted();
      try {
        await work(items[next++]);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
}

/** A call under way. */
interface Call<T> {
  readonly answer: T | Promise<T>;
  /** Tells the function that nobody waits any more. */
  readonly stop: AbortController;
}

function start<T>(call: (signal: AbortSignal) => T | Promise<T>, options: ApplyOptions): Call<T> {
  const stop = new AbortController();
  const answer = call(stop.signal);
  rest(options); // The call has come back; what is left is a promise, which the time limit watches.
  return { answer, stop };
}

/** Waits for an answer, but not longer than the limit. */
async function inTime<T>({ answer, stop }: Call<T>, options: AsyncApplyOptions): Promise<T> {
  const { timeLimit = 60_000, signal } = options;
  if (!(answer instanceof Promise)) return answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Overtime(timeLimit)), timeLimit);
    onAbort = () => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([answer, over]);
  } catch (thrown) {
    stop.abort(thrown);
    answer.catch(() => undefined);
    throw thrown;
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
  }
}

class Overtime extends Error {
  constructor(limit: number) {
    super(`did not answer within ${limit} ms`);
  }
}

function raiseThrown(thrown: unknown, name: string, row: number, options: AsyncApplyOptions): void {
  const { onFault, signal } = options;
  if (signal?.aborted || (thrown instanceof LabelwrightError && onFault === undefined)) throw thrown;
  const id = idOf(row, options);
  if (thrown instanceof Overtime) {
    const message = `labeling function '${name}' ${thrown.message} on record '${id}'`;
    raise({ function: name, row, id, kind: 'timeout', message, cause: thrown }, onFault);
  } else {
    raise(thrownFault(name, row, id, thrown), onFault);
  }
}
