import { LabelwrightError, oneOf } from '@labelwright/core';

/** What records may be sliced by. */
export interface SliceFields {
  /** The names that were asked for. */
  readonly slice?: readonly string[] | undefined;
  /** The labeling functions, by whose votes records may be sliced too. */
  readonly functions?: readonly string[] | undefined;
}

type Records = readonly Readonly<Record<string, unknown>>[];

/**
 * Refuses to slice by what is neither a labeling function nor a field of these first records.
 *
 * @throws `invalid-option`
 */
export function assertSliceable({ slice = [], functions = [] }: SliceFields, records: Records): void {
  if (records.length === 0) return;
  const unknown = slice.filter(
    (name) => !functions.includes(name) && records.every((record) => record[name] === undefined),
  );
  if (unknown.length === 0) return;
  const fields = [...new Set(records.flatMap((record) => Object.keys(record)))];
  throw new LabelwrightError(
    'invalid-option',
    `found nothing called '${unknown[0]}' to slice by; expected a labeling function, or a field of the first ${records.length} records: ${oneOf(fields)}`,
  );
}

/**
 * Refuses, where there are no records, to slice by what is no labeling function.
 *
 * @throws `invalid-option`
 */
export function assertFunctions({ slice = [], functions = [] }: SliceFields): void {
  const unknown = slice.find((name) => !functions.includes(name));
  if (unknown === undefined) return;
  throw new LabelwrightError(
    'invalid-option',
    `found nothing called '${unknown}' to slice by; expected a field of the records, which --records names, or a labeling function: ${oneOf(functions)}`,
  );
}

/** The batches, the first of which is looked at. */
export async function* sliceable<T extends { readonly records: Records }>(
  batches: AsyncIterable<T>,
  fields: SliceFields & { readonly text?: string | undefined },
): AsyncGenerator<T> {
  let first = true;
  for await (const batch of batches) {
    if (first) {
      assertText(fields.text, batch.records);
      assertSliceable(fields, batch.records);
    }
    first &&= batch.records.length === 0;
    yield batch;
  }
}

/** Refuses to read a field that none of these first records has. */
function assertText(text: string | undefined, records: Records): void {
  if (text === undefined || records.length === 0 || records.some((record) => text in record)) return;
  throw new LabelwrightError(
    'invalid-option',
    `found no field '${text}' in the first ${records.length} records; expected --text to name ${oneOf(Object.keys(records[0]))}`,
  );
}
