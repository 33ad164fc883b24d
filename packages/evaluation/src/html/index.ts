export { formatHtml } from './format-html.ts';
export type { HtmlEvidence, HtmlExplanation, HtmlOptions, HtmlRecord } from './html-options.ts';
export { type HtmlRecordOptions, htmlRecord } from './html-record.ts';
