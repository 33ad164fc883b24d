import { LabelwrightError, oneOf } from '@labelwright/core';
import type { TableOptions } from './choose-functions.ts';
import { formatJson } from './format-json.ts';
import { formatMarkdown } from './format-markdown.ts';
import { formatText } from './format-text.ts';
import type { Report } from './report.ts';
import type { ReportFormat } from './report-format.ts';
import type { TextOptions } from './text-layout.ts';

/** How a report becomes a string. */
export interface FormatOptions extends TextOptions, TableOptions {
  /** Default `'text'`. */
  readonly format?: ReportFormat | undefined;
}

const renderers: Readonly<
  Record<ReportFormat, (report: Report, options: TextOptions & TableOptions) => string>
> = {
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
