import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import { columnsOfPairs } from './agreement.ts';
import type { EvidenceTable } from './evidence-table.ts';
import {
  type Converged,
  expectationMaximization,
  type IterationOptions,
  type Learnt,
} from './expectation-maximization.ts';
import { type FitVotes, toFitVotes, writeMass } from './fit-votes.ts';
import type { LabelModel } from './label-model.ts';
import { countOutcomes, findOutcomes, type Outcomes, outcomesOfCells } from './outcomes.ts';

/** Two functions that vote alike more often than the labels of the records explain. */
export interface Dependency<F extends string = string> {
  readonly functions: readonly [F, F];
  /** Records on which both vote the same label. */
  readonly together: number;
  /** How many these would be if the functions were independent given the label. */
  readonly expected: number;
  /** The share of what is possible beyond `expected`: 0 for independent functions, 1 for a copy or a special case. */
  readonly excess: number;
}

/** Which dependencies to report. */
export interface DependencyOptions {
  /** From which excess on. Default .5. */
  readonly excess?: number | undefined;
  /** From how many standard deviations above `expected` on, those of one record more: a few records show nothing. Default 4. */
  readonly deviations?: number | undefined;
}

/**
 * Finds functions that copy each other, or of which one is a special case of the other, from what their votes
 * have in common beyond the labels that the model infers. Strongest first.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { majorityVote } = await import('./majority-vote.ts');
 * const rows = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? ['yes', 'yes', undefined] : [undefined, undefined, 'yes']));
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['one', 'copy', 'other'], rows);
 * findDependencies(votes, majorityVote().fit(votes))[0].functions; // => ['one', 'copy']
 * ```
 */
export function findDependencies<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  model: LabelModel<L, F>,
  options: DependencyOptions = {},
): Dependency<F>[] {
  const { patterns } = toFitVotes<L, F>(votes);
  const mass = new Float64Array(patterns.size * patterns.labels.length);
  writeMass(patterns, model.predictPatterns(patterns), mass);
  return dependenciesOf(patterns, mass, options);
}

/** The dependencies, given the expected number of records of each label per pattern. */
export function dependenciesOf<F extends string>(
  patterns: VotePatterns<string, F>,
  mass: Float64Array,
  { excess: least = 0.5, deviations = 4 }: DependencyOptions = {},
): Dependency<F>[] {
  const { functions } = patterns;
  const K = patterns.labels.length;
  const outcomes = findOutcomes(patterns);
  const counts = countOutcomes(outcomes, patterns, outcomesOfCells(outcomes, patterns), mass);
  const records = new Float64Array(K);
  for (let n = 0; n < mass.length; n++) records[n % K] += mass[n];
  const rowOf = (column: number, label: number) => {
    const outcome = outcomes.numberOf[column * K + label];
    return counts.subarray(outcome * K, outcome < 0 ? outcome * K : (outcome + 1) * K);
  };
  const found: Dependency<F>[] = [];
  for (const [pair, together] of countTogether(patterns)) {
    const [a, b] = [Math.floor(pair / functions.length), pair % functions.length];
    const rows = patterns.labels.map((_, label) => [rowOf(a, label), rowOf(b, label)] as const);
    const { expected, possible } = expectTogether(rows, records);
    const excess = (together - expected) / Math.max(possible - expected, 1e-9);
    if (excess < least || together - expected < deviations * Math.sqrt(expected + 1)) continue;
    found.push({ functions: [functions[a], functions[b]], together, expected, excess: Math.min(1, excess) });
  }
  return found.sort((a, b) => b.excess - a.excess || b.together - a.together);
}

/**
 * How often two independent functions would vote alike, and how often they could at most.
 *
 * @param rows - the records of each label on which they vote each label; empty where one never does
 */
function expectTogether(
  rows: readonly (readonly [Float64Array, Float64Array])[],
  records: Float64Array,
): { readonly expected: number; readonly possible: number } {
  let expected = 0;
  let possible = 0;
  for (const [own, other] of rows) {
    if (own.length === 0 || other.length === 0) continue;
    for (let k = 0; k < records.length; k++) if (records[k] > 0) expected += (own[k] * other[k]) / records[k];
    possible += Math.min(total(own), total(other));
  }
  return { expected, possible };
}

