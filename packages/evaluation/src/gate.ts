import { compareAllFigures, type FigureOwner } from './diff-snapshots.ts';
import type { Estimate, Figures } from './estimate.ts';
import type { FindingKind } from './lint-votes.ts';
import type { Snapshot } from './snapshot.ts';
import { parseThresholds, type Thresholds } from './thresholds.ts';

/** One thing that was checked. */
export interface GateCheck {
  /** The threshold, as it is named: `minCoverage`. */
  readonly gate: string;
  readonly of: FigureOwner;
  /** The name of the function or the model. */
  readonly name?: string | undefined;
  /** The figure, or the kind of what the lint found. */
  readonly figure: string;
  /** What was found; `undefined` where there is no such figure. */
  readonly found?: Estimate | undefined;
  /** What was allowed. */
  readonly limit?: number | undefined;
  /** For drift: the figure before. */
  readonly before?: Estimate | undefined;
  readonly passed: boolean;
}

/** Whether a run passes its gates: plain data. */
export interface GateReport {
  readonly version: 1;
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

/** What a run is compared with. */
export interface GateOptions {
  /** An earlier run, for `maxDrift`. */
  readonly against?: Snapshot | undefined;
}

/**
 * Checks a run against thresholds: a figure that does not exist, such as precision without gold, does not pass.
 *
 * @throws `invalid-option` where a threshold is not known, or is no share
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { createReport } = await import('./report.ts');
 * const { takeSnapshot } = await import('./snapshot.ts');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', undefined], short: ['spam', 'ham'] });
 * const snapshot = takeSnapshot({ report: createReport({ votes }), votes });
 * checkSnapshot(snapshot, { minCoverage: 0.9, maxConflict: 0.1 }).passed; // => true
 * checkSnapshot(snapshot, { minAccuracy: 0.9 }).passed; // => false
 * ```
 */
export function checkSnapshot(
  snapshot: Snapshot,
  thresholds: Thresholds,
  options: GateOptions = {},
): GateReport {
  parseThresholds(thresholds);
  const checks = [
    ...BOUNDS.flatMap((bound) => checkBound(snapshot, thresholds, bound)),
    ...checkFunctions(snapshot, thresholds),
    ...checkDrift(snapshot, thresholds, options.against),
    ...checkFindings(snapshot, thresholds),
  ];
  return { version: 1, passed: checks.every(({ passed }) => passed), checks };
}

/** The name of a threshold, and the figure that it bounds. */
interface Bound {
  readonly gate: BoundName;
  readonly of: 'data set' | 'function' | 'model';
  readonly figure: string;
}

type BoundName =
  | 'minCoverage'
  | 'maxConflict'
  | 'minPrecision'
  | 'minLearnt'
  | 'minAccuracy'
  | 'minExpectedAccuracy';

const BOUNDS: readonly Bound[] = [
  { gate: 'minCoverage', of: 'data set', figure: 'coverage' },
  { gate: 'maxConflict', of: 'data set', figure: 'conflict' },
  { gate: 'minPrecision', of: 'function', figure: 'precision' },
  { gate: 'minLearnt', of: 'function', figure: 'learnt' },
  { gate: 'minAccuracy', of: 'model', figure: 'accuracy' },
  { gate: 'minExpectedAccuracy', of: 'model', figure: 'expected accuracy' },
];

function checkBound(snapshot: Snapshot, thresholds: Thresholds, { gate, of, figure }: Bound): GateCheck[] {
  const limit = thresholds[gate];
  if (limit === undefined) return [];
  const { by } = thresholds;
  const check = (found: Estimate | undefined, name?: string): GateCheck => ({
    ...{ gate, of, figure, found, limit, passed: holds(gate, found, limit, by) },
    ...(name !== undefined && { name }),
  });
  if (of === 'data set') return [check(snapshot.figures[figure])];
  if (of === 'model') {
    const model = snapshot.models.at(-1);
    return [check(model?.figures[figure], model?.name)];
  }
  // A function without votes on gold is not judged; where none is, gold is missing.
  const known = snapshot.functions.filter(({ figures }) => figures[figure] !== undefined);
  if (known.length === 0) return [check(undefined)];
  return known
    .filter(({ name }) => own(thresholds.functions, name)?.[gate as 'minPrecision'] === undefined)
    .map(({ name, figures }) => check(figures[figure], name));
}

/** The figures of a function that thresholds of its own may bound. */
const FUNCTION_BOUNDS = {
  minCoverage: 'coverage',
  maxConflict: 'conflict',
  minPrecision: 'precision',
  minLearnt: 'learnt',
} as const;

function checkFunctions(snapshot: Snapshot, { functions = {}, by }: Thresholds): GateCheck[] {
  return Object.entries(functions).flatMap(([name, bounds]) => {
    const figures: Figures = snapshot.functions.find((entry) => entry.name === name)?.figures ?? {};
    return Object.entries(bounds).flatMap(([gate, limit]): GateCheck[] => {
      if (limit === undefined) return [];
      const figure = FUNCTION_BOUNDS[gate as keyof typeof FUNCTION_BOUNDS];
      const found = figures[figure];
      return [{ gate, of: 'function', name, figure, found, limit, passed: holds(gate, found, limit, by) }];
    });
  });
}

function holds(
  gate: string,
  found: Estimate | undefined,
  limit: number,
  by: Thresholds['by'] = 'value',
): boolean {
  if (found === undefined) return false;
  const { value, low = value, high = value } = found;
  const least = gate.startsWith('min');
  if (by === 'value') return least ? value >= limit : value <= limit;
  if (by === 'worst') return least ? low >= limit : high <= limit;
  return least ? high >= limit : low <= limit;
}

function checkDrift(
  snapshot: Snapshot,
  { maxDrift = 0 }: Thresholds,
  against: Snapshot | undefined,
): GateCheck[] {
  if (!against) return [];
  return compareAllFigures(against, snapshot).flatMap((change): GateCheck[] => {
    const { of, name, figure, before, after, difference, moved } = change;
    if (difference === undefined) return [];
    const passed = !moved || Math.abs(difference) <= maxDrift;
    return [{ gate: 'maxDrift', of, name, figure, found: after, before, limit: maxDrift, passed }];
  });
}

/** Findings that are faults; the others are for people to look at. */
const ERRORS: ReadonlySet<string> = new Set<FindingKind>(['below-chance', 'faulty', 'dead']);

function checkFindings({ findings }: Snapshot, { lint }: Thresholds): GateCheck[] {
  if (lint === undefined) return [];
  return findings.map(({ kind, function: name }) => ({
    gate: 'lint',
    of: 'function',
    name,
    figure: kind,
    passed: lint === 'error' && !ERRORS.has(kind),
  }));
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
