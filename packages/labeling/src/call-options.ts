import { LabelwrightError } from '@labelwright/core';

/** How a function that answers with a promise is called: it stands beside the function that it is about. */
export interface CallOptions {
  /** How many calls of it are under way at once, 1 or more. Default: the concurrency of the run. */
  readonly concurrency?: number | undefined;
  /** How many calls of it begin per second at most, above 0. Default: any number. */
  readonly callsPerSecond?: number | undefined;
  /** How often a call that failed or took too long is made again, 0 or more. Default 0. */
  readonly retries?: number | undefined;
  /**
   * The wait before the first retry, in milliseconds; it doubles with each retry, up to a minute, and up to half
   * of it is taken off by chance, the same chance in each run. Default 500.
   */
  readonly backoff?: number | undefined;
  /** Which errors are worth a retry. Default: all. */
  readonly retryOn?: ((error: unknown) => boolean) | undefined;
  /** The most that a call can cost, where you know it: then a budget is never passed. Default: the dearest so far. */
  readonly mostCost?: number | undefined;
  /** How long a call may take, in milliseconds. Default: the time limit of the run. */
  readonly timeLimit?: number | undefined;
}

const known = new WeakMap<object, CallOptions>();

/** Notes how the function is called. @throws `invalid-definition` for an option out of its range */
export function setCallOptions<V extends object>(labelingFunction: V, options: CallOptions): V {
  const { concurrency = 1, callsPerSecond = 1, retries = 0, backoff = 0 } = options;
  const { timeLimit = 1, mostCost = 0 } = options;
  assertWhole('concurrency', concurrency, 1);
  assertWhole('retries', retries, 0);
  assertAbove('callsPerSecond', callsPerSecond);
  assertAbove('timeLimit', timeLimit);
  if (!(backoff >= 0)) refuse('backoff', backoff, 'milliseconds from 0');
  if (!(mostCost >= 0)) refuse('mostCost', mostCost, 'an amount from 0');
  known.set(labelingFunction, options);
  return labelingFunction;
}

/** How the function is called. */
export function callOptionsOf(labelingFunction: object): CallOptions {
  return known.get(labelingFunction) ?? {};
}

function assertWhole(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least)) refuse(name, value, `a whole number from ${least}`);
}

function assertAbove(name: string, value: number): void {
  if (!(value > 0)) refuse(name, value, 'a number above 0');
}

function refuse(name: string, value: number, expected: string): never {
  throw new LabelwrightError(
    'invalid-definition',
    `the option ${name} of an asynchronous function is ${value}; expected ${expected}`,
  );
}
