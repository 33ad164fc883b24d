import { ABSTAIN, LabelwrightError, labelPositions, ProbabilisticLabels } from '@labelwright/core';

/**
 * The true labels, one per record, unknown where `undefined` or `null`; or their positions, `ABSTAIN` where unknown;
 * or a distribution per record where people differ, unknown where it rests on nothing.
 *
 * A record with a distribution counts in part for each of its labels: as if its gold label were drawn from it.
 */
export type Gold<L extends string> = readonly (L | null | undefined)[] | Int16Array | ProbabilisticLabels<L>;

/** Gold, checked: the position of each record's label, and its distribution where gold is soft. */
export interface Truth {
  /** `ABSTAIN` where unknown; of soft gold the most probable label, `ABSTAIN` where several tie. */
  readonly positions: Int16Array;
  /** Where gold is soft. */
  readonly soft?: ProbabilisticLabels | undefined;
}

/** Checks gold against the labels and the number of records. */
export function truthOf<L extends string>(labels: readonly L[], gold: Gold<L>, records: number): Truth {
  if (!(gold instanceof ProbabilisticLabels)) return { positions: goldPositions(labels, gold, records) };
  if (gold.labels.length !== labels.length || gold.labels.some((label, k) => label !== labels[k])) {
    throw new LabelwrightError(
      'mismatch',
      `gold knows the labels ${gold.labels.join(', ')}; expected ${labels.join(', ')}`,
    );
  }
  return { positions: goldPositions(labels, gold, records), soft: gold };
}

/** Calls for each label that gold gives the record, with its share; not at all where gold is unknown. */
export function eachTruth(
  { positions, soft }: Truth,
  row: number,
  visit: (label: number, share: number) => void,
): void {
  if (!soft) {
    if (positions[row] !== ABSTAIN) visit(positions[row], 1);
    return;
  }
  if (!soft.isCovered(row)) return;
  const shares = soft.distribution(row);
  for (let k = 0; k < shares.length; k++) if (shares[k] > 0) visit(k, shares[k]);
}

/** Holds when gold says anything about any record. */
export function isKnown({ positions, soft }: Truth): boolean {
  if (!soft) return positions.some((label) => label !== ABSTAIN);
  return soft.index.some((d) => soft.covered[d] === 1);
}

/** The positions of the gold labels, checked against the labels and the number of records. */
export function goldPositions<L extends string>(
  labels: readonly L[],
  gold: Gold<L>,
  records: number,
): Int16Array {
  const positions = positionsOf(labels, gold);
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

function positionsOf<L extends string>(labels: readonly L[], gold: Gold<L>): Int16Array {
  if (gold instanceof Int16Array) return gold;
  if (!(gold instanceof ProbabilisticLabels)) return labelPositions(labels, gold);
  const tops = topPositions(gold);
  return Int16Array.from(gold.index, (d) => Math.max(tops[d], ABSTAIN));
}

/** The label of a distribution whose highest probability is shared by several. */
export const TIED = -2;

/** Probabilities closer than this are a tie, as in `ProbabilisticLabels`. */
export const TIE = 1e-9;

/** By distribution: the position of its label, `ABSTAIN` without votes, {@link TIED} for a tie. */
export function topPositions(labels: ProbabilisticLabels): Int16Array {
  const found = knownTops.get(labels.table) ?? findTops(labels);
  knownTops.set(labels.table, found);
  return found;
}

/** By their table: distributions never change, and parts of the records share them. */
const knownTops = new WeakMap<Float64Array, Int16Array>();

function findTops({ labels, table, covered }: ProbabilisticLabels): Int16Array {
  const K = labels.length;
  return Int16Array.from(covered, (known, d) => {
    if (known === 0) return ABSTAIN;
    let best = d * K;
    for (let cell = d * K + 1; cell < (d + 1) * K; cell++) if (table[cell] > table[best]) best = cell;
    for (let cell = d * K; cell < (d + 1) * K; cell++) {
      if (cell !== best && table[best] - table[cell] <= TIE) return TIED;
    }
    return best - d * K;
  });
}

/** One value per name: a plain object that is safe for any name. */
export function byName<K extends string, T>(
  names: readonly K[],
  entryOf: (position: number, name: K) => T,
): Readonly<Record<K, T>> {
  return Object.fromEntries(names.map((name, n) => [name, entryOf(n, name)])) as Record<K, T>;
}
