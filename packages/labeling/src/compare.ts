import { LabelwrightError } from '@labelwright/core';
import { kindOf } from './assert-function.ts';
import { describedPredicate } from './described-predicate.ts';
import type { DescribedPredicate } from './labeling-function.ts';
import { type Moment, timeOf } from './moment.ts';

/** Holds for numbers above the limit. */
export function above(limit: number): DescribedPredicate<number> {
  assertNumber('above', limit);
  return describedPredicate((value) => numberOf(value) > limit, { kind: 'above', limit });
}

/** Holds for numbers below the limit. */
export function below(limit: number): DescribedPredicate<number> {
  assertNumber('below', limit);
  return describedPredicate((value) => numberOf(value) < limit, { kind: 'below', limit });
}

/**
 * Holds for numbers from `low` to `high`, both included.
 *
 * @example
 * ```ts import.meta.vitest
 * [4, 5, 9, 10].map(between(5, 9)); // => [false, true, true, false]
 * ```
 */
export function between(low: number, high: number): DescribedPredicate<number> {
  assertNumber('between', low);
  assertNumber('between', high);
  if (low > high) {
    throw new LabelwrightError(
      'invalid-definition',
      `between has ${low} and ${high}; expected the lower one first`,
    );
  }
  const inside = (value: number) => value >= low && value <= high;
  return describedPredicate((value) => inside(numberOf(value)), { kind: 'between', low, high });
}

/** The number that a value is, or that a text spells, as in a CSV file; `NaN`, which is nowhere, for all else. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

/** The types of values that can be compared as they are. */
const SCALARS: readonly string[] = ['string', 'number', 'boolean', 'bigint'];

/** A value that can be compared as it is. */
export type Scalar = string | number | boolean | bigint;

/** The type of the values that a literal is one of. */
export type Widened<T extends Scalar> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : bigint;

/** Holds for this very value, which must be one that the field can have. */
export function equals<const E extends Scalar, T extends Scalar = Widened<E>>(
  expected: E extends T ? E : NoInfer<T>,
): DescribedPredicate<T> {
  assertScalar(expected);
  return describedPredicate<T>((value) => (value as Scalar) === expected, {
    kind: 'equals',
    expected: String(expected),
  });
}

/** Holds for moments before this one; a value that is no moment is never before. */
export function before(moment: Moment): DescribedPredicate<Moment> {
  const limit = momentOf('before', moment);
  return describedPredicate((value) => timeOf(value) < limit, {
    kind: 'before',
    moment: new Date(limit).toISOString(),
  });
}

/**
 * Holds for moments after this one; a value that is no moment is never after.
 *
 * @example
 * ```ts import.meta.vitest
 * after('2024-01-01')('2024-06-30T12:00:00Z'); // => true
 * after('2024-01-01')('soon'); // => false
 * ```
 */
export function after(moment: Moment): DescribedPredicate<Moment> {
  const limit = momentOf('after', moment);
  return describedPredicate((value) => timeOf(value) > limit, {
    kind: 'after',
    moment: new Date(limit).toISOString(),
  });
}

function momentOf(name: string, moment: Moment): number {
  const time = timeOf(moment);
  if (!Number.isNaN(new Date(time).getTime())) return time;
  throw new LabelwrightError(
    'invalid-definition',
    `${name} has '${String(moment)}'; expected a date such as 2024-01-31`,
  );
}

/** Refuses what no value equals: lists and objects, which are only themselves, and `NaN`. */
function assertScalar(value: unknown): void {
  if (SCALARS.includes(typeof value) && !Number.isNaN(value)) return;
  const found = typeof value === 'number' ? 'NaN' : kindOf(value);
  throw new LabelwrightError(
    'invalid-definition',
    `equals has ${found}; expected a text, number, boolean or bigint`,
  );
}

function assertNumber(name: string, limit: number): void {
  if (typeof limit === 'number' && !Number.isNaN(limit)) return;
  throw new LabelwrightError('invalid-definition', `${name} has ${String(limit)}; expected a number`);
}
