import stringWidth from 'string-width';
import { cut, cutApart } from './cut-text.ts';
import type { Column } from './report-tables.ts';
import type { Colors } from './text-layout.ts';

/** A table as lines, and the titles of the columns that the width left no room for. */
export interface TextTable<T> {
  readonly lines: readonly string[];
  readonly columns: readonly Column<T>[];
  readonly dropped: readonly string[];
}

const GAP = 2;
/** Words are not cut below this before columns are dropped for them. */
const LEAST_WORDS = 8;

/** Lays a table out in the width: figures whole, words cut with `…`, names told apart, the most spare columns dropped. */
export function textTable<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  width: number,
  colors?: Colors,
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
  const dropped = columns
    .filter((column) => !kept.includes(column) && column.title !== '')
    .map(({ title }) => title);
  return { lines: draw(kept, items, widths, colors), columns: kept, dropped };
}

function naturalWidth<T>({ title, cell }: Column<T>, items: readonly T[]): number {
  return items.reduce((most, item) => Math.max(most, stringWidth(oneLine(cell(item)))), stringWidth(title));
}

/** The first column tells the rows apart, so it may take a fifth of the width. */
function leastWidth<T>(
  columns: readonly Column<T>[],
  widthOf: (column: Column<T>) => number,
  width: number,
): number {
  return columns.reduce((sum, column, n) => {
    const most = n === 0 ? Math.max(leastOf(column), Math.floor(width / 5)) : leastOf(column);
    return sum + GAP + (column.words ? Math.min(widthOf(column), most) : widthOf(column));
  }, -GAP);
}

/** What the figures leave is for the words: the first column takes what it needs while the others keep their least. */
function share<T>(
  columns: readonly Column<T>[],
  widthOf: (column: Column<T>) => number,
  width: number,
): number[] {
  const figures = columns.reduce((sum, column) => sum + GAP + (column.words ? 0 : widthOf(column)), -GAP);
  const words = columns.filter((column) => column.words);
  let left = width - figures;
  return columns.map((column) => {
    if (!column.words) return widthOf(column);
    const others = words.slice(words.indexOf(column) + 1);
    const reserved = others.reduce((sum, other) => sum + Math.min(widthOf(other), leastOf(other)), 0);
    const given = Math.min(widthOf(column), Math.max(leastOf(column), left - reserved));
    left -= given;
    return given;
  });
}

/** A title is never cut. */
function leastOf<T>({ title }: Column<T>): number {
  return Math.max(LEAST_WORDS, stringWidth(title));
}

function draw<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  widths: readonly number[],
  colors: Colors | undefined,
): string[] {
  const placed = (text: string, n: number): string => toWidth(text, widths[n], columns[n].words === true);
  const line = (texts: readonly string[]): string => texts.join(' '.repeat(GAP)).trimEnd();
  const names = cutApart(
    items.map((item) => oneLine(columns[0].cell(item))),
    widths[0],
  );
  const painted = (text: string, { paint }: Column<T>, item: T): string => {
    const color = colors && paint?.(item);
    const shown = text.trimEnd();
    return color && shown !== '' ? colors[color](shown) + ' '.repeat(text.length - shown.length) : text;
  };
  const ruled = widths.reduce((sum, part) => sum + part + GAP, -GAP);
  return [
    line(columns.map(({ title }, n) => placed(title, n))),
    '─'.repeat(ruled),
    ...items.map((item, row) =>
      line(
        columns.map((column, n) =>
          painted(placed(n === 0 ? names[row] : oneLine(column.cell(item)), n), column, item),
        ),
      ),
    ),
  ];
}

/** The text in just this width: words begin at the left and are cut with `…`, figures end at the right. */
function toWidth(text: string, width: number, words: boolean): string {
  const shown = cut(text, width);
  const space = ' '.repeat(Math.max(0, width - stringWidth(shown)));
  return words ? shown + space : space + shown;
}

/** Names may hold anything; a control or bidirectional mark would disturb the terminal. */
export function oneLine(text: string): string {
  return text
    .replace(/[ \t\n\v\f\r\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}
