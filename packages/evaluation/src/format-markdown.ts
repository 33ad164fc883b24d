import type { Report } from './report.ts';
import { factsOf } from './report-facts.ts';
import { basisOf, type Column, functionColumns, modelColumns, SHARES } from './report-tables.ts';
import { oneLine } from './text-table.ts';

/** Renders a report as Markdown with tables, for a pull request or a page. */
export function formatMarkdown(report: Report): string {
  const facts = factsOf(report).map(([name, value]) => `- **${markdownText(name)}**: ${markdownText(value)}`);
  const notes = report.models.flatMap(({ name, notes }) =>
    notes.map((note) => `- **${markdownText(name)}**: ${markdownText(note)}`),
  );
  const findings = report.findings.map(
    (finding) => `- **${markdownText(finding.function)}** ${markdownText(finding.message)}.`,
  );
  const parts = [
    `# ${markdownText(report.title ?? 'Report')}`,
    facts.join('\n'),
    ...section('Labeling functions', functionColumns(report), report.summary.functions, SHARES),
    ...section('Label models', modelColumns(report), report.models, basisOf(report)),
    ...(findings.length > 0 ? ['## To look at', findings.join('\n')] : []),
    ...(notes.length > 0 ? ['## Notes', notes.join('\n')] : []),
  ];
  return parts.join('\n\n');
}

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
  return [`## ${title}`, table.join('\n'), [lead, ...legends].join('; ').concat('.')];
}

/** A name is text, never markup. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replaceAll('\u00a0', ' ')
    .replace(/[\\`*[\]|~#<>&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) =>
      mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`,
    );
}
