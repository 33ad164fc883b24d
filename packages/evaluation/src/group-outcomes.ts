import type { Outcome, Outcomes } from './outcomes.ts';

/** Up to so many kinds of outcomes are told apart as they are. */
const FEW = 1500;

/** At first, probabilities are told apart by so much in log-odds, and confidences by so much. */
const [LOGIT_STEP, STEP] = [0.05, 0.005];

/**
 * Takes outcomes together that are nearly alike: of the same gold and label, with probabilities of both that are
 * the same within a twentieth of log-odds, or coarser where that leaves many. Few outcomes are left as they are.
 */
export function groupOutcomes<L extends string>(outcomes: Outcomes<L>): Outcomes<L> {
  let grouped = outcomes;
  for (let coarse = 1; grouped.list.length > FEW && coarse <= COARSEST; coarse *= 2) {
    grouped = group(grouped, coarse);
  }
  return grouped;
}

/** Coarser steps would tell too little apart. */
const COARSEST = 8;

function group<L extends string>(outcomes: Outcomes<L>, coarse: number): Outcomes<L> {
  const { table, list } = outcomes;
  if (!table) return outcomes;
  const K = outcomes.labels.length;
  const groups = new Map<number | string, Group>();
  for (const outcome of list) {
    const { truth, given, distribution } = outcome;
    if (truth < 0 || distribution === undefined) continue;
    const at = distribution * K;
    const [top] = given;
    const kind = truth * K + top;
    const key = given.length === 1 ? keyOf(table, at, kind, truth, top, coarse) : `${truth}:${given.join()}`;
    add(groups, key, outcome, table.subarray(at, at + K));
  }
  const found = [...groups.values()];
  const merged = new Float64Array(found.length * K);
  for (const [n, { mass, count }] of found.entries()) {
    merged.set(
      mass.map((sum) => sum / count),
      n * K,
    );
  }
  return {
    ...outcomes,
    table: merged,
    list: found.map(({ outcome, count }, n) => ({ ...outcome, distribution: n, count })),
  };
}

interface Group {
  readonly outcome: Outcome;
  count: number;
  readonly mass: Float64Array;
}

function add(
  groups: Map<number | string, Group>,
  key: number | string,
  outcome: Outcome,
  shares: Float64Array,
): void {
  const known = groups.get(key);
  const group = known ?? { outcome, count: 0, mass: new Float64Array(shares.length) };
  if (!known) groups.set(key, group);
  group.count += outcome.count;
  for (let k = 0; k < shares.length; k++) group.mass[k] += outcome.count * shares[k];
}

function keyOf(
  table: Float64Array,
  at: number,
  kind: number,
  truth: number,
  top: number,
  coarse: number,
): number {
  const p = Math.min(1 - 1e-7, Math.max(1e-7, table[at + truth]));
  const logit = Math.round(Math.log(p / (1 - p)) / (LOGIT_STEP * coarse)) + 400;
  return (kind * 1000 + logit) * 1000 + Math.round(table[at + top] / (STEP * coarse));
}
