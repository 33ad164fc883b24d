export {
  formatHtml,
  type HtmlEvidence,
  type HtmlExplanation,
  type HtmlOptions,
  type HtmlRecord,
  type HtmlRecordOptions,
  htmlRecord,
} from '@labelwright/evaluation/html';
