import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { assertFile, statOf, unreadable } from './file-error.ts';
import { isGzip } from './file-name.ts';
import type { Reading } from './record-batch.ts';

/** Standard input, as a path. */
export const STANDARD_INPUT = '-';

const CHUNK = 1 << 18;

/** Reads a file, a `.gz` file decompressed, or standard input (`-`), one chunk at a time. */
export async function* readBytes(path: string, reading?: Reading): AsyncGenerator<Buffer> {
  if (path !== STANDARD_INPUT) assertFile(path);
  try {
    const { stream, share } = open(path);
    for await (const chunk of stream) {
      if (reading) reading.share = share();
      yield chunk as Buffer;
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
  readonly stream: Readable;
  readonly share: () => number | undefined;
}

function open(path: string): Opened {
  if (path === STANDARD_INPUT) return { stream: process.stdin, share: () => undefined };
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const size = statOf(path).size;
  const share = () => (size > 0 ? Math.min(1, file.bytesRead / size) : undefined);
  if (!isGzip(path)) return { stream: file, share };
  const plain = createGunzip({ chunkSize: CHUNK });
  // A failure reaches the reader through the destroyed stream, so nothing is left to do here.
  pipeline(file, plain, () => undefined);
  return { stream: plain, share };
}
