import type { BrowsedRecords } from './browsed-records.ts';
import { cutText } from './cut-text.ts';
import type { HtmlRecord } from './html-options.ts';
import { packCounts } from './pack-numbers.ts';
import type { PackedField, Payload } from './payload.ts';

/** The texts of these records, field by field, and which of them are cut. */
export function packTexts({ texts }: BrowsedRecords, rows: Uint32Array): Pick<Payload, 'fields' | 'cut'> {
  const names = fieldNames(texts, rows);
  const cut: [number, number, number][] = [];
  const fields = names.map((name, f): PackedField => {
    const packed = Array.from(rows, (i, n) => {
      const record = texts?.[i];
      const text = record && textOf(record, name);
      if (text === undefined) return null;
      const length = lengthOf(record, name) ?? text.length;
      const kept = cutText(text);
      if (kept.length < length) cut.push([n, f, length]);
      return kept;
    });
    return { name, texts: packed };
  });
  return { fields, cut };
}

/** The places in the kept texts that made functions vote, four numbers each. */
export function packEvidence(
  { texts, functions }: BrowsedRecords,
  rows: Uint32Array,
  fields: readonly PackedField[],
): Pick<Payload, 'evidence' | 'evidenceOf'> {
  if (!texts?.some((record) => record?.evidence?.length)) return {};
  const columnOf = new Map(functions.map((name, j) => [name, j]));
  const fieldOf = new Map(fields.map(({ name }, f) => [name, f]));
  const numbers: number[] = [];
  const offsets = new Uint32Array(rows.length + 1);
  for (const [n, i] of rows.entries()) {
    for (const { function: name, field, start, end } of texts[i]?.evidence ?? []) {
      const [column, place] = [columnOf.get(name), fieldOf.get(field)];
      if (column === undefined || place === undefined) continue;
      const { length } = fields[place].texts[n] ?? '';
      if (start >= 0 && start < Math.min(end, length))
        numbers.push(column, place, start, Math.min(end, length));
    }
    offsets[n + 1] = numbers.length / 4;
  }
  return { evidence: packCounts(numbers), evidenceOf: packCounts(offsets) };
}

/** The names of all fields, in the order in which they are found. */
function fieldNames(texts: BrowsedRecords['texts'], rows: Uint32Array): string[] {
  const names = new Set<string>();
  for (const i of rows) {
    const record = texts?.[i];
    if (record) for (const name of Object.keys(record.fields)) names.add(name);
  }
  return [...names].slice(0, MOST_FIELDS);
}

/** Records with more fields than this are tables of their own. */
const MOST_FIELDS = 30;

function textOf({ fields }: HtmlRecord, name: string): string | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function lengthOf(record: HtmlRecord | undefined, name: string): number | undefined {
  return record?.lengths && Object.hasOwn(record.lengths, name) ? record.lengths[name] : undefined;
}
