import { LabelwrightError, oneOf } from '@labelwright/core';
import { formatJson } from './format-json.ts';
import { formatMarkdown } from './format-markdown.ts';
import { formatText, type TextOptions } from './format-text.ts';
import type { Report } from './report.ts';

/** How a report becomes a string. */
export interface FormatOptions extends TextOptions {
  /** Default `'text'`. */
  readonly format?: ReportFormat | undefined;
}

/** A form that a report can take. */
export type ReportFormat = 'text' | 'markdown' | 'json';

const renderers: Readonly<Record<ReportFormat, (report: Report, options: TextOptions) => string>> = {
  text: formatText,
  markdown: formatMarkdown,
  json: formatJson,
};

/** Renders a report; width and colour are for `'text'`. */
export function formatReport(report: Report, options: FormatOptions = {}): string {
  const { format = 'text' } = options;
  if (Object.hasOwn(renderers, format)) return renderers[format](report, options);
  throw new LabelwrightError(
    'invalid-option',
    `found the format '${format}'; expected ${oneOf(Object.keys(renderers))}`,
  );
}
