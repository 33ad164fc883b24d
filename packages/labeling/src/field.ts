import { LabelwrightError } from '@labelwright/core';
import { kindOf } from './assert-function.ts';
import type { Feature } from './labeling-function.ts';

/** The fields of a record that hold a value of this type, or none. */
export type FieldOf<R, T> = { [K in keyof R]-?: NonNullable<R[K]> extends T ? K : never }[keyof R] & string;

/** Where a value comes from: the field of that name, or a feature. */
export type FieldOrFeature<R, T> = FieldOf<R, T> | Feature<R, T>;

/** Reads the field, or asks the feature. */
export function featureOf<R, T>(source: string | Feature<R, T>): Feature<R, T> {
  assertSource(source);
  if (typeof source === 'function') return source;
  const read = (record: R) => (record as Readonly<Record<string, T>>)[source];
  if (!(source in Object.prototype)) return read;
  // Every object inherits this name: only the record's own is a field.
  return (record) => (Object.hasOwn(record as object, source) ? read(record) : (undefined as T));
}

/** Refuses what is neither the name of a field nor a feature. */
export function assertSource(source: unknown): void {
  if (typeof source === 'string' || typeof source === 'function') return;
  throw new LabelwrightError(
    'invalid-definition',
    `a rule has ${kindOf(source)} to test; expected a field or a feature`,
  );
}
