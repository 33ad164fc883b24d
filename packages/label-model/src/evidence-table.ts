import { CONFIDENCE_LEVELS, type VotePatterns } from '@labelwright/core';
import type { Outcomes } from './outcomes.ts';
import { mostVotes } from './vote-shares.ts';

/**
 * A posterior that is a sum: prior + one vector per vote + one per abstention that counts.
 *
 * The vectors run over states. Most models have one state per label; a model with several kinds of record per
 * label has more, and `labelOfState` says whose they are.
 */
export interface EvidenceTable {
  /** `log-odds`: sums are logarithms of unnormalised probabilities. `share`: sums are unnormalised probabilities. */
  readonly unit: 'log-odds' | 'share';
  /** What holds before anyone votes, one number per state. */
  readonly prior: Float64Array;
  /** The label of each state; one state per label where left out. */
  readonly labelOfState?: Uint16Array | undefined;
  readonly outcomes: Outcomes;
  /** What a vote adds: `evidence[outcome * S + state]`. */
  readonly evidence: Float64Array;
  /** What a vote that was never seen in fitting adds to the states of its own label, one number per label. */
  readonly unseen: Float64Array;
  /** What abstaining adds: `silence[column * S + state]`; nothing where left out. */
  readonly silence?: Float64Array | undefined;
  /** How much less a vote counts beside others. */
  readonly discount?: Discount | undefined;
}

/** Discounts votes that repeat each other. */
export interface Discount {
  /** A vote counts (number of votes on the record, each with its confidence) ^ -crowd. */
  readonly crowd: number;
  /**
   * A vote counts 1 / (1 + repeats × other votes for its label on the record) besides, each with its confidence and
   * those of a cluster as one: a number per outcome, and last that of votes never seen in fitting.
   */
  readonly repeats?: Float64Array | undefined;
  /** The cluster of each function, by column: functions that vote together. */
  readonly clusterOf?: Uint32Array | undefined;
  /** A vote counts (number of votes of its cluster on the record) ^ -cluster besides. */
  readonly cluster: number;
}

/** The table with all log-odds multiplied by one factor. */
export function scaleEvidence(table: EvidenceTable, factor: number): EvidenceTable {
  const scaled = (values: Float64Array) => values.map((value) => value * factor);
  return {
    ...table,
    prior: scaled(table.prior),
    evidence: scaled(table.evidence),
    unseen: scaled(table.unseen),
    silence: table.silence && scaled(table.silence),
  };
}

/**
 * The weight of each cell's evidence: its confidence times its discount; `undefined` where all are 1.
 *
 * @param numbers - the outcome of each cell, as `outcomesOfCells` gives it
 * @param columnOf - the column here of each function there; as they are by default
 */
export function cellWeights(
  patterns: VotePatterns,
  numbers: Int32Array,
  discount?: Discount,
  columnOf?: ArrayLike<number>,
): Float64Array | undefined {
  if (!patterns.levels && !discount) return undefined;
  const { levels, size, offsets } = patterns;
  const weights = levels
    ? Float64Array.from(levels, (level) => level / CONFIDENCE_LEVELS)
    : new Float64Array(patterns.votes.length).fill(1);
  if (!discount) return weights;
  const clusters = discount.clusterOf && clustersOfCells(patterns, discount.clusterOf, columnOf);
  const tally = new Float64Array(patterns.labels.length);
  const confidences = levels && weights.slice();
  const crowdOf = crowdWeights(patterns, -discount.crowd, confidences);
  for (let p = 0; p < size; p++) {
    const from = offsets[p];
    const to = offsets[p + 1];
    // A vote alone counts in full.
    if (to - from < 2) continue;
    const crowd = crowdOf(from, to);
    for (let cell = from; cell < to; cell++) weights[cell] *= crowd;
    if (discount.repeats)
      discountRepeated(patterns, from, to, discount.repeats, numbers, clusters, tally, confidences, weights);
    if (clusters) discountCluster(from, to, clusters, discount.cluster, weights);
  }
  return weights;
}

/** A power of the number of votes from one cell to another, each with its confidence, at least one. */
function crowdWeights(
  patterns: VotePatterns,
  exponent: number,
  confidences: Float64Array | undefined,
): (from: number, to: number) => number {
  if (confidences === undefined) {
    const powers = powersOf(patterns, exponent);
    return (from, to) => powers[to - from];
  }
  return (from, to) => {
    const votes = confidences.subarray(from, to).reduce((sum, confidence) => sum + confidence, 0);
    return Math.max(1, votes) ** exponent;
  };
}

