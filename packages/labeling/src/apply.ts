import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import { Ballots } from './ballots.ts';
import { type Fault, raise, thrownFault } from './fault.ts';
import type { LabelingFunction } from './labeling-function.ts';
import type { CheckedRecord } from './record-type.ts';

/** How labeling functions are applied. */
export interface ApplyOptions {
  /** Names of the records, one for each; their positions where left out. */
  readonly ids?: readonly string[] | undefined;
  /** Gets every fault; the function abstains there. Without it, the first fault ends the run with an error. */
  readonly onFault?: ((fault: Fault) => void) | undefined;
  /** Gets `[row, column + 1]` before each call and 0 in second place after the last, for a watch in another thread. */
  readonly heartbeat?: Int32Array | undefined;
  /** Calls that are not made: the function abstains there. */
  readonly skip?: ((row: number, column: number) => boolean) | undefined;
}

/** What applying needs to know of a set. */
export interface SetParts<R, L extends string, F extends string, V> {
  readonly labels: readonly L[];
  readonly names: readonly F[];
  readonly votes: readonly V[];
  readonly check: ((record: unknown) => CheckedRecord<R> | Promise<CheckedRecord<R>>) | undefined;
}

/** Applies synchronous functions to records. */
export function apply<R, L extends string, F extends string>(
  set: SetParts<R, L, F, LabelingFunction<R, L>>,
  records: readonly R[],
  options: ApplyOptions,
): LabelMatrix<L, F> {
  assertIds(records.length, options);
  const ballots = openBallots(set, records.length, options);
  for (let i = 0; i < records.length; i++) {
    const checked = checkRecord(set, records[i], i, options);
    if (checked === undefined) continue;
    for (let j = 0; j < set.votes.length; j++) applyOne(set, ballots, checked.record, i, j, options);
  }
  rest(options);
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

/** Refuses names that are not one for each record. */
export function assertIds(records: number, { ids }: ApplyOptions): void {
  if (ids === undefined || ids.length === records) return;
  throw new LabelwrightError(
    'mismatch',
    `found ${ids.length} ids for ${records} records; expected one for each`,
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
  if (checked instanceof Promise) {
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

/** Asks one synchronous function about one record. */
function applyOne<R, L extends string, F extends string>(
  { names, votes }: SetParts<R, L, F, LabelingFunction<R, L>>,
  ballots: Ballots<L, F>,
  record: R,
  row: number,
  column: number,
  options: ApplyOptions,
): void {
  if (options.skip?.(row, column)) return;
  beat(row, column, options);
  let returned: unknown;
  try {
    returned = votes[column](record);
    if (isThenable(returned)) throw new TypeError(promised(returned));
  } catch (thrown) {
    raise(thrownFault(names[column], row, idOf(row, options), thrown), options.onFault);
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

function isThenable(returned: unknown): returned is PromiseLike<unknown> {
  return typeof returned === 'object' && returned !== null && 'then' in returned;
}

function promised(promise: PromiseLike<unknown>): string {
  Promise.resolve(promise).catch(() => undefined); // Its fate is of no interest: it should not have been made.
  return 'it returned a promise; expected a vote at once (asyncFunctions takes asynchronous functions)';
}
