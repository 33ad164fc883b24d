import { type LabelMatrix, LabelwrightError, messageOf } from '@labelwright/core';
import {
  type ApplyOptions,
  assertIds,
  beat,
  idOf,
  openBallots,
  raiseInvalid,
  rest,
  type SetParts,
} from './apply.ts';
import type { Ballots } from './ballots.ts';
import { raise, thrownFault } from './fault.ts';
import type { AsyncLabelingFunction, BatchLabelingFunction, LabelingFunction } from './labeling-function.ts';
import { assertOnePerRecord } from './model-output.ts';
import { Overtime, TimeLimit } from './time-limit.ts';

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
  /** Ends the run early, with its reason as the error. */
  readonly signal?: AbortSignal | undefined;
}

/** Applies functions of any kind, one after the other, with many calls of an asynchronous one at once. */
export async function applyAsync<R, L extends string, F extends string>(
  set: SetParts<R, L, F, AnyLabelingFunction<R, L>>,
  records: readonly R[],
  options: AsyncApplyOptions,
): Promise<LabelMatrix<L, F>> {
  assertOptions(options);
  assertIds(records.length, options);
  const ballots = openBallots(set, records.length, options);
  const rows = await checkRows(set, records, options);
  const stop = new AbortController();
  const onAbort = () => stop.abort(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort);
  try {
    for (let j = 0; j < set.votes.length; j++) {
      const kept = options.skip ? rows.filter(({ row }) => !options.skip?.(row, j)) : rows;
      const column: Column<L, F> = { ballots, column: j, name: set.names[j], options, stop };
      const vote = set.votes[j];
      if (isBatch(vote)) await applyBatches(vote, kept, column);
      else await applyEach(vote, kept, column);
    }
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
  return ballots.matrix();
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
  /** Tells all calls under way that the run is over. */
  readonly stop: AbortController;
}

function assertOptions({ concurrency = 1, timeLimit = 1 }: AsyncApplyOptions): void {
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw new LabelwrightError(
      'invalid-option',
      `the concurrency is ${concurrency}; expected a whole number from 1`,
    );
  }
  if (!(timeLimit > 0)) {
    throw new LabelwrightError(
      'invalid-option',
      `the time limit is ${timeLimit}; expected milliseconds above 0`,
    );
  }
}

async function checkRows<R>(
  { check }: Pick<SetParts<R, string, string, unknown>, 'check'>,
  records: readonly R[],
  options: ApplyOptions,
): Promise<Row<R>[]> {
  const rows: Row<R>[] = [];
  for (let i = 0; i < records.length; i++) {
    const checked = check ? await check(records[i]) : { record: records[i] };
    if (checked.problem === undefined) rows.push({ record: checked.record, row: i });
    else raiseInvalid(checked.problem, i, options);
  }
  return rows;
}

function isBatch<R, L extends string>(vote: AnyLabelingFunction<R, L>): vote is BatchLabelingFunction<R, L> {
  return typeof (vote as Partial<BatchLabelingFunction<R, L>>).many === 'function';
}

async function applyEach<R, L extends string, F extends string>(
  vote: LabelingFunction<R, L> | AsyncLabelingFunction<R, L>,
  rows: readonly Row<R>[],
  target: Column<L, F>,
): Promise<void> {
  const { ballots, column, options } = target;
  await inParallel(rows, target, async ({ record, row }, limit) => {
    let returned: unknown;
    try {
      beat(row, column, options);
      const answer = limit.start((signal) => vote(record, signal));
      rest(options); // The call has come back; what is left is a promise, which the limit watches.
      returned = isPromise(answer) ? await limit.inTime(answer) : answer;
    } catch (thrown) {
      return raiseThrown(thrown, row, target);
    }
    ballots.cast(row, column, returned);
  });
}

async function applyBatches<R, L extends string, F extends string>(
  { many, size }: BatchLabelingFunction<R, L>,
  rows: readonly Row<R>[],
  target: Column<L, F>,
): Promise<void> {
  const { ballots, column, options } = target;
  const batches = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
    rows.slice(n * size, (n + 1) * size),
  );
  await inParallel(batches, target, async (batch, limit) => {
    let returned: readonly unknown[];
    try {
      beat(batch[0].row, column, options);
      const answer = limit.start((signal) =>
        many(
          batch.map(({ record }) => record),
          signal,
        ),
      );
      rest(options);
      returned = await limit.inTime(answer);
      assertOnePerRecord(returned, batch.length);
    } catch (thrown) {
      for (const { row } of batch) raiseThrown(thrown, row, target);
      return;
    }
    for (const [n, { row }] of batch.entries()) ballots.cast(row, column, returned[n]);
  });
}

function isPromise<T>(answer: T | Promise<T>): answer is Promise<T> {
  return answer instanceof Promise;
}

/** Works on so many items at once, taking them in order; the first failure ends it, and all that is under way. */
async function inParallel<T>(
  items: readonly T[],
  { options, stop }: Pick<Column<string, string>, 'options' | 'stop'>,
  work: (item: T, limit: TimeLimit) => Promise<void>,
): Promise<void> {
  const { concurrency = 16, timeLimit = 60_000 } = options;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      stop.signal.throwIfAborted();
      const limit = new TimeLimit(timeLimit, stop.signal);
      try {
        await work(items[next++], limit);
      } catch (thrown) {
        stop.abort(thrown);
        throw thrown;
      } finally {
        limit.clear();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
}

function raiseThrown(
  thrown: unknown,
  row: number,
  { name, options, stop }: Pick<Column<string, string>, 'name' | 'options' | 'stop'>,
): void {
  if (stop.signal.aborted) throw stop.signal.reason;
  const id = idOf(row, options);
  if (thrown instanceof Overtime) {
    const message = `labeling function '${name}' ${messageOf(thrown)} on record '${id}'`;
    raise({ function: name, row, id, kind: 'timeout', message, cause: thrown }, options.onFault);
  } else {
    raise(thrownFault(name, row, id, thrown), options.onFault);
  }
}
