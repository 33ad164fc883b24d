import type { IndexedPatterns } from '@labelwright/core';
import { clusterBySimilarity } from './function-clusters.ts';
import type { FunctionPairs } from './function-pairs.ts';
import { residualsOf, type Shares, sumShares } from './residual-correlation.ts';

/** The labeling functions two by two: square tables in the order of the functions. */
export interface PairReport<F extends string = string> {
  /** Records on which both vote; on the diagonal the votes of the function itself. */
  readonly overlaps: readonly (readonly number[])[];
  /** Records on which both vote for the same label. */
  readonly agreements: readonly (readonly number[])[];
  /** Records on which they vote for different labels. */
  readonly conflicts: readonly (readonly number[])[];
  /** How far they vote alike beyond what the labels explain, -1 to 1; left out where no labels are known. */
  readonly correlations?: readonly (readonly number[])[] | undefined;
  /** Pairs that stand out, the most records first. */
  readonly relations: readonly PairRelation<F>[];
  /** Functions that vote alike beyond what the labels explain, two or more each. */
  readonly clusters: readonly (readonly F[])[];
  /** All functions, like beside like. */
  readonly order: readonly F[];
}

/**
 * How two functions stand to each other.
 *
 * - `duplicate`: they vote the same on the same records.
 * - `subset`: wherever `first` votes, `second` votes the same.
 * - `contradictory`: they disagree more often than they agree, on five records or more and on a fifth of what one votes on.
 * - `correlated`: they vote alike beyond what the labels explain, by 0.3 or more.
 */
export interface PairRelation<F extends string = string> {
  readonly kind: 'duplicate' | 'subset' | 'contradictory' | 'correlated';
  readonly first: F;
  readonly second: F;
  /** Records on which both vote. */
  readonly overlaps: number;
  readonly conflicts: number;
  readonly correlation?: number | undefined;
}

/** From this correlation on two functions count as one voice. */
const CORRELATED = 0.3;

/** Functions for different labels cannot but disagree: it counts from this share of what one of them votes on. */
const OFTEN = 0.2;

/** Fewer shared records than this are chance. */
const LEAST = 5;

/** Puts together what is known of the functions two by two. */
export function reportPairs<L extends string, F extends string>(
  { patterns, patternOf }: IndexedPatterns<L, F>,
  pairs: FunctionPairs<F>,
  labels: Shares | undefined,
): PairReport<F> {
  const { functions } = patterns;
  const M = functions.length;
  const correlations = labels && residualsOf(patterns, pairs, sumShares(patterns, patternOf, labels));
  const { clusters, order } = clusterBySimilarity(likeness(pairs, correlations), M, CORRELATED);
  const square = (cells: Float64Array): number[][] =>
    functions.map((_, a) => [...cells.subarray(a * M, (a + 1) * M)]);
  return {
    overlaps: square(pairs.overlaps),
    agreements: square(pairs.agreements),
    conflicts: square(pairs.conflicts),
    correlations: correlations && square(correlations.map((value) => Math.round(value * 1e4) / 1e4)),
    relations: relationsOf(pairs, correlations),
    clusters: clusters.map((members) => members.map((j) => functions[j])),
    order: order.map((j) => functions[j]),
  };
}

/** What clusters are made by; without labels, the share of the records on which either votes that both vote the same on. */
function likeness(
  { functions, overlaps, agreements }: FunctionPairs,
  correlations: Float64Array | undefined,
): Float64Array {
  const M = functions.length;
  return agreements.map((same, cell) => {
    const [a, b] = [Math.floor(cell / M), cell % M];
    const either = overlaps[a * M + a] + overlaps[b * M + b] - overlaps[cell];
    const alike = correlations?.[cell] ?? (either > 0 ? same / either : 0);
    return same < LEAST ? Math.min(0, alike) : alike;
  });
}

function relationsOf<F extends string>(
  pairs: FunctionPairs<F>,
  correlations: Float64Array | undefined,
): PairRelation<F>[] {
  const { functions, overlaps, conflicts } = pairs;
  const M = functions.length;
  const found: PairRelation<F>[] = [];
  for (let a = 0; a < M; a++) {
    for (let b = a + 1; b < M; b++) {
      const cell = a * M + b;
      const kind = kindOf(pairs, a, b, correlations?.[cell]);
      if (kind === undefined) continue;
      const turned = kind === 'subset' && overlaps[cell] < overlaps[a * M + a];
      found.push({
        kind,
        first: functions[turned ? b : a],
        second: functions[turned ? a : b],
        overlaps: overlaps[cell],
        conflicts: conflicts[cell],
        correlation: correlations && Math.round(correlations[cell] * 1e4) / 1e4,
      });
    }
  }
  return found.sort((x, y) => y.overlaps - x.overlaps);
}

function kindOf(
  { functions, overlaps, agreements, conflicts }: FunctionPairs,
  a: number,
  b: number,
  correlation: number | undefined,
): PairRelation['kind'] | undefined {
  const M = functions.length;
  const [votesA, votesB] = [overlaps[a * M + a], overlaps[b * M + b]];
  const [same, shared] = [agreements[a * M + b], overlaps[a * M + b]];
  if (shared === 0) return undefined;
  if (same === votesA && same === votesB) return 'duplicate';
  if (same === Math.min(votesA, votesB)) return 'subset';
  if (shared < LEAST) return undefined;
  const differing = conflicts[a * M + b];
  if (differing > shared / 2)
    return differing >= OFTEN * Math.min(votesA, votesB) ? 'contradictory' : undefined;
  return correlation !== undefined && correlation >= CORRELATED ? 'correlated' : undefined;
}
