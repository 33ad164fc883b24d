import { LabelwrightError } from '@labelwright/core';
import { cellWeights, type EvidenceTable, inferStates } from './evidence-table.ts';
import { clampKnown, type FitVotes, logLikelihoodOfKnown, writeMass } from './fit-votes.ts';
import type { Outcomes } from './outcomes.ts';
import { outcomesOfCells } from './outcomes.ts';

/** When to stop iterating. */
export interface IterationOptions {
  /** The most rounds of learning from the posterior. */
  readonly maxIterations?: number | undefined;
  /** Stops where no probability moved more than this. Default 1e-6. */
  readonly tolerance?: number | undefined;
}

/** What one round of learning finds from the expected labels. */
export interface Learnt {
  readonly table: EvidenceTable;
  /** The logarithm of the prior density of the parameters, up to a constant. */
  readonly logPrior: number;
}

/** What {@link expectationMaximization} ends with. */
export interface Converged {
  /** The parameters of the last round. */
  readonly table: EvidenceTable;
  /** The distributions they give: `posterior[pattern * K + label]`. */
  readonly posterior: Float64Array;
  /** The distributions times the patterns' counts, 0 where nobody voted. */
  readonly mass: Float64Array;
  readonly iterations: number;
  /** False where the rounds ran out first. */
  readonly converged: boolean;
  /**
   * Log-likelihood of the votes, and of the labels that are known, plus log-prior of the parameters: what never falls
   * from round to round, where votes have no confidences and abstaining no weight of its own.
   */
  readonly objective: number;
}

/**
 * Alternates between learning parameters from expected labels and inferring labels from parameters.
 *
 * @param posterior - the distributions to start from, one per pattern; written to
 * @param learn - finds the parameters from the expected number of records of each label per pattern
 */
export function expectationMaximization(
  votes: FitVotes,
  outcomes: Outcomes,
  posterior: Float64Array,
  learn: (mass: Float64Array) => Learnt,
  { maxIterations = 100, tolerance = 1e-6 }: IterationOptions,
): Converged {
  assertIterations(maxIterations, tolerance);
  const { patterns } = votes;
  const numbers = outcomesOfCells(outcomes, patterns);
  const mass = new Float64Array(posterior.length);
  const next = new Float64Array(posterior.length);
  clampKnown(votes, posterior);
  writeMass(patterns, posterior, mass);
  for (let iterations = 1; ; iterations++) {
    const { table, logPrior } = learn(mass);
    const weights = cellWeights(patterns, numbers, table.discount);
    const logLikelihood =
      inferStates(table, patterns, numbers, weights, next) + logLikelihoodOfKnown(votes, next);
    clampKnown(votes, next);
    const moved = largestDifference(posterior, next);
    posterior.set(next);
    writeMass(patterns, posterior, mass);
    const converged = moved <= tolerance;
    if (!converged && iterations < maxIterations) continue;
    return { table, posterior, mass, iterations, converged, objective: logLikelihood + logPrior };
  }
}

/** Refuses fewer than one round, and a tolerance below 0. */
export function assertIterations(maxIterations: number, tolerance: number): void {
  if (!(Number.isInteger(maxIterations) && maxIterations >= 1)) {
    throw new LabelwrightError('invalid-option', `found ${maxIterations} iterations; expected at least 1`);
  }
  if (!(tolerance >= 0)) {
    throw new LabelwrightError('invalid-option', `the tolerance is ${tolerance}; expected 0 or more`);
  }
}

/** The largest difference of two entries at the same place. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let n = 0; n < a.length; n++) {
    const difference = Math.abs(a[n] - b[n]);
    if (difference > largest) largest = difference;
  }
  return largest;
}
