import type { Feature } from '@labelwright/labeling';

/** A record with a text in this field. */
export type WithText<K extends string> = Readonly<Record<K, string>>;

/** Reads the text of a record: from the field of that name, or by the feature. */
export function textOf<R>(source: string | Feature<R, string>): Feature<R, string> {
  if (typeof source === 'function') return source;
  return (record) => (record as WithText<string>)[source];
}
