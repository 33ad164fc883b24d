import { fileError } from './file-error.ts';
import { toLabel } from './integer-votes.ts';
import { readRecords } from './read-records.ts';
import { findNames } from './vote-names.ts';

/** Where the true labels stand. */
export interface ReadGoldOptions {
  /** The labels of the task, in order: others are refused, and positions among them are understood. */
  readonly labels?: readonly string[] | undefined;
  /** The field of the record's id. By default `id`, else `task`. */
  readonly idField?: string | undefined;
  /** The field of the label. By default `label`, else `gold`. */
  readonly labelField?: string | undefined;
}

/**
 * Reads the true labels of records by their ids, from any file of records.
 *
 * A label is a name or, with labels to choose from (given, or in the `dataset.json` beside it), a position;
 * records whose label is `null`, empty or -1 are left out.
 */
export async function readGold(path: string, options: ReadGoldOptions = {}): Promise<Map<string, string>> {
  const { labels } = await findNames(path, { labels: options.labels });
  const idFields = options.idField === undefined ? ['id', 'task'] : [options.idField];
  const labelFields = options.labelField === undefined ? ['label', 'gold'] : [options.labelField];
  const gold = new Map<string, string>();
  for await (const { records, lines } of readRecords(path)) {
    for (const [i, record] of records.entries()) {
      const place = () => `${path}, line ${lines[i]}`;
      const id = fieldOf(place, record, idFields);
      const label = toLabel(place, fieldOf(place, record, labelFields), labels);
      if (label === undefined) continue;
      if ((gold.get(String(id)) ?? label) !== label) {
        const message = `: found a second label '${label}' for '${id}'; expected '${gold.get(String(id))}', as before`;
        throw fileError(place(), message);
      }
      gold.set(String(id), label);
    }
  }
  return gold;
}

function fieldOf(place: () => string, record: Record<string, unknown>, fields: readonly string[]): unknown {
  const field = fields.find((name) => Object.hasOwn(record, name));
  if (field !== undefined) return record[field];
  throw fileError(
    place(),
    `: found no field '${fields.join("' or '")}'; found ${Object.keys(record).join(', ')}`,
  );
}
