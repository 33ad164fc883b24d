import type { Feature } from './labeling-function.ts';

/**
 * Computes a feature once per record, however many functions ask for it.
 *
 * Remembers by the record itself, so a record that is done with takes its value along.
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
export function memo<R extends object, T>(feature: Feature<R, T>): Feature<R, T> {
  const known = new WeakMap<R, { readonly value: T }>();
  return (record) => {
    const found = known.get(record);
    if (found) return found.value;
    const value = feature(record);
    known.set(record, { value });
    return value;
  };
}
