import { createReadStream } from 'node:fs';
import { decompressed } from './compression.ts';
import { assertFile, statOf, unreadable } from './file-error.ts';
import type { Reading } from './record-batch.ts';

/** Standard input, as a path. */
export const STANDARD_INPUT = '-';

const CHUNK = 1 << 18;

/** Reads a file, a `.gz` or `.zst` file decompressed, or standard input (`-`), one chunk at a time. */
export async function* readBytes(path: string, reading?: Reading): AsyncGenerator<Buffer> {
  if (path !== STANDARD_INPUT) assertFile(path);
  try {
    const { stream, share } = open(path);
    for await (const chunk of stream) {
      if (reading) reading.share = share();
      yield chunk;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const NEWLINE = 0x0a;

/** Reads the lines of a file that begin in a range of its bytes. */
export async function* readLinesOf(
  path: string,
  [from, to]: readonly [number, number],
): AsyncGenerator<Buffer> {
  assertFile(path);
  if (from >= to) return;
  // The byte before tells whether a line begins with the range.
  let at = Math.max(0, from - 1);
  let inside = from === 0;
  try {
    for await (const chunk of createReadStream(path, { start: at, highWaterMark: CHUNK })) {
      const bytes = chunk as Buffer;
      const start = inside ? 0 : bytes.indexOf(NEWLINE) + 1;
      inside ||= start > 0;
      // The last line ends with the first newline from the last byte of the range on.
      const end = bytes.indexOf(NEWLINE, Math.max(0, to - 1 - at)) + 1;
      const last = end > 0 && at + bytes.length >= to;
      if (inside && (!last || end > start)) yield bytes.subarray(start, last ? end : bytes.length);
      if (last) return;
      at += bytes.length;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The whole content of a file. */
export async function readWhole(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readBytes(path)) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

interface Opened {
  readonly stream: AsyncIterable<Buffer>;
  readonly share: () => number | undefined;
}

function open(path: string): Opened {
  if (path === STANDARD_INPUT) return { stream: process.stdin, share: () => undefined };
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const size = statOf(path).size;
  const share = () => (size > 0 ? Math.min(1, file.bytesRead / size) : undefined);
  return { stream: decompressed(path, file), share };
}
