import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import {
  type ApplyOptions,
  assertRecords,
  beat,
  idOf,
  openBallots,
  raiseInvalid,
  rest,
  type SetParts,
} from './apply.ts';
import { AsyncRun, Overtime } from './async-run.ts';
import type { Ballots } from './ballots.ts';
import { Budget } from './budget.ts';
import { Caller, type CallReport, Unaffordable } from './caller.ts';
import { raise, thrownFault } from './fault.ts';
import { isPromise } from './is-promise.ts';
import type { Ballot, BatchLabelingFunction } from './labeling-function.ts';
import { assertOnePerRecord } from './model-output.ts';
import { isRule } from './rule.ts';
import { Stopwatch, timed } from './stopwatch.ts';

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
  /**
   * What the calls may cost together, by what their functions `spend`. A call that might cost more than is left
   * is not made: the function abstains there. Default: any amount.
   */
  readonly budget?: number | undefined;
  /** Gets what each call came to, when it is over. */
  readonly onCall?: ((report: CallReport) => void) | undefined;
  /** Gets the calls that the budget did not allow. */
  readonly onUnaffordable?: ((row: number, column: number) => void) | undefined;
}

/** Applies functions of any kind, one after the other, with many calls of an asynchronous one at once. */
export async function applyAsync<R, L extends string, F extends string>(
  set: SetParts<R, L, F, AnyLabelingFunction<R, L>>,
  records: readonly R[],
  options: AsyncApplyOptions,
): Promise<LabelMatrix<L, F>> {
  assertOptions(options);
  assertRecords(records, options);
  const ballots = openBallots(set, records.length, options);
  const rows = await checkRows(set, records, options);
  const run = new AsyncRun(options.timeLimit ?? 60_000);
  const budget = options.budget === undefined ? undefined : new Budget(options.budget);
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
      const caller = new Caller(vote, set.names[j], { run, budget, onCall: options.onCall });
      const target: Target<L, F> = { ballots, column: j, name: set.names[j], options, run, caller };
      await timed(options.times, j, () =>
        isBatch(vote) ? applyBatches(vote, kept, target) : applyEach(vote, kept, target),
      );
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
  set: SetParts<R, L, F, AnyLabelingFunction<R, L>>,
  rows: readonly Row<R>[],
  ballots: Ballots<L, F>,
  options: AsyncApplyOptions,
): void {
  const compiled = set.compiled();
  const watch = new Stopwatch(options.times);
  try {
    for (const { record, row } of rows) {
      compiled.applyTo(record, row, ballots, options, watch);
    }
  } finally {
    rest(options);
    watch.stop();
  }
}

/** The column that a function fills. */
interface Target<L extends string, F extends string> {
  readonly ballots: Ballots<L, F>;
  readonly column: number;
  readonly name: F;
  readonly options: AsyncApplyOptions;
  readonly run: AsyncRun;
  readonly caller: Caller;
}

function assertOptions({ concurrency = 1, timeLimit = 1, budget = 0 }: AsyncApplyOptions): void {
  if (!(budget >= 0)) {
    throw new LabelwrightError('invalid-option', `the budget is ${budget}; expected an amount from 0`);
  }
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
  const { ballots, column, caller } = target;
  await inParallel(rows, target, ({ record, row }) => {
    const cast = (returned: unknown) => ballots.cast(row, column, returned);
    const fail = (thrown: unknown) => raiseThrown(thrown, row, target);
    let answer: unknown;
    try {
      answer = caller.call<unknown>(row, (signal) => watched(row, target, () => vote(record, signal)));
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
      returned = await target.caller.call<readonly unknown[]>(batch[0].row, (signal) =>
        watched(batch[0].row, target, () => many(records, signal)),
      );
      assertOnePerRecord(returned, batch.length);
    } catch (thrown) {
      for (const { row } of batch) raiseThrown(thrown, row, target);
      return;
    }
    for (const [n, { row }] of batch.entries()) {
      if (returned[n] instanceof Error) raiseThrown(returned[n], row, target);
      else target.ballots.cast(row, target.column, returned[n]);
    }
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
  { options, run, caller }: Pick<Target<string, string>, 'options' | 'run' | 'caller'>,
  work: (item: T) => void | PromiseLike<void>,
): Promise<void> {
  const concurrency = caller.options.concurrency ?? options.concurrency ?? 16;
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
  { name, column, options, run }: Pick<Target<string, string>, 'name' | 'column' | 'options' | 'run'>,
): void {
  run.throwIfStopped();
  if (thrown instanceof Unaffordable) {
    options.onUnaffordable?.(row, column);
    return;
  }
  const id = idOf(row, options);
  if (thrown instanceof Overtime) {
    const message = `labeling function '${name}' ${thrown.message} on record '${id}'`;
    raise({ function: name, row, id, kind: 'timeout', message, cause: thrown }, options.onFault);
  } else {
    raise(thrownFault(name, row, id, thrown), options.onFault);
  }
}
