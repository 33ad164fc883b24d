import type { Outcomes } from './outcomes.ts';

/** How often votes conflict, against how often they would if functions voted without regard to each other. */
export interface ConflictLift {
  /** Of all votes together: 0 where none conflicts, 1 where votes conflict as if drawn at random. */
  readonly all: number;
  /** Of the votes for each label against all, as a difference of logarithms; one per label. */
  readonly ofLabel: Float64Array;
  /** Of the votes of each outcome against all for its label, as a difference of logarithms; one per outcome. */
  readonly ofOutcome: Float64Array;
}

/** So many expected conflicts are believed half: fewer leave an outcome close to its label, and a label to all. */
const FEW = 10;
/** Keeps the logarithm of a lift finite, and small lifts alike. */
const LEAST = 0.05;

/**
 * Measures how often votes conflict. Where they conflict about as often as by chance they carry little; the
 * measure needs no two functions that vote the same label, and functions that repeat each other do not lower it.
 *
 * @param seen - for each outcome, the votes for other labels on its records
 * @param coverage - the share of the covered records on which each outcome is voted
 * @param records - the number of covered records
 */
export function measureConflicts(
  seen: Float64Array,
  outcomes: Outcomes,
  coverage: Float64Array,
  records: number,
): ConflictLift {
  const expected = expectConflicts(outcomes, coverage, records);
  const K = outcomes.labels;
  const seenOfLabel = sumByLabel(seen, outcomes);
  const expectedOfLabel = sumByLabel(expected, outcomes);
  const all = (sum(seen) + 1) / (sum(expected) + 1);
  const labelLift = Float64Array.from(
    { length: K },
    (_, k) => (seenOfLabel[k] + FEW * all) / (expectedOfLabel[k] + FEW),
  );
  return {
    all,
    ofLabel: labelLift.map((lift) => logLift(lift) - logLift(all)),
    ofOutcome: seen.map((count, o) => {
      const label = labelLift[outcomes.labelOf[o]];
      return logLift((count + FEW * label) / (expected[o] + FEW)) - logLift(label);
    }),
  };
}

/** The logarithm of a lift, kept finite. */
export function logLift(lift: number): number {
  return Math.log(lift + LEAST);
}

/** What chance would give: the votes of other functions for other labels, spread evenly over the records. */
function expectConflicts(outcomes: Outcomes, coverage: Float64Array, records: number): Float64Array {
  const ofLabel = sumByLabel(coverage, outcomes);
  const ofFunction = new Float64Array(outcomes.functions);
  for (let o = 0; o < outcomes.size; o++) ofFunction[outcomes.columnOf[o]] += coverage[o];
  const all = sum(coverage);
  return coverage.map((share, o) => {
    const others = all - ofLabel[outcomes.labelOf[o]] - ofFunction[outcomes.columnOf[o]] + share;
    return records * share * Math.max(0, others);
  });
}

function sumByLabel(values: Float64Array, outcomes: Outcomes): Float64Array {
  const sums = new Float64Array(outcomes.labels);
  for (let o = 0; o < outcomes.size; o++) sums[outcomes.labelOf[o]] += values[o];
  return sums;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
