/** A question to the record. */
export type Feature<R, T> = (record: R) => T;

/** A test of a value. */
export type Predicate<T> = (value: T) => boolean;

/** A place in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A predicate on a text that knows what it is and where in a text it holds. */
export function describedPredicate(
  test: (text: string) => boolean,
  description: Readonly<Record<string, unknown>>,
  spans: (text: string) => Span[],
): Predicate<string> {
  return Object.assign(test, { description, spans });
}
