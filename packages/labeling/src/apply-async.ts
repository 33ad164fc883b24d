import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import {
  type ApplyOptions,
  applyOne,
  assertIds,
  beat,
  idOf,
  openBallots,
  raiseInvalid,
  rest,
  type SetParts,
} from './apply.ts';
import { AsyncRun, Overtime } from './async-run.ts';
import type { Ballots } from './ballots.ts';
import { raise, thrownFault } from './fault.ts';
import { isPromise } from './is-promise.ts';
import type { Ballot, BatchLabelingFunction } from './labeling-function.ts';
import { assertOnePerRecord } from './model-output.ts';
import { isRule } from './rule.ts';

/** A labeling function of any kind: synchronous, asynchronous, or for many records at once. */
export type AnyLabelingFunction<R, L extends string> = (
  record: R,
  signal: AbortSignal,
) => Ballot<L> | Promise<Ballot<L>>;

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
  const run = new AsyncRun(options.timeLimit ?? 60_000);
  const onAbort = () => run.stop(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort);
  try {
    run.throwIfStopped();
    applyRules(set, rows, ballots, options);
    for (let j = 0; j < set.votes.length; j++) {
      const vote = set.votes[j];
      if (isRule(vote)) continue;
      const kept = options.skip ? rows.filter(({ row }) => !options.skip?.(row, j)) : rows;
      const target: Target<L, F> = { ballots, column: j, name: set.names[j], options, run };
      if (isBatch(vote)) await applyBatches(vote, kept, target);
      else await applyEach(vote, kept, target);
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

/** Asks the rules that answer at once, all about one record before the next, for they may share work on it. */
function applyRules<R, L extends string, F extends string>(
  { names, votes }: SetParts<R, L, F, AnyLabelingFunction<R, L>>,
  rows: readonly Row<R>[],
  ballots: Ballots<L, F>,
  options: AsyncApplyOptions,
): void {
  const columns = votes.flatMap((vote, column) =>
    isRule(vote) ? [{ vote, column, name: names[column] }] : [],
  );
  try {
    for (const { record, row } of rows) {
      for (let j = 0; j < columns.length; j++) applyOne(columns[j], record, row, ballots, options);
    }
  } finally {
    rest(options);
  }
}

/** The column that a function fills. */
interface Target<L extends string, F extends string> {
  readonly ballots: Ballots<L, F>;
  readonly column: number;
  readonly name: F;
  readonly options: AsyncApplyOptions;
  readonly run: AsyncRun;
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

function isBatch<R, L extends string>(
  vote: AnyLabelingFunction<R, L>,
): vote is AnyLabelingFunction<R, L> & BatchLabelingFunction<R, L> {
  return typeof (vote as Partial<BatchLabelingFunction<R, L>>).many === 'function';
}

async function applyEach<R, L extends string, F extends string>(
  vote: AnyLabelingFunction<R, L>,
  rows: readonly Row<R>[],
  target: Target<L, F>,
): Promise<void> {
  const { ballots, column, run } = target;
  await inParallel(rows, target, ({ record, row }) => {
    const cast = (returned: unknown) => ballots.cast(row, column, returned);
    const fail = (thrown: unknown) => raiseThrown(thrown, row, target);
    let answer: unknown;
    try {
      answer = run.call<unknown>((signal) => watched(row, target, () => vote(record, signal)));
    } catch (thrown) {
      return fail(thrown);
    }
    return isPromise(answer) ? answer.then(cast, fail) : cast(answer);
  });
}

async function applyBatches<R, L extends string, F extends string>(
  { many, size }: BatchLabelingFunction<R, L>,
  rows: readonly Row<R>[],
  target: Target<L, F>,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) =>
    rows.slice(n * size, (n + 1) * size),
  );
  await inParallel(batches, target, async (batch) => {
    const records = batch.map(({ record }) => record);
    let returned: readonly unknown[];
    try {
      returned = await target.run.call<readonly unknown[]>((signal) =>
        watched(batch[0].row, target, () => many(records, signal)),
      );
      assertOnePerRecord(returned, batch.length);
    } catch (thrown) {
      for (const { row } of batch) raiseThrown(thrown, row, target);
      return;
    }
    for (const [n, { row }] of batch.entries()) target.ballots.cast(row, target.column, returned[n]);
  });
}

/** Makes a call under the watch of the heartbeat, until it has come back with a vote or a promise. */
function watched<T>(
  row: number,
  { column, options }: Pick<Target<string, string>, 'column' | 'options'>,
  call: () => T,
): T {
  beat(row, column, options);
  try {
    return call();
  } finally {
    rest(options);
  }
}

/** Works on so many items at once, taking them in order; the first failure ends the run. */
async function inParallel<T>(
  items: readonly T[],
  { options, run }: Pick<Target<string, string>, 'options' | 'run'>,
  work: (item: T) => void | PromiseLike<void>,
): Promise<void> {
  const { concurrency = 16 } = options;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      run.throwIfStopped();
      try {
        const pending = work(items[next++]);
        if (pending) await pending;
      } catch (thrown) {
        run.stop(thrown);
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
}

function raiseThrown(
  thrown: unknown,
  row: number,
  { name, options, run }: Pick<Target<string, string>, 'name' | 'options' | 'run'>,
): void {
  run.throwIfStopped();
  const id = idOf(row, options);
  if (thrown instanceof Overtime) {
    const message = `labeling function '${name}' ${thrown.message} on record '${id}'`;
    raise({ function: name, row, id, kind: 'timeout', message, cause: thrown }, options.onFault);
  } else {
    raise(thrownFault(name, row, id, thrown), options.onFault);
  }
}
