import { assertFunction } from './assert-function.ts';
import { isPromise } from './is-promise.ts';

/**
 * Loads a value when it is first asked for, and keeps it; after a failure the next who asks loads it anew.
 *
 * @example
 * ```ts import.meta.vitest
 * let loads = 0;
 * const list = lazy(() => ++loads);
 * list() + list(); // => 2
 * ```
 */
export function lazy<T>(load: () => T): () => T {
  assertFunction(load, 'lazy', 'a function that loads the value');
  let loaded: { readonly value: T } | undefined;
  return () => {
    if (loaded) return loaded.value;
    const value = load();
    loaded = { value };
    if (isPromise(value)) value.then(undefined, () => (loaded = undefined));
    return value;
  };
}
