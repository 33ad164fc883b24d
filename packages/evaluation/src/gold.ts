import { ABSTAIN, LabelwrightError, labelPositions } from '@labelwright/core';

/** The true labels, one per record, unknown where `undefined` or `null`; or their positions, `ABSTAIN` where unknown. */
export type Gold<L extends string> = readonly (L | null | undefined)[] | Int16Array;

/** The positions of the gold labels, checked against the labels and the number of records. */
export function goldPositions<L extends string>(
  labels: readonly L[],
  gold: Gold<L>,
  records: number,
): Int16Array {
  const positions = gold instanceof Int16Array ? gold : labelPositions(labels, gold);
  if (positions.length !== records) {
    throw new LabelwrightError('mismatch', `found ${positions.length} gold labels; expected ${records}`);
  }
  for (let i = 0; i < records; i++) {
    if (positions[i] >= ABSTAIN && positions[i] < labels.length) continue;
    throw new LabelwrightError(
      'mismatch',
      `the gold label of record ${i} is at position ${positions[i]}; expected below ${labels.length}`,
    );
  }
  return positions;
}

/** One value per name: a plain object that is safe for any name. */
export function byName<K extends string, T>(
  names: readonly K[],
  entryOf: (position: number, name: K) => T,
): Readonly<Record<K, T>> {
  return Object.fromEntries(names.map((name, n) => [name, entryOf(n, name)])) as Record<K, T>;
}
