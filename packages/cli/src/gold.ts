import { LabelwrightError, oneOf, ProbabilisticLabels } from '@labelwright/core';
import type { Gold } from '@labelwright/evaluation';
import { readGold, readRecords } from '@labelwright/io';

/** What is known of records, in the order of their ids; an error where the file names none of them. */
export type GoldFor<G> = (ids: readonly string[]) => G;

/**
 * Reads gold for records: a label for each, or a distribution where the file has `probabilities`; nothing is known of
 * records that it does not name.
 */
export async function openGold(path: string, labels: readonly string[]): Promise<GoldFor<Gold<string>>> {
  const soft = await softGold(path, labels);
  if (!soft) return openHardGold(path, labels);
  const nothing = labels.map(() => 0);
  return (ids) => {
    assertNamed(path, soft, ids);
    const rows = ids.map((id) => soft.get(id) ?? nothing);
    return ProbabilisticLabels.fromRows(labels, rows, ids);
  };
}

/** Reads the known label of each record; `undefined` where the file does not name it. */
export async function openHardGold(
  path: string,
  labels: readonly string[],
): Promise<GoldFor<(string | undefined)[]>> {
  const gold = await readGold(path, { labels });
  return (ids) => {
    assertNamed(path, gold, ids);
    return ids.map((id) => gold.get(id));
  };
}

/** Refuses gold that names none of the records. */
function assertNamed(path: string, gold: ReadonlyMap<string, unknown>, ids: readonly string[]): void {
  if (ids.length === 0 || ids.some((id) => gold.has(id))) return;
  if (gold.size === 0) {
    throw new LabelwrightError('invalid-file', `found no label in '${path}'; expected at least one`);
  }
  const example = gold.keys().next().value;
  throw new LabelwrightError(
    'mismatch',
    `'${path}' names no record of the votes: its first id is '${example}'; expected ids such as '${ids[0]}'`,
  );
}

/** The distributions of a file whose first record has `probabilities`; `undefined` of any other file. */
async function softGold(
  path: string,
  labels: readonly string[],
): Promise<Map<string, readonly number[]> | undefined> {
  const found = new Map<string, readonly number[]>();
  for await (const { records, lines } of readRecords(path)) {
    for (const [i, record] of records.entries()) {
      if (found.size === 0 && !isObject(record.probabilities)) return undefined;
      const place = `${path}, line ${lines[i]}`;
      found.set(String(record.id ?? record.task), distributionOf(place, record.probabilities, labels));
    }
  }
  return found.size > 0 ? found : undefined;
}

function distributionOf(place: string, value: unknown, labels: readonly string[]): number[] {
  if (!isObject(value)) {
    throw new LabelwrightError('invalid-file', `${place}: found no probabilities; expected some by label`);
  }
  const unknown = Object.keys(value).find((name) => !labels.includes(name));
  if (unknown !== undefined) {
    throw new LabelwrightError(
      'invalid-file',
      `${place}: found the label '${unknown}'; expected ${oneOf(labels)}`,
    );
  }
  const shares = labels.map((label) => Number(value[label] ?? 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.every((share) => share >= 0) && Math.abs(sum - 1) < 1e-3)
    return shares.map((share) => share / sum);
  throw new LabelwrightError(
    'invalid-file',
    `${place}: the probabilities are ${JSON.stringify(value)}; expected numbers from 0 to 1 that sum to 1`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
