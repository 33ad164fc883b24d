import type { Column } from './report-tables.ts';
import { oneLine } from './text-table.ts';

/** A heading with a table under it and its legend; nothing where there are no rows. */
export function section<T>(
  title: string,
  columns: readonly Column<T>[],
  items: readonly T[],
  lead: string,
): string[] {
  if (items.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    row(columns.map((column) => column.title)),
    row(columns.map(({ words }) => (words ? '---' : '---:'))),
    ...items.map((item) => row(columns.map(({ cell }) => markdownText(cell(item))))),
  ];
  const legends = columns.map(({ legend }) => legend).filter((legend) => legend !== undefined);
  return [
    `## ${markdownText(title)}`,
    table.join('\n'),
    markdownText([lead, ...legends].join('; ')).concat('.'),
  ];
}

/** A name is text, never markup. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replaceAll('\u00a0', ' ')
    .replace(/[\\`*[\]|~#<>&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) =>
      mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`,
    );
}

/** A line of code, whatever marks it holds. */
export function markdownCode(code: string): string {
  const line = oneLine(code);
  const runs = line.match(/`+/g) ?? [];
  if (runs.length === 0) return `\`${line}\``;
  const fence = '`'.repeat(Math.max(...runs.map((run) => run.length)) + 1);
  return `${fence} ${line} ${fence}`;
}
