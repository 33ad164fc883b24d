import { assertFunction } from './assert-function.ts';

/**
 * Loads a value when it is first asked for, and keeps it.
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
    loaded ??= { value: load() };
    return loaded.value;
  };
}
