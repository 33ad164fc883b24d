import { cutText } from './cut-text.ts';
import type { HtmlEvidence, HtmlRecord } from './html-options.ts';

/** What else is known about a record to be read. */
export interface HtmlRecordOptions {
  /** The field to read first. Default: the first of `text`, `content`, `body`, `comment`, `message`, `title`, if any. */
  readonly text?: string | undefined;
  /** The field that names the record; it is left out, for the page shows the name anyway. Default `'id'`. */
  readonly id?: string | undefined;
  /** The places that made functions vote. */
  readonly evidence?: readonly HtmlEvidence[] | undefined;
}

const USUAL = ['text', 'content', 'body', 'comment', 'message', 'title'];

/**
 * Makes of a plain record what a person may read of it: its fields as texts, long ones cut.
 *
 * @example
 * ```ts import.meta.vitest
 * htmlRecord({ id: 'c1', author: 'Ann', text: 'hello' }).fields; // => { text: 'hello', author: 'Ann' }
 * htmlRecord({ text: 'x'.repeat(3000) }).lengths; // => { text: 3000 }
 * ```
 */
export function htmlRecord(
  record: Readonly<Record<string, unknown>>,
  options: HtmlRecordOptions = {},
): HtmlRecord {
  const { id = 'id', evidence } = options;
  const names = Object.keys(record).filter((name) => name !== id);
  const first = options.text ?? USUAL.find((name) => names.includes(name));
  const ordered = names.filter((name) => name === first).concat(names.filter((name) => name !== first));
  const texts = ordered.flatMap((name): [string, string][] => {
    const text = textOf(record[name]);
    return text === undefined ? [] : [[name, text]];
  });
  const fields = texts.map(([name, text]) => [name, cutText(text)] as const);
  const long = texts.filter(([, text], n) => fields[n][1].length < text.length);
  return {
    fields: Object.fromEntries(fields),
    lengths:
      long.length > 0 ? Object.fromEntries(long.map(([name, text]) => [name, text.length])) : undefined,
    evidence,
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