function clustersOfCells(
  { columns }: VotePatterns,
  clusterOf: Uint32Array,
  columnOf?: ArrayLike<number>,
): Uint32Array {
  return columns.map((column) => clusterOf[columnOf ? columnOf[column] : column]);
}

/** Lets each vote of a pattern count the less, the more others there are for its label. */
function discountRepeated(
  { votes }: VotePatterns,
  from: number,
  to: number,
  repeats: Float64Array,
  numbers: Int32Array,
  clusters: Uint32Array | undefined,
  tally: Float64Array,
  confidences: Float64Array | undefined,
  weights: Float64Array,
): void {
  for (let cell = from; cell < to; cell++) {
    if (!clusters || isFirstOfCluster(votes, clusters, from, cell))
      tally[votes[cell]] += confidences ? confidences[cell] : 1;
  }
  for (let cell = from; cell < to; cell++) {
    const repeated = repeats[numbers[cell] < 0 ? repeats.length - 1 : numbers[cell]];
    weights[cell] /= 1 + repeated * Math.max(0, tally[votes[cell]] - (confidences ? confidences[cell] : 1));
  }
  for (let cell = from; cell < to; cell++) tally[votes[cell]] = 0;
}

function isFirstOfCluster(
  votes: ArrayLike<number>,
  clusters: Uint32Array,
  from: number,
  cell: number,
): boolean {
  for (let other = from; other < cell; other++) {
    if (clusters[other] === clusters[cell] && votes[other] === votes[cell]) return false;
  }
  return true;
}

/** The powers of all numbers of votes that a record of these patterns has. */
function powersOf(patterns: VotePatterns, exponent: number): Float64Array {
  return Float64Array.from({ length: mostVotes(patterns) + 1 }, (_, votes) => votes ** exponent);
}

/** Multiplies the weight of each cell of a pattern by (votes of its cluster) ^ -cluster. */
function discountCluster(
  from: number,
  to: number,
  clusters: Uint32Array,
  cluster: number,
  weights: Float64Array,
): void {
  for (let cell = from; cell < to; cell++) {
    let members = 0;
    for (let other = from; other < to; other++) if (clusters[other] === clusters[cell]) members++;
    weights[cell] *= members ** -cluster;
  }
}

/**
 * Writes the probability of each pattern's states into `posterior[pattern * S + state]`.
 *
 * @param numbers - the outcome of each cell, as `outcomesOfCells` gives it
 * @param columnOf - the column here of each function there; as they are by default
 * @returns the log-likelihood of the votes of all covered records (0 for shares)
 */
export function inferStates(
  table: EvidenceTable,
  patterns: VotePatterns,
  numbers: Int32Array,
  weights: Float64Array | undefined,
  posterior: Float64Array,
  columnOf?: ArrayLike<number>,
): number {
  const S = table.prior.length;
  const allSilent = silenceOfAll(table);
  if (S === 2 && table.unit === 'log-odds' && !table.labelOfState) {
    return inferTwo(table, allSilent, patterns, numbers, weights, posterior, columnOf);
  }
  const sums = new Float64Array(S);
  let logLikelihood = 0;
  for (let p = 0; p < patterns.size; p++) {
    if (patterns.isEmpty(p)) {
      sums.set(table.prior);
    } else {
      for (let s = 0; s < S; s++) sums[s] = allSilent[s];
      addVotes(table, patterns, p, numbers, weights, sums);
      if (table.silence) breakSilence(table.silence, patterns, p, columnOf, sums);
    }
    const total = table.unit === 'share' ? toShares(sums) : toProbabilities(sums);
    if (!patterns.isEmpty(p)) logLikelihood += patterns.counts[p] * total;
    for (let s = 0; s < S; s++) posterior[p * S + s] = sums[s];
  }
  return logLikelihood;
}

/** The same for two labels, whose log-odds need one exponential. */
function inferTwo(
  table: EvidenceTable,
  allSilent: Float64Array,
  patterns: VotePatterns,
  numbers: Int32Array,
  weights: Float64Array | undefined,
  posterior: Float64Array,
  columnOf?: ArrayLike<number>,
): number {
  const { prior, silence } = table;
  const { offsets, counts, size } = patterns;
  const sums = new Float64Array(2);
  let logLikelihood = 0;
  for (let p = 0; p < size; p++) {
    const empty = offsets[p] === offsets[p + 1];
    const start = empty ? prior : allSilent;
    sums[0] = start[0];
    sums[1] = start[1];
    addTwo(table, patterns, p, numbers, weights, sums);
    if (silence) breakSilence(silence, patterns, p, columnOf, sums);
    const odds = sums[1] - sums[0];
    const less = Math.exp(-Math.abs(odds));
    posterior[p * 2] = (odds > 0 ? less : 1) / (1 + less);
    posterior[p * 2 + 1] = (odds > 0 ? 1 : less) / (1 + less);
    if (!empty) logLikelihood += counts[p] * (Math.max(sums[0], sums[1]) + Math.log(1 + less));
  }
  return logLikelihood;
}

