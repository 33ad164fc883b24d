import { LabelwrightError } from '@labelwright/core';
import type { Feature } from '@labelwright/labeling';

/** A record with a text in this field. */
export type WithText<K extends string> = Readonly<Record<K, string>>;

/** Reads the text of a record: from the field of that name, or by the feature; `undefined` where it has none. */
export function textOf<R>(source: string | Feature<R, string>): Feature<R, string | undefined> {
  const read = typeof source === 'function' ? source : fieldReader<R>(source);
  return (record) => {
    const text = read(record) ?? undefined;
    if (text !== undefined) assertText(text);
    return text;
  };
}

function fieldReader<R>(field: string): Feature<R, string> {
  if (typeof field === 'string') return (record) => (record as WithText<string>)[field];
  throw new LabelwrightError(
    'invalid-definition',
    `found a value of type ${typeof field} to read; expected a field or a feature`,
  );
}

/** Refuses what is no text where one is read. */
export function assertText(value: unknown): void {
  if (typeof value === 'string') return;
  const found = value === null ? 'null' : `a value of type ${typeof value}`;
  throw new LabelwrightError('function-failed', `found ${found}; expected a text`);
}
