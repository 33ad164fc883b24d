import { LabelwrightError, oneOf } from '@labelwright/core';
import pico from 'picocolors';
import { markdownText, section } from './markdown-layout.ts';
import type { ReportFormat } from './report-format.ts';
import type { Column } from './report-tables.ts';
import { type Colors, item, type TextOptions, tableLines, wrapText } from './text-layout.ts';
import { oneLine } from './text-table.ts';

/** Something to show, before it is known in which form: data is on its way to a string. */
export interface Page {
  readonly title: string;
  readonly parts: readonly PagePart[];
  /** What the page is made of, for machines. */
  readonly data: unknown;
}

/** A part of a page in both forms; a part without lines is left out. */
export interface PagePart {
  readonly text: (width: number, colors: Colors) => readonly string[];
  readonly markdown: () => readonly string[];
}

/** Sentences, each on a line of its own. */
export function sentences(...lines: readonly string[]): PagePart {
  return {
    text: (width) => lines.flatMap((line) => wrapText(line, width)),
    markdown: () => lines.map(markdownText),
  };
}

/** A list under a heading; nothing where the list is empty. */
export function bullets(heading: string, lines: readonly string[]): PagePart {
  return {
    text: (width, colors) =>
      lines.length === 0
        ? []
        : [...headingOf(heading, width, colors), ...lines.flatMap((line) => item(line, width))],
    markdown: () =>
      lines.length === 0
        ? []
        : [`## ${markdownText(heading)}`, lines.map((line) => `- ${markdownText(line)}`).join('\n')],
  };
}

/** A table under a heading; nothing where there are no rows. */
export function tableOf<T>(
  heading: string,
  columns: readonly Column<T>[],
  items: readonly T[],
  lead: string,
): PagePart {
  return {
    text: (width, colors) =>
      items.length === 0
        ? []
        : [...headingOf(heading, width, colors), ...tableLines(columns, items, width, colors, lead)],
    markdown: () => section(heading, columns, items, lead),
  };
}

function headingOf(heading: string, width: number, colors: Colors): string[] {
  return wrapText(heading, width).map(colors.bold);
}

/** Lines of code to paste under a heading; nothing where there are none. */
export function codeOf(heading: string, lines: readonly string[]): PagePart {
  const plain = lines.map(oneLine);
  return {
    text: (width, colors) => (plain.length === 0 ? [] : [...headingOf(heading, width, colors), ...plain]),
    markdown: () =>
      plain.length === 0 ? [] : [`## ${markdownText(heading)}`, ['```ts', ...plain, '```'].join('\n')],
  };
}

/** How a page becomes a string. */
export interface PageOptions extends TextOptions {
  /** Default `'text'`. */
  readonly format?: ReportFormat | undefined;
}

/** Renders a page; width and colour are for `'text'`. */
export function formatPage(page: Page, options: PageOptions = {}): string {
  const { format = 'text' } = options;
  if (Object.hasOwn(renderers, format)) return renderers[format](page, options);
  const known = oneOf(Object.keys(renderers));
  throw new LabelwrightError('invalid-option', `found the format '${format}'; expected ${known}`);
}

const renderers: Readonly<Record<ReportFormat, (page: Page, options: TextOptions) => string>> = {
  text: ({ title, parts }, options) => {
    const width = Math.max(40, Math.floor(options.width ?? 80));
    const colors = pico.createColors(options.color ?? false);
    const blocks = [
      wrapText(title, width).map(colors.bold),
      ...parts.map((part) => part.text(width, colors)),
    ];
    return blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n');
  },
  markdown: ({ title, parts }) =>
    [`# ${markdownText(title)}`, ...parts.flatMap((part) => part.markdown())].join('\n\n'),
  json: ({ data }) => JSON.stringify(data, null, 2),
};
