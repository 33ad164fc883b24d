import { type LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import type { EvidenceTable } from './evidence-table.ts';

/** Up to so many combinations of counts have a slot each: more would cost more than finding the patterns. */
const MOST_SLOTS = 1 << 16;

/** Holds where the table does no more than count: each label's probability is its share of the votes. */
export function countsVotes({ unit, prior, outcomes, unseen, silence, discount }: EvidenceTable): boolean {
  return (
    unit === 'share' &&
    outcomes.size === 0 &&
    !silence &&
    !discount &&
    prior.every((share) => share === 0) &&
    unseen.every((weight) => weight === 1)
  );
}

/**
 * The share of each record's votes that each label has, in one pass over the votes: what a record's labels were
 * counted is a number, in the base of one more than the functions, and each number met is one distribution.
 *
 * @returns `undefined` where votes have confidences, or the numbers are too many
 */
export function countVotes<L extends string>(
  matrix: LabelMatrix<L, string>,
): ProbabilisticLabels<L> | undefined {
  const { labels, votes, rows, columns, confidences, ids } = matrix;
  const K = labels.length;
  const base = columns + 1;
  if (confidences || base ** K > MOST_SLOTS) return undefined;
  // A vote of -1, to abstain, adds nothing.
  const added = Uint32Array.from({ length: K + 1 }, (_, vote) => (vote === 0 ? 0 : base ** (vote - 1)));
  const slots = new Uint32Array(base ** K);
  const index = new Uint32Array(rows);
  const met: number[] = [];
  for (let row = 0, cell = 0; row < rows; row++) {
    let counts = 0;
    for (const end = cell + columns; cell < end; cell++) counts += added[votes[cell] + 1];
    if (slots[counts] === 0) slots[counts] = met.push(counts);
    index[row] = slots[counts] - 1;
  }
  return new ProbabilisticLabels({ labels, ...sharesOfCounts(met, base, K), index, ids });
}

/** The distribution that each number stands for, and whether there were votes at all. */
function sharesOfCounts(
  met: readonly number[],
  base: number,
  K: number,
): { readonly table: Float64Array; readonly covered: Uint8Array } {
  const table = new Float64Array(met.length * K);
  for (const [n, counts] of met.entries()) {
    const of = Array.from({ length: K }, (_, k) => Math.floor(counts / base ** k) % base);
    const total = of.reduce((sum, count) => sum + count, 0);
    table.set(
      of.map((count) => (total > 0 ? count / total : 1 / K)),
      n * K,
    );
  }
  return { table, covered: Uint8Array.from(met, (counts) => (counts > 0 ? 1 : 0)) };
}
