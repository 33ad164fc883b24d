import { LabelwrightError } from '@labelwright/core';

/** Refuses a promise where an answer is expected at once: it would count as true. */
export function assertNow(value: unknown, where: string): void {
  if (!isPromise(value)) return;
  Promise.resolve(value).catch(() => undefined); // Its fate is of no interest.
  throw new LabelwrightError(
    'function-failed',
    `found a promise as ${where}; expected an answer at once: whenAsync and asyncFunctions wait for one`,
  );
}

/** Holds where there is a value and it passes the test. */
export function passes<T>(predicate: (value: T) => boolean, value: T | null | undefined): boolean {
  if (value === undefined || value === null) return false;
  assertNow(value, 'a value');
  const found = predicate(value);
  if (found !== true) assertNow(found, 'the result of a test');
  return found;
}

/** Holds for promises, whoever made them. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
