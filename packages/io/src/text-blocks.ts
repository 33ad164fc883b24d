import { constants, isUtf8 } from 'node:buffer';
import type { LabelwrightError } from '@labelwright/core';
import { fileError, isCutOff, lineError } from './file-error.ts';
import { readBytes } from './read-bytes.ts';
import { type Report, strictReading } from './record-batch.ts';

/** A run of whole lines. */
export interface TextBlock {
  /** The lines, each with its end except perhaps the last of the file. */
  readonly text: string;
  /** The number of the first line, from 1. */
  readonly firstLine: number;
  /** The numbers of the lines that are not UTF-8; each was reported. */
  readonly unreadable: ReadonlySet<number>;
}

const NEWLINE = 0x0a;

/**
 * Reads UTF-8 text in blocks of whole lines, without a byte order mark.
 *
 * Lines end at `\n` alone, so a line separator inside a JSON string (U+2028) does not split it. The bytes are
 * cut before they are decoded, so a chunk may end inside a character. Lines that are not UTF-8 are reported, as is
 * compressed content that is cut off, at the line in which it ends, which is not handed on.
 */
export async function* textBlocks(
  path: string,
  bytes: AsyncIterable<Buffer> = readBytes(path),
  report: Report = strictReading().report,
): AsyncGenerator<TextBlock> {
  let pending: Buffer[] = [];
  let firstLine = 1;
  try {
    for await (const chunk of bytes) {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        pending.push(chunk);
        continue;
      }
      pending.push(chunk.subarray(0, end));
      const block = joined(path, pending, firstLine);
      yield decode(path, block, firstLine, report);
      firstLine += countLines(block);
      pending = end === chunk.length ? [] : [chunk.subarray(end)];
    }
  } catch (cause) {
    if (!isCutOff(cause)) throw cause;
    report(
      firstLine,
      lineError(path, firstLine, 'the compressed content is cut off; expected all of it', cause),
    );
    return;
  }
  const rest = joined(path, pending, firstLine);
  if (rest.length > 0) yield decode(path, rest, firstLine, report);
}

/** The whole text of a file. */
export async function readText(path: string): Promise<string> {
  let text = '';
  try {
    for await (const block of textBlocks(path)) text += block.text;
  } catch (cause) {
    if (cause instanceof RangeError) throw fileError(path, ': too long to read at once', cause);
    throw cause;
  }
  return text;
}

function joined(path: string, parts: readonly Buffer[], line: number): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > constants.MAX_STRING_LENGTH) {
    throw lineError(
      path,
      line,
      `found a line of ${length} bytes; expected at most ${constants.MAX_STRING_LENGTH}`,
    );
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts, length);
}

function decode(path: string, block: Buffer, firstLine: number, report: Report): TextBlock {
  const unreadable = new Set(isUtf8(block) ? [] : linesNotUtf8(block, firstLine));
  for (const line of unreadable) report(line, notUtf8(path, line));
  const marked = firstLine === 1 && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf;
  return { text: block.toString('utf8', marked ? 3 : 0), firstLine, unreadable };
}

/** The error of a line that is no text. */
export function notUtf8(path: string, line: number): LabelwrightError {
  return lineError(path, line, 'found bytes that are not UTF-8; expected UTF-8 text');
}

function* linesNotUtf8(block: Buffer, firstLine: number): Generator<number> {
  let line = firstLine;
  for (let start = 0; start < block.length; line++) {
    const newline = block.indexOf(NEWLINE, start);
    const end = newline < 0 ? block.length : newline;
    if (!isUtf8(block.subarray(start, end))) yield line;
    start = end + 1;
  }
}

function countLines(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
