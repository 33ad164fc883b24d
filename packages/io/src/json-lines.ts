import { type LabelwrightError, messageOf } from '@labelwright/core';
import { lineError } from './file-error.ts';
import { parseExactly } from './parse-exactly.ts';
import { readBytes, STANDARD_INPUT } from './read-bytes.ts';
import { type Reading, type RecordBatch, RecordGatherer, type Report } from './record-batch.ts';
import { type TextBlock, textBlocks } from './text-blocks.ts';

/** So much text is turned into records before they are handed on, however few they are. */
const MOST_TEXT = 1 << 23;

/** Reads one JSON object per line; blank lines are skipped. */
export async function* readJsonLines(
  path: string,
  reading: Reading,
  bytes: AsyncIterable<Buffer> = readBytes(path, reading),
): AsyncGenerator<RecordBatch> {
  const gathered = new RecordGatherer();
  let length = 0;
  for await (const block of textBlocks(path, bytes, reading.report)) {
    for (const { line, text, last } of linesOf(block)) {
      const record = parseLine(path, line, text, last, reading.report);
      if (record && gathered.add(record, line)) yield gathered.take();
    }
    length = gathered.size === 0 ? 0 : length + block.text.length;
    // Who writes to the standard input may wait for what its records come to.
    if (length > MOST_TEXT || (path === STANDARD_INPUT && gathered.size > 0)) {
      yield gathered.take();
      length = 0;
    }
  }
  if (gathered.size > 0) yield gathered.take();
}

/** The lines that can be read. */
function* linesOf({
  text,
  firstLine,
  unreadable,
}: TextBlock): Generator<{ readonly line: number; readonly text: string; readonly last: boolean }> {
  let line = firstLine;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (!unreadable.has(line)) yield { line, text: text.slice(start, end), last: newline < 0 };
    start = end + 1;
  }
}

function parseLine(
  path: string,
  line: number,
  text: string,
  last: boolean,
  report: Report,
): Record<string, unknown> | undefined {
  try {
    const value = parseExactly(text);
    if (isObject(value)) return value;
    report(line, lineError(path, line, `found ${kindOf(value)}; expected one object per line`));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    if (text.trim() !== '') report(line, notJson(path, line, last, cause));
  }
  return undefined;
}

/** Holds for what JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names the kind of a JSON value for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function notJson(path: string, line: number, last: boolean, cause: SyntaxError): LabelwrightError {
  const where = last ? ' on the last line, which has no end' : '';
  return lineError(path, line, `not JSON${where} (${messageOf(cause)}); expected one object per line`, cause);
}
