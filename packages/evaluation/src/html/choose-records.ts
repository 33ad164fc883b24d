import { ABSTAIN, orderByHash, seededRandom } from '@labelwright/core';
import { type BrowsedRecords, topOf } from './browsed-records.ts';
import { LONGEST_TEXT } from './cut-text.ts';
import type { HtmlRecord } from './html-options.ts';

/** More records than this make a list that nobody scrolls through. */
const MOST_RECORDS = 200_000;

/** So many records of each function and of each kind of error are kept in any case. */
const FEWEST_OF_A_KIND = 20;

/** What a record takes besides its texts: its pattern, its labels and their places in the file. */
const ROW_BYTES = 16;

/** What a packed vote takes, and what a packed probability or evidence takes. */
const [CELL_BYTES, SHORT_BYTES] = [4, 8 / 3];

/**
 * Chooses the records for the page: all where they fit into so many bytes, or else a random sample of them with at
 * least a few of each function and of each kind of error. Where texts are at hand for some only, the sample is of those.
 *
 * @param named - rows that the page names, to be kept where there is room
 */
export function chooseRecords(
  records: BrowsedRecords,
  bytes: number,
  seed: number,
  named: Iterable<number> = [],
): Uint32Array {
  const { rows } = records;
  const sizes = Float64Array.from({ length: rows }, (_, i) => rowBytes(records, i));
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  const whole = bytesOf(records, sizes, all);
  if (whole <= bytes && rows <= MOST_RECORDS) return all;
  const { texts } = records;
  const readable = texts?.some((record) => record) ? all.filter((i) => texts[i] !== undefined) : all;
  const random = seededRandom(seed);
  const keys = Float64Array.from({ length: rows }, () => random());
  const rare = rareRecords(records, readable, keys);
  for (const row of named) rare.add(row);
  let share = Math.min(1, MOST_RECORDS / readable.length, bytes / whole);
  for (;;) {
    const chosen = readable.filter((i) => keys[i] < share || rare.has(i));
    const size = bytesOf(records, sizes, chosen);
    if (size <= bytes || chosen.length <= rare.size) return chosen;
    share *= Math.min(0.95, bytes / size);
  }
}

/** About how many bytes so many characters of the texts take as JSON in UTF-8. */
function rowBytes({ ids, texts }: BrowsedRecords, row: number): number {
  const record = texts?.[row];
  const own = ROW_BYTES + (ids ? ids[row].length + 3 : 0);
  return own + (record ? recordBytes(record) : 0);
}

function recordBytes({ fields, evidence = [] }: HtmlRecord): number {
  const texts = Object.values(fields).reduce((sum, text) => sum + textBytes(text), 0);
  return texts + evidence.length * 4 * SHORT_BYTES;
}

function textBytes(text: string): number {
  const length = Math.min(text.length, LONGEST_TEXT);
  let bytes = 3;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 127) bytes += 3;
    else if (unit === 34 || unit === 92 || unit === 10) bytes += 2;
    else bytes += unit < 32 || unit === 60 ? 6 : 1;
  }
  return bytes;
}

function bytesOf({ indexed, model, labels }: BrowsedRecords, sizes: Float64Array, rows: Uint32Array): number {
  const { patterns, patternOf } = indexed;
  const seen = new Uint8Array(patterns.size);
  const known = new Uint8Array(model?.labels.covered.length ?? 0);
  let bytes = 0;
  for (const i of rows) {
    bytes += sizes[i];
    const p = patternOf[i];
    if (seen[p] === 0) bytes += CELL_BYTES * (2 + patterns.offsets[p + 1] - patterns.offsets[p]);
    seen[p] = 1;
    const d = model?.labels.index[i] ?? 0;
    if (known[d] === 0) bytes += SHORT_BYTES * labels.length;
    known[d] = 1;
  }
  return bytes;
}

/** The first records by their keys that each function votes on, and that have each wrong label. */
function rareRecords(records: BrowsedRecords, rows: Uint32Array, keys: Float64Array): Set<number> {
  const { indexed, gold, labels, functions } = records;
  const { offsets, columns } = indexed.patterns;
  const K = labels.length;
  const ofFunction = new Uint32Array(functions.length);
  const ofError = new Uint32Array(K * K);
  const rare = new Set<number>();
  const order = orderByHash(
    Uint32Array.from(rows, (i) => keys[i] * 2 ** 32),
    (a, b) => keys[rows[a]] - keys[rows[b]],
  );
  for (const place of order) {
    const i = rows[place];
    const p = indexed.patternOf[i];
    let kept = false;
    for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
      if (ofFunction[columns[cell]]++ < FEWEST_OF_A_KIND) kept = true;
    }
    const [truth, top] = [gold?.[i] ?? ABSTAIN, topOf(records, i)];
    const wrong = truth >= 0 && top >= 0 && truth !== top;
    if (wrong && ofError[truth * K + top]++ < FEWEST_OF_A_KIND) kept = true;
    if (kept) rare.add(i);
  }
  return rare;
}
