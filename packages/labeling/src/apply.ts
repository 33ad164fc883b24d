import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import { kindOf } from './assert-function.ts';
import { Ballots } from './ballots.ts';
import type { CompiledSet } from './compiled-set.ts';
import { type Fault, raise, thrownFault } from './fault.ts';
import { isPromise } from './is-promise.ts';
import type { LabelingFunction } from './labeling-function.ts';
import type { CheckedRecord } from './record-type.ts';
import { Stopwatch } from './stopwatch.ts';

/** How labeling functions are applied. */
export interface ApplyOptions {
  /** Names of the records, one for each; their positions where left out. */
  readonly ids?: readonly string[] | undefined;
  /** Gets every fault; the function abstains there. Without it, the first fault ends the run with an error. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
  /** Gets `[row, column + 1]` before each call and 0 in second place after the last, for a watch in another thread. */
  readonly heartbeat?: Int32Array | undefined;
  /** Gets how long each function took, in milliseconds by column, added to what is there: timed on every 16th record. */
  readonly times?: Float64Array | undefined;
  /** Calls that are not made: the function abstains there. */
  readonly skip?: ((row: number, column: number) => boolean) | undefined;
}

/** What applying needs to know of a set. */
export interface SetParts<R, L extends string, F extends string, V> {
  readonly labels: readonly L[];
  readonly names: readonly F[];
  readonly votes: readonly V[];
  /** The rules that answer at once, prepared. */
  readonly compiled: () => CompiledSet<R, L>;
  readonly check: ((record: unknown) => CheckedRecord<R> | Promise<CheckedRecord<R>>) | undefined;
}

/** Applies synchronous functions to records. */
export function apply<R, L extends string, F extends string>(
  set: SetParts<R, L, F, LabelingFunction<R, L>>,
  records: readonly R[],
  options: ApplyOptions,
): LabelMatrix<L, F> {
  assertRecords(records, options);
  const ballots = openBallots(set, records.length, options);
  const compiled = set.compiled();
  const watch = new Stopwatch(options.times);
  try {
    for (let i = 0; i < records.length; i++) {
      const checked = checkRecord(set, records[i], i, options);
      if (checked === undefined) continue;
      compiled.applyTo(checked.record, i, ballots, options, watch);
    }
  } finally {
    rest(options);
    watch.stop();
  }
  return ballots.matrix();
}

/** The ballots of a run. */
export function openBallots<L extends string, F extends string>(
  { labels, names }: { readonly labels: readonly L[]; readonly names: readonly F[] },
  rows: number,
  { ids, onFault }: ApplyOptions,
): Ballots<L, F> {
  return new Ballots({ labels, names, rows, ids, onFault });
}

/** Refuses what is no list of records, and names that are not one for each of them. */
export function assertRecords(records: unknown, { ids }: ApplyOptions): void {
  if (!Array.isArray(records)) {
    throw new LabelwrightError('invalid-record', `found ${kindOf(records)}; expected a list of records`);
  }
  if (ids === undefined || ids.length === records.length) return;
  throw new LabelwrightError(
    'mismatch',
    `found ${ids.length} ids for ${records.length} records; expected one for each`,
  );
}

/** The record as the functions see it; `undefined`, and a fault, where it has not the declared shape. */
function checkRecord<R>(
  { check }: Pick<SetParts<R, string, string, unknown>, 'check'>,
  record: R,
  row: number,
  options: ApplyOptions,
): { readonly record: R } | undefined {
  if (check === undefined) return { record };
  const checked = check(record);
  if (isPromise(checked)) {
    throw new LabelwrightError(
      'invalid-definition',
      'the record schema answers with a promise; expected asyncFunctions, or a schema that answers at once',
    );
  }
  if (checked.problem === undefined) return checked;
  raiseInvalid(checked.problem, row, options);
  return undefined;
}

/** Raises the fault of a record that has not the declared shape. */
export function raiseInvalid(problem: string, row: number, options: ApplyOptions): void {
  const id = idOf(row, options);
  const message = `record '${id}' is not of the declared shape: ${problem}`;
  raise({ function: undefined, row, id, kind: 'invalid-record', message }, options.onFault);
}

/** A synchronous function and its place in the set. */
export interface SyncColumn<R, L extends string> {
  readonly vote: LabelingFunction<R, L>;
  readonly column: number;
  readonly name: string;
}

/** Asks one synchronous function about one record. */
export function applyOne<R, L extends string, F extends string>(
  { vote, column, name }: SyncColumn<R, L>,
  record: R,
  row: number,
  ballots: Ballots<L, F>,
  options: ApplyOptions,
): void {
  if (options.skip?.(row, column)) return;
  beat(row, column, options);
  let returned: unknown;
  try {
    returned = vote(record);
    if (isPromise(returned)) throw new TypeError(promised(returned));
  } catch (thrown) {
    raise(thrownFault(name, row, idOf(row, options), thrown), options.onFault);
    return;
  }
  ballots.cast(row, column, returned);
}

/** Tells the watch which call is about to be made. */
export function beat(row: number, column: number, { heartbeat }: ApplyOptions): void {
  if (!heartbeat) return;
  heartbeat[0] = row;
  heartbeat[1] = column + 1;
}

/** The name of a record in messages. */
export function idOf(row: number, { ids }: ApplyOptions): string {
  return ids?.[row] ?? String(row);
}

/** Tells the watch that no call is under way. */
export function rest({ heartbeat }: ApplyOptions): void {
  if (heartbeat) heartbeat[1] = 0;
}

function promised(promise: PromiseLike<unknown>): string {
  Promise.resolve(promise).catch(() => undefined); // Its fate is of no interest: it should not have been made.
  return 'it returned a promise; expected a vote at once (asyncFunctions takes asynchronous functions)';
}
