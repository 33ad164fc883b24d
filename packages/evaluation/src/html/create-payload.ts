import { ABSTAIN } from '@labelwright/core';
import type { FunctionPairs } from '../function-pairs.ts';
import type { BrowsedRecords } from './browsed-records.ts';
import type { HtmlOptions } from './html-options.ts';
import { packCounts, packPositions } from './pack-numbers.ts';
import { packReasons } from './pack-reasons.ts';
import { packEvidence, packTexts } from './pack-texts.ts';
import type { PackedLabels, PackedNumbers, Payload } from './payload.ts';

/** Packs these records, and the pairs of functions, for the page. */
export function createPayload(
  records: BrowsedRecords,
  pairs: FunctionPairs,
  rows: Uint32Array,
  explain: HtmlOptions['explain'],
): Payload {
  const { labels, functions, indexed, ids, gold } = records;
  const used = usedPatterns(indexed.patternOf, rows);
  const cells = used.order.flatMap((p) => cellsOf(records, p));
  const texts = packTexts(records, rows);
  return {
    labels,
    functions,
    total: records.rows,
    kept: rows.length,
    rows: rows.length < records.rows ? packCounts(rows) : undefined,
    ids: ids && Array.from(rows, (i) => ids[i]),
    offsets: packOffsets(records, used.order),
    columns: packCounts(cells.map((cell) => indexed.patterns.columns[cell])),
    votes: packCounts(cells.map((cell) => indexed.patterns.votes[cell])),
    patternOf: packCounts(used.position),
    gold: gold && packPositions(Array.from(rows, (i) => gold[i])),
    model: packLabels(records, rows),
    reasons: explain && packReasons(records, used.order, explain),
    ...texts,
    ...packEvidence(records, rows, texts.fields),
    pairs: { overlaps: packCounts(pairs.overlaps), conflicts: packCounts(pairs.conflicts) },
  };
}

/** The numbers that occur, the most frequent first, and the place among them of each row's. */
interface Used {
  readonly order: readonly number[];
  readonly position: Uint32Array;
}

function usedPatterns(numberOf: Uint32Array, rows: Uint32Array): Used {
  const counts = new Map<number, number>();
  for (const i of rows) counts.set(numberOf[i], (counts.get(numberOf[i]) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([number]) => number);
  const place = new Map(order.map((number, n) => [number, n]));
  return { order, position: Uint32Array.from(rows, (i) => place.get(numberOf[i]) ?? 0) };
}

function cellsOf({ indexed }: BrowsedRecords, pattern: number): number[] {
  const { offsets } = indexed.patterns;
  return Array.from({ length: offsets[pattern + 1] - offsets[pattern] }, (_, n) => offsets[pattern] + n);
}

function packOffsets({ indexed }: BrowsedRecords, order: readonly number[]): PackedNumbers {
  const { offsets } = indexed.patterns;
  const packed = new Uint32Array(order.length + 1);
  for (const [n, p] of order.entries()) packed[n + 1] = packed[n] + offsets[p + 1] - offsets[p];
  return packCounts(packed);
}

/** The share that the highest number of two bytes stands for is 1. */
const WHOLE = 65_535;

function packLabels({ model, tops, labels }: BrowsedRecords, rows: Uint32Array): PackedLabels | undefined {
  if (!model || !tops) return undefined;
  const K = labels.length;
  const { order, position } = usedPatterns(model.labels.index, rows);
  const table = new Float64Array(order.length * K);
  for (const [n, d] of order.entries()) {
    for (let k = 0; k < K; k++) table[n * K + k] = Math.round(model.labels.table[d * K + k] * WHOLE);
  }
  return {
    name: model.name,
    table: packCounts(table),
    top: packPositions(order.map((d) => tops[d] ?? ABSTAIN)),
    index: packCounts(position),
  };
}
