import Table from 'cli-table3';
import stringWidth from 'string-width';
import { count } from './figures.ts';
import type { Column } from './report-tables.ts';

/** A table as lines, and the titles of the columns that the width left no room for. */
export interface TextTable<T> {
  readonly lines: readonly string[];
  readonly columns: readonly Column<T>[];
  readonly dropped: readonly string[];
}

const GAP = 2;
/** Words get at least this, and before columns are dropped for them a fifth of the width. */
const LEAST_WORDS = 10;

/** Lays a table out in the width: figures whole, words cut with `…`, the most spare columns dropped. */
export function textTable<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  width: number,
): TextTable<T> {
  const natural = new Map(columns.map((column) => [column, naturalWidth(column, items)]));
  const widthOf = (column: Column<T>): number => natural.get(column) ?? 0;
  const kept = [...columns];
  while (leastWidth(kept, widthOf, width) > width) {
    const spare = kept.reduce((a, b) => ((b.spare ?? 0) >= (a.spare ?? 0) ? b : a));
    if (spare.spare === undefined) break;
    kept.splice(kept.indexOf(spare), 1);
  }
  const widths = share(kept, widthOf, width);
  const dropped = columns.filter((column) => !kept.includes(column)).map(({ title }) => title);
  return { lines: draw(kept, items, widths), columns: kept, dropped };
}

/** Tells how much of a list is not shown. */
export function andMore(total: number, shown: number, noun: string): string {
  return `… and ${count(total - shown)} more ${noun}`;
}

function naturalWidth<T>({ title, cell }: Column<T>, items: readonly T[]): number {
  return items.reduce((most, item) => Math.max(most, stringWidth(oneLine(cell(item)))), stringWidth(title));
}

function leastWidth<T>(
  columns: readonly Column<T>[],
  widthOf: (column: Column<T>) => number,
  width: number,
): number {
  const least = Math.max(LEAST_WORDS, Math.floor(width / 5));
  return columns.reduce(
    (sum, column) => sum + GAP + (column.words ? Math.min(widthOf(column), least) : widthOf(column)),
    -GAP,
  );
}

/** What the figures leave is for the words: to each what it needs, or its part. */
function share<T>(
  columns: readonly Column<T>[],
  widthOf: (column: Column<T>) => number,
  width: number,
): number[] {
  const words = columns.filter((column) => column.words);
  const figures = columns.reduce((sum, column) => sum + GAP + (column.words ? 0 : widthOf(column)), -GAP);
  const given = new Map<Column<T>, number>();
  let left = Math.max(width - figures, LEAST_WORDS * words.length);
  const shortFirst = words.toSorted((a, b) => widthOf(a) - widthOf(b));
  for (const [n, column] of shortFirst.entries()) {
    const part = Math.min(widthOf(column), Math.floor(left / (shortFirst.length - n)));
    given.set(column, part);
    left -= part;
  }
  return columns.map((column) => given.get(column) ?? widthOf(column));
}

const blank = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

function draw<T>(columns: readonly Column<T>[], items: readonly T[], widths: readonly number[]): string[] {
  const table = new Table({
    chars: blank,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: [...widths],
    colAligns: columns.map(({ words }) => (words ? 'left' : 'right')),
    head: columns.map(({ title }) => title),
  });
  for (const item of items) table.push(columns.map(({ cell }) => oneLine(cell(item))));
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const ruled = widths.reduce((sum, part) => sum + part + GAP, -GAP);
  return [lines[0], '─'.repeat(ruled), ...lines.slice(1)];
}

/** Names may hold anything; a control or bidirectional mark would disturb the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}
