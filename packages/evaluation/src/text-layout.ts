import type pico from 'picocolors';
import stringWidth from 'string-width';
import type { Column } from './report-tables.ts';
import { oneLine, textTable } from './text-table.ts';

/** How data becomes text for a terminal. */
export interface TextOptions {
  /** How many columns the text may take. Default 80, at least 40. */
  readonly width?: number | undefined;
  /** Whether to emphasise with terminal colours. Default `false`. */
  readonly color?: boolean | undefined;
}

/** Paints text, or leaves it as it is. */
export type Colors = ReturnType<typeof pico.createColors>;

/** A table with its legend. */
export function tableLines<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  width: number,
  colors: Colors,
  lead: string,
): string[] {
  const table = textTable(columns, items, width, colors);
  const [head, rule, ...rows] = table.lines;
  const legends = table.columns.map(({ legend }) => legend).filter((legend) => legend !== undefined);
  const legend = legends.length > 0 ? `${lead} – ${legends.join('; ')}.` : `${lead}.`;
  const dropped = table.dropped.length > 0 ? ` Not shown at this width: ${table.dropped.join(', ')}.` : '';
  return [colors.bold(head), colors.dim(rule), ...rows, ...wrapText(legend + dropped, width).map(colors.dim)];
}

/** The text with every line but the first set in. */
export function item(text: string, width: number): string[] {
  return wrapText(text, width - 2).map((line, n) => (n === 0 ? line : `  ${line}`));
}

/**
 * Breaks a text for a terminal into lines of at most so many columns, at spaces; a word that is wider than a line is
 * broken where the line ends. Wide characters count twice, and marks that would disturb a terminal are replaced.
 *
 * @example
 * ```ts import.meta.vitest
 * wrapText('two functions agree', 14); // => ['two functions', 'agree']
 * ```
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text)
    .split(' ')
    .flatMap((part) => chop(part, width))) {
    if (line !== '' && stringWidth(line) + 1 + stringWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((found) => found.replaceAll('\u00a0', ' '));
}

function chop(word: string, width: number): string[] {
  const pieces = [''];
  for (const character of word) {
    const last = pieces.length - 1;
    if (stringWidth(pieces[last] + character) <= width) pieces[last] += character;
    else pieces.push(character);
  }
  return pieces;
}
