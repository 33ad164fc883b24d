import { ABSTAIN, type LabelMatrix } from '@labelwright/core';
import type { Evidence } from '@labelwright/labeling';
import type { PlainEvidence } from './protocol.ts';

/** What made the functions vote on these records, as far as the functions can tell. */
export function collectEvidence(
  functions: Readonly<Record<string, unknown>>,
  { votes, functions: names, columns }: LabelMatrix,
  { records, evidenceOf }: { readonly records: readonly unknown[]; readonly evidenceOf: readonly number[] },
  beats: Int32Array,
): PlainEvidence[] {
  const found: PlainEvidence[] = [];
  Atomics.store(beats, 2, 1);
  for (const row of evidenceOf) {
    for (let column = 0; column < columns; column++) {
      if (votes[row * columns + column] === ABSTAIN) continue;
      Atomics.store(beats, 0, row);
      Atomics.store(beats, 1, column + 1);
      const name = names[column];
      for (const place of evidenceFrom(functions[name], records[row]))
        found.push({ row, function: name, ...place });
    }
  }
  Atomics.store(beats, 1, 0);
  Atomics.store(beats, 2, 0);
  return found;
}

/** A function that fails to tell has nothing to tell: its vote stands. */
function evidenceFrom(labelingFunction: unknown, record: unknown): readonly Evidence[] {
  const { evidence } = labelingFunction as { readonly evidence?: (record: unknown) => readonly Evidence[] };
  try {
    return evidence?.(record) ?? [];
  } catch {
    return [];
  }
}
