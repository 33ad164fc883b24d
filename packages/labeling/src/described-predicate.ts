import type {
  AsyncPredicate,
  DescribedPredicate,
  Predicate,
  PredicateDescription,
  Span,
} from './labeling-function.ts';

/** Makes a predicate that knows what it is. */
export function describedPredicate<T>(
  test: (value: T) => boolean,
  description: PredicateDescription,
  spans?: (text: string) => Span[],
): DescribedPredicate<T> {
  const predicate = (value: T): boolean => test(value);
  return Object.assign(predicate, spans ? { description, spans } : { description });
}

/** What the predicate says about itself; a plain function is only that. */
export function predicateDescription<T>(predicate: Predicate<T> | AsyncPredicate<T>): PredicateDescription {
  return (predicate as Partial<DescribedPredicate<T>>).description ?? { kind: 'function' };
}

/** The places in the text that make the predicate hold; none where it cannot tell. */
export function spansOf<T>(predicate: Predicate<T>, text: string): Span[] {
  return (predicate as Partial<DescribedPredicate<T>>).spans?.(text) ?? [];
}

/** All places of a pattern in the text that are not empty; the pattern must be global. */
export function placesOf(pattern: RegExp, text: string): Span[] {
  return Array.from(text.matchAll(pattern))
    .filter(({ 0: found }) => found !== '')
    .map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}
