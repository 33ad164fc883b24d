import pico from 'picocolors';
import stringWidth from 'string-width';
import { cut } from './cut-text.ts';
import { countOf } from './figures.ts';
import type { Report } from './report.ts';
import { factsOf } from './report-facts.ts';
import { basisOf, type Column, functionColumns, modelColumns, SHARES } from './report-tables.ts';
import { oneLine, textTable } from './text-table.ts';

/** How a report becomes text for a terminal. */
export interface TextOptions {
  /** How many columns the text may take. Default 80, at least 40. */
  readonly width?: number | undefined;
  /** Whether to emphasise with terminal colours. Default `false`. */
  readonly color?: boolean | undefined;
}

/** Paints text, or leaves it as it is. */
export type Colors = ReturnType<typeof pico.createColors>;

/** Renders a report for a terminal: facts, a table of the labeling functions and one of the label models. */
export function formatText(report: Report, options: TextOptions = {}): string {
  const width = Math.max(40, Math.floor(options.width ?? 80));
  const colors = pico.createColors(options.color ?? false);
  const { functions } = report.summary;
  const parts = [
    report.title === undefined ? [] : wrap(report.title, width).map(colors.bold),
    factLines(report, width, colors),
    functions.length === 0 ? [] : tableLines(functionColumns(report), functions, width, colors, SHARES),
    report.models.length === 0
      ? []
      : tableLines(modelColumns(report), report.models, width, colors, basisOf(report)),
    findingLines(report, width, colors),
    noteLines(report, width),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function factLines(report: Report, width: number, colors: Colors): string[] {
  const facts = factsOf(report);
  const widest = Math.max(...facts.map(([name]) => stringWidth(oneLine(name))));
  const indent = Math.min(widest, Math.floor(width / 3)) + 2;
  return facts.flatMap(([name, value]) => {
    const title = cut(oneLine(name), indent - 2);
    const lines = wrap(value, width - indent);
    const padded = colors.bold(title) + ' '.repeat(indent - stringWidth(title));
    return lines.map((line, n) => (n === 0 ? padded : ' '.repeat(indent)) + line);
  });
}

/** A table with its legend. */
export function tableLines<T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  width: number,
  colors: Colors,
  lead: string,
): string[] {
  const table = textTable(columns, items, width);
  const [head, rule, ...rows] = table.lines;
  const legends = table.columns.map(({ legend }) => legend).filter((legend) => legend !== undefined);
  const legend = legends.length > 0 ? `${lead} – ${legends.join('; ')}.` : `${lead}.`;
  const dropped = table.dropped.length > 0 ? ` Not shown at this width: ${table.dropped.join(', ')}.` : '';
  return [colors.bold(head), colors.dim(rule), ...rows, ...wrap(legend + dropped, width).map(colors.dim)];
}

/** A long list of findings would hide the tables. */
const MOST_FINDINGS = 10;

function findingLines({ findings }: Report, width: number, colors: Colors): string[] {
  const lines = findings
    .slice(0, MOST_FINDINGS)
    .flatMap((finding) => item(`${finding.function} ${finding.message}.`, width));
  if (findings.length === 0) return [];
  const more = findings.length - MOST_FINDINGS;
  const rest =
    more > 0 ? item(`… and ${countOf(more, 'finding')} more; the other formats list all.`, width) : [];
  return [colors.bold('To look at'), ...lines, ...rest];
}

/** The text with every line but the first set in. */
export function item(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line, n) => (n === 0 ? line : `  ${line}`));
}

function noteLines({ models }: Report, width: number): string[] {
  return models.flatMap(({ name, notes }) => notes.flatMap((note) => item(`${name}: ${note}`, width)));
}

/** Breaks at spaces; a word that is wider than a line is broken where the line ends. */
export function wrap(text: string, width: number): string[] {
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
