import { LabelwrightError } from '@labelwright/core';
import { assertFunction, kindOf } from './assert-function.ts';
import { isPromise } from './is-promise.ts';
import type { Feature } from './labeling-function.ts';

/** What a feature is remembered by. */
export interface MemoOptions<R, K> {
  /** The same key, the same value: for records that repeat. It is remembered for good. Default the record itself. */
  readonly by?: ((record: R) => K) | undefined;
}

/**
 * Computes a feature once per record, however many functions ask for it.
 *
 * Remembers by the record itself, so a record that is done with takes its value along.
 *
 * @throws `function-failed` on a record that is no object, without a key
 *
 * @example
 * ```ts import.meta.vitest
 * let calls = 0;
 * const length = memo((record: { text: string }) => { calls++; return record.text.length; });
 * const record = { text: 'song' };
 * length(record) + length(record); // => 8
 * calls; // => 1
 * ```
 */
export function memo<R extends object, T, K = unknown>(
  feature: Feature<R, T>,
  options: MemoOptions<R, K> = {},
): Feature<R, T> {
  const { by } = options;
  assertFunction(feature, 'memo', 'a feature');
  if (by !== undefined) assertFunction(by, 'memo', 'a function of the record that gives its key');
  return by ? remembering(feature, by, new Map()) : remembering(feature, itself, new WeakMap());
}

/** The record as its own key; a text or a number would have to be remembered for good. */
function itself<R extends object>(record: R): R {
  if (typeof record === 'object' && record !== null) return record;
  throw new LabelwrightError(
    'function-failed',
    `memo got ${kindOf(record)} as the record; expected an object, or the option by`,
  );
}

/** What is known of keys. */
interface Memory<K, T> {
  get(key: K): { readonly value: T } | undefined;
  set(key: K, known: { readonly value: T }): unknown;
  delete(key: K): unknown;
}

function remembering<R, T, K>(
  feature: Feature<R, T>,
  keyOf: (record: R) => K,
  memory: Memory<K, T>,
): Feature<R, T> {
  return (record) => {
    const key = keyOf(record);
    const found = memory.get(key);
    if (found) return found.value;
    const value = feature(record);
    memory.set(key, { value });
    // A failure is asked about again.
    if (isPromise(value)) value.then(undefined, () => memory.delete(key));
    return value;
  };
}