function addTwo(
  { evidence, unseen }: EvidenceTable,
  { offsets, votes }: VotePatterns,
  pattern: number,
  numbers: Int32Array,
  weights: Float64Array | undefined,
  sums: Float64Array,
): void {
  const to = offsets[pattern + 1];
  for (let cell = offsets[pattern]; cell < to; cell++) {
    const weight = weights ? weights[cell] : 1;
    const row = numbers[cell] * 2;
    if (row < 0) {
      sums[votes[cell]] += weight * unseen[votes[cell]];
    } else {
      sums[0] += weight * evidence[row];
      sums[1] += weight * evidence[row + 1];
    }
  }
}

/** Adds up the states of each label: `labels[pattern * K + label]`. */
export function sumStates(table: EvidenceTable, states: Float64Array, labels: number): Float64Array {
  const of = table.labelOfState;
  if (!of) return states;
  const S = of.length;
  const sums = new Float64Array((states.length / S) * labels);
  for (let n = 0; n < states.length; n++) sums[Math.floor(n / S) * labels + of[n % S]] += states[n];
  return sums;
}

/** The sums before the first vote: prior, and every function silent. */
function silenceOfAll({ prior, silence }: EvidenceTable): Float64Array {
  const sums = prior.slice();
  if (silence) for (let n = 0; n < silence.length; n++) sums[n % prior.length] += silence[n];
  return sums;
}

/** Adds what the votes of the pattern say. */
function addVotes(
  table: EvidenceTable,
  patterns: VotePatterns,
  pattern: number,
  numbers: Int32Array,
  weights: Float64Array | undefined,
  sums: Float64Array,
): void {
  const { evidence } = table;
  const S = sums.length;
  const to = patterns.offsets[pattern + 1];
  for (let cell = patterns.offsets[pattern]; cell < to; cell++) {
    const weight = weights ? weights[cell] : 1;
    const row = numbers[cell] * S;
    if (row < 0) addUnseen(table, patterns.votes[cell], weight, sums);
    else for (let s = 0; s < S; s++) sums[s] += weight * evidence[row + s];
  }
}

/** Adds what a vote says that was never seen in fitting. */
function addUnseen(
  { labelOfState: of, unseen }: EvidenceTable,
  vote: number,
  weight: number,
  sums: Float64Array,
): void {
  for (let s = 0; s < sums.length; s++) if ((of ? of[s] : s) === vote) sums[s] += weight * unseen[vote];
}

/** Takes back what the silence of the functions that voted would have added. */
function breakSilence(
  silence: Float64Array,
  patterns: VotePatterns,
  pattern: number,
  columnOf: ArrayLike<number> | undefined,
  sums: Float64Array,
): void {
  const S = sums.length;
  const to = patterns.offsets[pattern + 1];
  for (let cell = patterns.offsets[pattern]; cell < to; cell++) {
    const column = columnOf ? columnOf[patterns.columns[cell]] : patterns.columns[cell];
    for (let s = 0; s < S; s++) sums[s] -= silence[column * S + s];
  }
}

/** Turns logarithms into probabilities in place; returns the logarithm of their sum. */
export function toProbabilities(sums: Float64Array): number {
  // Shift by the maximum: products of many small likelihoods underflow.
  let highest = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < sums.length; s++) if (sums[s] > highest) highest = sums[s];
  let total = 0;
  for (let s = 0; s < sums.length; s++) {
    sums[s] = Math.exp(sums[s] - highest);
    total += sums[s];
  }
  for (let s = 0; s < sums.length; s++) sums[s] /= total;
  return highest + Math.log(total);
}

/** Divides the sums by their total in place, or makes them equal where all are 0; returns 0. */
function toShares(sums: Float64Array): number {
  let total = 0;
  for (let s = 0; s < sums.length; s++) total += sums[s];
  for (let s = 0; s < sums.length; s++) sums[s] = total > 0 ? sums[s] / total : 1 / sums.length;
  return 0;
}
