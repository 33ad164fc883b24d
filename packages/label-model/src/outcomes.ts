import type { VotePatterns } from '@labelwright/core';

/**
 * The outcomes seen in the votes: every pair of a labeling function and a label that it voted at least once.
 *
 * Parameters are kept per outcome, so a thousand functions over fifty labels cost what they vote, not M × K × K.
 */
export interface Outcomes {
  /** The number of outcomes. */
  readonly size: number;
  /** The number of each outcome, `numberOf[column * K + label]`; -1 where it was never seen. */
  readonly numberOf: Int32Array;
  /** The column of each outcome's function, ascending. */
  readonly columnOf: Uint32Array;
  /** The label of each outcome. */
  readonly labelOf: Uint16Array;
  /** The number of labels. */
  readonly labels: number;
  /** The number of labeling functions. */
  readonly functions: number;
}

/** Numbers the outcomes of the patterns, by function and then by label. */
export function findOutcomes(patterns: VotePatterns): Outcomes {
  const K = patterns.labels.length;
  const seen = new Uint8Array(patterns.functions.length * K);
  for (let cell = 0; cell < patterns.votes.length; cell++) {
    seen[patterns.columns[cell] * K + patterns.votes[cell]] = 1;
  }
  return numberOutcomes(seen, K);
}

/** Numbers the cells of a functions × labels table that are not 0. */
export function numberOutcomes(seen: ArrayLike<number>, labels: number): Outcomes {
  const numberOf = new Int32Array(seen.length).fill(-1);
  const columnOf: number[] = [];
  const labelOf: number[] = [];
  for (let cell = 0; cell < seen.length; cell++) {
    if (seen[cell] === 0) continue;
    numberOf[cell] = columnOf.length;
    columnOf.push(Math.floor(cell / labels));
    labelOf.push(cell % labels);
  }
  return {
    size: columnOf.length,
    numberOf,
    columnOf: Uint32Array.from(columnOf),
    labelOf: Uint16Array.from(labelOf),
    labels,
    functions: seen.length / labels,
  };
}

/**
 * The outcome of each cell of the patterns, -1 where it is none of these.
 *
 * @param columnOf - the column here of each function there; as they are by default
 */
export function outcomesOfCells(
  outcomes: Outcomes,
  patterns: VotePatterns,
  columnOf?: ArrayLike<number>,
): Int32Array {
  const { columns, votes } = patterns;
  const found = new Int32Array(votes.length);
  for (let cell = 0; cell < found.length; cell++) {
    const column = columnOf ? columnOf[columns[cell]] : columns[cell];
    found[cell] = outcomes.numberOf[column * outcomes.labels + votes[cell]];
  }
  return found;
}

/**
 * Counts how many records of each label, or of each state, have each outcome.
 *
 * @param mass - records of each of S states per pattern: `mass[pattern * S + state]`
 * @returns `counts[outcome * S + state]`
 */
export function countOutcomes(
  outcomes: Outcomes,
  patterns: VotePatterns,
  numbers: Int32Array,
  mass: Float64Array,
): Float64Array {
  const S = patterns.size > 0 ? mass.length / patterns.size : outcomes.labels;
  const counts = new Float64Array(outcomes.size * S);
  const { offsets, size } = patterns;
  for (let p = 0, from = 0; p < size; p++, from += S) {
    const end = offsets[p + 1];
    for (let cell = offsets[p]; cell < end; cell++) {
      const to = numbers[cell] * S;
      for (let s = 0; s < S; s++) counts[to + s] += mass[from + s];
    }
  }
  return counts;
}

/** Adds up the counts of each function's outcomes: `totals[column * S + state]`. */
export function totalsByFunction(outcomes: Outcomes, counts: Float64Array): Float64Array {
  const S = outcomes.size > 0 ? counts.length / outcomes.size : outcomes.labels;
  const totals = new Float64Array(outcomes.functions * S);
  for (let o = 0; o < outcomes.size; o++) {
    const to = outcomes.columnOf[o] * S;
    for (let s = 0; s < S; s++) totals[to + s] += counts[o * S + s];
  }
  return totals;
}
