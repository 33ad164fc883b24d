import { assertFunction } from './assert-function.ts';
import { type CallOptions, setCallOptions } from './call-options.ts';
import type { AsyncLabelingFunction } from './labeling-function.ts';

/**
 * Makes a labeling function that answers with a promise, and says how it is called: how often per second, how
 * many calls at once, how often again after an error.
 *
 * @throws `invalid-definition` for an option out of its range
 *
 * @example
 * ```ts import.meta.vitest
 * const judge = asyncFunction<string, 'ham' | 'spam'>(async (text) => (text === 'song' ? 'ham' : undefined), {
 *   callsPerSecond: 5,
 *   retries: 3,
 * });
 * await judge('song', new AbortController().signal); // => 'ham'
 * ```
 */
export function asyncFunction<R, L extends string>(
  vote: AsyncLabelingFunction<R, L>,
  options: CallOptions = {},
): AsyncLabelingFunction<R, L> {
  assertFunction(vote, 'asyncFunction', 'a labeling function');
  return setCallOptions((record: R, signal: AbortSignal) => vote(record, signal), options);
}
