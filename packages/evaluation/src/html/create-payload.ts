import type { PairReport } from '../pair-report.ts';
import { suspectGold } from '../suspect-gold.ts';
import type { BrowsedRecords } from './browsed-records.ts';
import type { HtmlOptions } from './html-options.ts';
import { packCounts, packPositions } from './pack-numbers.ts';
import { packReasons } from './pack-reasons.ts';
import { packEvidence, packTexts } from './pack-texts.ts';
import type { PackedLabels, PackedNumbers, PackedPairs, PackedSlice, Payload } from './payload.ts';

/** Packs these records, and the pairs of functions, for the page. */
export function createPayload(
  records: BrowsedRecords,
  pairs: PairReport | undefined,
  rows: Uint32Array,
  { explain, slices = {} }: Pick<HtmlOptions, 'explain' | 'slices'>,
): Payload {
  const { labels, functions, indexed, ids, gold } = records;
  const used = usedNumbers(indexed.patternOf, indexed.patterns.size, rows);
  const texts = packTexts(records, rows);
  return {
    labels,
    functions,
    total: records.rows,
    kept: rows.length,
    rows: rows.length < records.rows ? packCounts(rows) : undefined,
    ids: ids && Array.from(rows, (i) => ids[i]),
    ...packPatterns(records, used.order),
    patternOf: packCounts(used.position),
    gold: gold && packPositions(Array.from(rows, (i) => gold[i])),
    model: packLabels(records, rows),
    reasons: explain && packReasons(records, used.order, explain),
    ...texts,
    ...packEvidence(records, rows, texts.fields),
    slices: packSlices(slices, rows),
    suspects: packSuspects(records, rows),
    pairs: pairs && packPairs(pairs, functions),
  };
}

function packPairs(
  { overlaps, conflicts, correlations, order }: PairReport,
  names: readonly string[],
): PackedPairs {
  const place = new Map(names.map((name, j) => [name, j]));
  return {
    overlaps: packCounts(overlaps.flat()),
    conflicts: packCounts(conflicts.flat()),
    correlations: correlations && packPositions(correlations.flat().map((value) => Math.round(value * 1000))),
    order: packCounts(order.map((name) => place.get(name) ?? 0)),
  };
}

function packSlices(slices: NonNullable<HtmlOptions['slices']>, rows: Uint32Array): PackedSlice[] {
  const placeOf = new Int32Array(rows.reduce((most, row) => Math.max(most, row), -1) + 1).fill(-1);
  for (const [place, row] of rows.entries()) placeOf[row] = place;
  return Object.entries(slices).flatMap(([by, list]) =>
    list.map((slice) => {
      const bits = new Uint8Array(Math.ceil(rows.length / 8));
      for (const row of slice.rows) {
        const place = row < placeOf.length ? placeOf[row] : -1;
        if (place >= 0) bits[place >> 3] |= 1 << (place & 7);
      }
      return { by, name: slice.name, bits: packCounts(bits) };
    }),
  );
}

/** The records among these whose gold label the model speaks against. */
function packSuspects({ model, gold }: BrowsedRecords, rows: Uint32Array): PackedNumbers | undefined {
  if (!model || !gold) return undefined;
  const suspected = new Set(suspectGold(model.labels, gold).rows);
  return packCounts([...rows.keys()].filter((place) => suspected.has(rows[place])));
}

/** The numbers that occur in the rows, the most frequent first, and the place among them of each row's. */
interface Used {
  readonly order: Uint32Array;
  readonly position: Uint32Array;
}

function usedNumbers(numberOf: Uint32Array, size: number, rows: Uint32Array): Used {
  const counts = new Uint32Array(size);
  for (const i of rows) counts[numberOf[i]]++;
  const order = Uint32Array.from({ length: size }, (_, number) => number)
    .filter((number) => counts[number] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b);
  const place = new Uint32Array(size);
  for (let n = 0; n < order.length; n++) place[order[n]] = n;
  return { order, position: rows.map((i) => place[numberOf[i]]) };
}

function packPatterns(
  { indexed: { patterns } }: BrowsedRecords,
  order: Uint32Array,
): Pick<Payload, 'offsets' | 'columns' | 'votes'> {
  const offsets = new Uint32Array(order.length + 1);
  for (let n = 0; n < order.length; n++) {
    offsets[n + 1] = offsets[n] + patterns.offsets[order[n] + 1] - patterns.offsets[order[n]];
  }
  const columns = new Uint32Array(offsets[order.length]);
  const votes = new Uint32Array(columns.length);
  for (let n = 0; n < order.length; n++) {
    const [from, to] = [patterns.offsets[order[n]], patterns.offsets[order[n] + 1]];
    columns.set(patterns.columns.subarray(from, to), offsets[n]);
    votes.set(patterns.votes.subarray(from, to), offsets[n]);
  }
  return { offsets: packCounts(offsets), columns: packCounts(columns), votes: packCounts(votes) };
}

/** The share that the highest number of two bytes stands for is 1. */
const WHOLE = 65_535;

function packLabels({ model, tops, labels }: BrowsedRecords, rows: Uint32Array): PackedLabels | undefined {
  if (!model || !tops) return undefined;
  const K = labels.length;
  const { index, table } = model.labels;
  const { order, position } = usedNumbers(index, tops.length, rows);
  const shares = new Uint32Array(order.length * K);
  for (let n = 0; n < order.length; n++) {
    for (let k = 0; k < K; k++) shares[n * K + k] = Math.round(table[order[n] * K + k] * WHOLE);
  }
  return {
    name: model.name,
    table: packCounts(shares),
    top: packPositions(Int16Array.from(order, (d) => tops[d])),
    index: packCounts(position),
  };
}
