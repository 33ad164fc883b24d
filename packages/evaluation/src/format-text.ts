import pico from 'picocolors';
import stringWidth from 'string-width';
import { chooseFunctions, type TableOptions } from './choose-functions.ts';
import { cut } from './cut-text.ts';
import { countOf } from './figures.ts';
import { functionColumns } from './function-columns.ts';
import type { Report } from './report.ts';
import { reportDetails } from './report-details.ts';
import { factsOf } from './report-facts.ts';
import { basisOf, modelColumns, SHARES } from './report-tables.ts';
import { type Colors, item, type TextOptions, tableLines, wrapText } from './text-layout.ts';
import { oneLine } from './text-table.ts';

/** Renders a report for a terminal: facts, tables of the labeling functions and the label models, and what to look at. */
export function formatText(report: Report, options: TextOptions & TableOptions = {}): string {
  const width = Math.max(40, Math.floor(options.width ?? 80));
  const colors = pico.createColors(options.color ?? false);
  const functions = chooseFunctions(report, options);
  const parts = [
    report.title === undefined ? [] : wrapText(report.title, width).map(colors.bold),
    factLines(report, width, colors),
    functions.length === 0 ? [] : tableLines(functionColumns(report), functions, width, colors, SHARES),
    report.models.length === 0
      ? []
      : tableLines(modelColumns(report), report.models, width, colors, basisOf(report)),
    ...reportDetails(report, MOST_ROWS).map((part) => part.text(width, colors)),
    findingLines(report, width, colors),
    noteLines(report, width),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** So many rows of each further table: the other formats have more. */
const MOST_ROWS = 8;

function factLines(report: Report, width: number, colors: Colors): string[] {
  const facts = factsOf(report);
  const widest = Math.max(...facts.map(([name]) => stringWidth(oneLine(name))));
  const indent = Math.min(widest, Math.floor(width / 3)) + 2;
  return facts.flatMap(([name, value]) => {
    const title = cut(oneLine(name), indent - 2);
    const lines = wrapText(value, width - indent);
    const padded = colors.bold(title) + ' '.repeat(indent - stringWidth(title));
    return lines.map((line, n) => (n === 0 ? padded : ' '.repeat(indent)) + line);
  });
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

function noteLines({ models }: Report, width: number): string[] {
  return models.flatMap(({ name, notes }) => notes.flatMap((note) => item(`${name}: ${note}`, width)));
}
