import { messageOf } from '@labelwright/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Stands for the type of the records, which needs no check when it runs. */
export interface RecordType<R> {
  readonly kind: 'record-type';
  /** Never set: it carries the type. */
  readonly record?: R;
}

/** The records of a task: their type alone, or a schema that checks each (any Standard Schema: zod, valibot …). */
export type RecordSchema<R> = RecordType<R> | StandardSchemaV1<unknown, R>;

/**
 * Names the type of the records.
 *
 * @example
 * ```ts import.meta.vitest
 * type<{ text: string }>().kind; // => 'record-type'
 * ```
 */
export function type<R>(): RecordType<R> {
  return { kind: 'record-type' };
}

/** Holds for the type of records or a schema: some schemas are functions. */
export function isRecordSchema(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return '~standard' in value || ('kind' in value && value.kind === 'record-type');
}

/** A record that passed, or why it did not. */
export type CheckedRecord<R> =
  | { readonly record: R; readonly problem?: undefined }
  | { readonly problem: string };

/** Checks a record against the schema; `undefined` where the task has none. */
export function recordChecker<R>(
  schema: RecordSchema<R>,
): ((record: unknown) => CheckedRecord<R> | Promise<CheckedRecord<R>>) | undefined {
  if (!('~standard' in schema)) return undefined;
  return (record) => {
    try {
      const result = schema['~standard'].validate(record);
      return result instanceof Promise ? result.then(checked, failed) : checked(result);
    } catch (thrown) {
      return failed(thrown);
    }
  };
}

function checked<R>(result: StandardSchemaV1.Result<R>): CheckedRecord<R> {
  if (result.issues === undefined) return { record: result.value };
  return { problem: result.issues.map(describe).join('; ') };
}

function failed(thrown: unknown): CheckedRecord<never> {
  return { problem: `the schema failed: ${messageOf(thrown)}` };
}

function describe({ path = [], message }: StandardSchemaV1.Issue): string {
  const field = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return field === '' ? message : `field '${field}': ${message}`;
}
