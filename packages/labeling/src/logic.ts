import { assertFunction } from './assert-function.ts';
import { cluesOfAll, cluesOfAny, setClues } from './clues.ts';
import { describedPredicate, predicateDescription, spansOf } from './described-predicate.ts';
import { passes } from './is-promise.ts';
import type { DescribedPredicate, Predicate } from './labeling-function.ts';

/**
 * Holds when all of the predicates hold.
 *
 * @example
 * ```ts import.meta.vitest
 * const { above } = await import('./compare.ts');
 * [50, 70, 600].map((words) => and(above(60), not(above(500)))(words)); // => [false, true, false]
 * ```
 */
export function and<T>(...predicates: readonly Predicate<T>[]): DescribedPredicate<T> {
  const holds = (value: T) => predicates.every((predicate) => passes(predicate, value));
  return setClues(combined('and', predicates, holds), () => cluesOfAll(predicates));
}

/** Holds when at least one of the predicates holds. */
export function or<T>(...predicates: readonly Predicate<T>[]): DescribedPredicate<T> {
  const holds = (value: T) => predicates.some((predicate) => passes(predicate, value));
  return setClues(combined('or', predicates, holds), () => cluesOfAny(predicates));
}

/** Holds when the predicate does not. */
export function not<T>(predicate: Predicate<T>): DescribedPredicate<T> {
  assertFunction(predicate, 'not', 'a predicate');
  return describedPredicate((value) => !passes(predicate, value), {
    kind: 'not',
    parts: [predicateDescription(predicate)],
  });
}

function combined<T>(
  kind: string,
  predicates: readonly Predicate<T>[],
  test: (value: T) => boolean,
): DescribedPredicate<T> {
  for (const predicate of predicates) assertFunction(predicate, kind, 'a predicate');
  const parts = predicates.map(predicateDescription);
  return describedPredicate(test, { kind, parts }, (text) =>
    predicates.flatMap((part) => spansOf(part, text)),
  );
}
