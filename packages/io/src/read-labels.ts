import { ProbabilisticLabels } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { isObject } from './json-lines.ts';
import { PROBABILITY } from './labels-writer.ts';
import { readRecords } from './read-records.ts';

/** The labels of a whole file. */
export interface LabelsFile {
  readonly ids: readonly string[];
  /** The label of each record, `undefined` where it has none. */
  readonly labels: readonly (string | undefined)[];
  /** The distributions, where the file has them; a record without a label counts as without votes. */
  readonly probabilities: ProbabilisticLabels<string> | undefined;
}

/** Reads labels as {@link labelsWriter} writes them, from JSON Lines, CSV or Parquet; probabilities may be absent. */
export async function readLabels(path: string): Promise<LabelsFile> {
  const ids: string[] = [];
  const labels: (string | undefined)[] = [];
  const rows: number[] = [];
  let names: readonly string[] | undefined;
  for await (const batch of readRecords(path)) {
    for (const [i, record] of batch.records.entries()) {
      const place = () => `${path}, line ${batch.lines[i]}`;
      const found = probabilitiesOf(record);
      names ??= Object.keys(found);
      ids.push(String(record.id ?? ids.length));
      labels.push(labelOf(place, record));
      for (const name of names) rows.push(probability(place, name, found[name]));
    }
  }
  const probabilities = names?.length ? distributions(path, names, rows, ids, labels) : undefined;
  return { ids, labels, probabilities };
}

function labelOf(place: () => string, { label }: Record<string, unknown>): string | undefined {
  if (label === null || label === '') return undefined;
  if (typeof label === 'string') return label;
  throw fileError(
    place(),
    `: field 'label' is ${JSON.stringify(label) ?? 'absent'}; expected a name or null`,
  );
}

/** The probabilities by label: an object in a field of their own, or in columns named for it. */
function probabilitiesOf(record: Record<string, unknown>): Record<string, unknown> {
  if (isObject(record.probabilities)) return record.probabilities;
  const columns = Object.entries(record).filter(([name]) => name.startsWith(PROBABILITY));
  return Object.fromEntries(columns.map(([name, value]) => [name.slice(PROBABILITY.length), value]));
}

function probability(place: () => string, name: string, value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && number >= 0 && number <= 1) return number;
  const found = JSON.stringify(value) ?? 'absent';
  throw fileError(place(), `: the probability of '${name}' is ${found}; expected a number from 0 to 1`);
}

function distributions(
  path: string,
  labels: readonly string[],
  rows: readonly number[],
  ids: readonly string[],
  given: readonly (string | undefined)[],
): ProbabilisticLabels<string> {
  const table = Float64Array.from(rows);
  const covered = Uint8Array.from(given, (label) => (label === undefined ? 0 : 1));
  try {
    return new ProbabilisticLabels({ labels, table, covered, index: Uint32Array.from(ids.keys()), ids });
  } catch (cause) {
    throw fileError(path, `: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