/** Records on which two functions vote the same label, by `a * functions + b`. */
function countTogether(patterns: VotePatterns): Map<number, number> {
  const { columns, votes, offsets, counts } = patterns;
  const M = patterns.functions.length;
  const together = new Map<number, number>();
  for (let p = 0; p < patterns.size; p++) {
    for (let a = offsets[p]; a < offsets[p + 1]; a++) {
      for (let b = a + 1; b < offsets[p + 1]; b++) {
        if (votes[a] !== votes[b]) continue;
        const pair = columns[a] * M + columns[b];
        together.set(pair, (together.get(pair) ?? 0) + counts[p]);
      }
    }
  }
  return together;
}

function total(row: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k];
  return sum;
}

/**
 * The cluster of each function, by column: functions that depend on each other, directly or by way of others,
 * are in one.
 */
export function clusterFunctions(
  functions: readonly string[],
  pairs: readonly (readonly [string, string])[],
): Uint32Array {
  const clusterOf = Uint32Array.from(functions.keys());
  for (const pair of columnsOfPairs(functions, pairs)) {
    const [a, b] = pair.map((column) => clusterOf[column]);
    for (let j = 0; j < clusterOf.length; j++) if (clusterOf[j] === b) clusterOf[j] = a;
  }
  return clusterOf;
}

/** Lets what a cluster votes on a record, or abstains from, count as one vote. */
export function discountClusters(table: EvidenceTable, clusterOf: Uint32Array): EvidenceTable {
  const S = table.prior.length;
  const members = new Float64Array(clusterOf.length);
  for (const cluster of clusterOf) members[cluster]++;
  const silence = table.silence?.map((weight, n) => weight / members[clusterOf[Math.floor(n / S)]]);
  const { crowd = 0, repeats } = table.discount ?? {};
  // What is discounted already because it is voted together is not discounted again.
  return { ...table, silence, discount: { crowd, repeats, cluster: 1 - crowd, clusterOf } };
}

/** Pairs of functions, by name, that depend on each other, or `find`. */
export type Dependencies = 'find' | readonly (readonly [string, string])[];

/**
 * Lets functions that depend on each other count as one, and says which.
 *
 * @param mass - the expected number of records of each label per pattern
 */
export function discountDependencies(
  table: EvidenceTable,
  patterns: VotePatterns,
  mass: Float64Array,
  dependencies: Dependencies,
): { readonly table: EvidenceTable; readonly notes: readonly string[] } {
  const found = dependencies === 'find' ? dependenciesOf(patterns, mass) : [];
  const pairs = dependencies === 'find' ? found.map((pair) => pair.functions) : dependencies;
  if (pairs.length === 0) return { table, notes: [] };
  const clusterOf = clusterFunctions(patterns.functions, pairs);
  return { table: discountClusters(table, clusterOf), notes: found.map(describeDependency) };
}

/** How learning by EM goes on, and which functions count as one in it. */
export interface DependentIterations extends IterationOptions {
  /**
   * Pairs of functions, by name, that depend on each other, or `find`, which finds them after a first fit and fits
   * again: what such functions vote on a record together counts as one vote; the objective may fall then. Default none.
   */
  readonly dependencies?: Dependencies | undefined;
}

/** {@link expectationMaximization}, in which functions that depend on each other count as one; `notes` tell those found. */
export function learnTogether(
  votes: FitVotes,
  outcomes: Outcomes,
  start: () => Float64Array,
  learn: (mass: Float64Array) => Learnt,
  { dependencies = [], ...iterations }: DependentIterations,
): Converged & { readonly notes: readonly string[] } {
  const { patterns } = votes;
  const climb = (pairs: Exclude<Dependencies, 'find'>) => {
    const clusterOf = pairs.length > 0 ? clusterFunctions(patterns.functions, pairs) : undefined;
    const learnDiscounted = (mass: Float64Array) => {
      const { table, logPrior } = learn(mass);
      return { table: clusterOf ? discountClusters(table, clusterOf) : table, logPrior };
    };
    return expectationMaximization(votes, outcomes, start(), learnDiscounted, iterations);
  };
  if (dependencies !== 'find') return { ...climb(dependencies), notes: [] };
  const alone = climb([]);
  const found = dependenciesOf(patterns, alone.mass);
  if (found.length === 0) return { ...alone, notes: [] };
  return { ...climb(found.map((pair) => pair.functions)), notes: found.map(describeDependency) };
}

/** The dependency in a sentence. */
export function describeDependency({ functions: [a, b], together, expected }: Dependency): string {
  return (
    `${a} and ${b} vote alike on ${Math.round(together)} records, ${Math.round(expected)} expected: ` +
    'together they count as one.'
  );
}
