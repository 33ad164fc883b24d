import { adviceOf } from './advice.ts';
import { chooseFunctions, type TableOptions } from './choose-functions.ts';
import { functionColumns } from './function-columns.ts';
import { markdownCode, markdownText, section } from './markdown-layout.ts';
import type { Report } from './report.ts';
import { reportDetails } from './report-details.ts';
import { factsOf } from './report-facts.ts';
import { basisOf, modelColumns, SHARES } from './report-tables.ts';

/** Renders a report as Markdown with tables, for a pull request or a page. */
export function formatMarkdown(report: Report, options: TableOptions = {}): string {
  const facts = factsOf(report).map(([name, value]) => `- **${markdownText(name)}**: ${markdownText(value)}`);
  const notes = report.models.flatMap(({ name, notes }) =>
    notes.map((note) => `- **${markdownText(name)}**: ${markdownText(note)}`),
  );
  const findings = report.findings.map(
    (finding) => `- **${markdownText(finding.function)}** ${markdownText(finding.message)}.`,
  );
  const advice = adviceOf(report).map(
    ({ text, code }) => `- ${markdownText(text)}${code === undefined ? '' : ` ${markdownCode(code)}`}`,
  );
  const columns = functionColumns(report).filter(({ drawn }) => !drawn);
  const parts = [
    `# ${markdownText(report.title ?? 'Report')}`,
    facts.join('\n'),
    ...(advice.length > 0 ? ['## What to do next', advice.join('\n')] : []),
    ...section('Labeling functions', columns, chooseFunctions(report, options), SHARES),
    ...section('Label models', modelColumns(report), report.models, basisOf(report)),
    ...reportDetails(report, MOST_ROWS).flatMap((part) => part.markdown()),
    ...(findings.length > 0 ? ['## To look at', findings.join('\n')] : []),
    ...(notes.length > 0 ? ['## Notes', notes.join('\n')] : []),
  ];
  return parts.join('\n\n');
}

/** So many rows of each further table. */
const MOST_ROWS = 20;
