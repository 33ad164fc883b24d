import { LabelwrightError } from '@labelwright/core';
import { readGold } from '@labelwright/io';

/** A gold label per record, in the order of the ids; `undefined` where there is none. */
export async function goldFor(
  path: string,
  labels: readonly string[],
  ids: readonly string[],
): Promise<(string | undefined)[]> {
  const gold = await readGold(path, { labels });
  const found = ids.map((id) => gold.get(id));
  if (ids.length > 0 && found.every((label) => label === undefined)) {
    const example = gold.keys().next().value;
    throw new LabelwrightError(
      'mismatch',
      `'${path}' names no record of the votes: its first id is '${example}'; expected ids such as '${ids[0]}'`,
    );
  }
  return found;
}
