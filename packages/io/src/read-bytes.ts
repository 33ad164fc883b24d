import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { assertFile, unreadable } from './file-error.ts';
import { isGzip } from './file-name.ts';

/** Standard input, as a path. */
export const STANDARD_INPUT = '-';

const CHUNK = 1 << 18;

/** Reads a file, a `.gz` file decompressed, or standard input (`-`), one chunk at a time. */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  if (path !== STANDARD_INPUT) assertFile(path);
  try {
    for await (const chunk of open(path)) yield chunk as Buffer;
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

function open(path: string): Readable {
  if (path === STANDARD_INPUT) return process.stdin;
  const file = createReadStream(path, { highWaterMark: CHUNK });
  if (!isGzip(path)) return file;
  const plain = createGunzip({ chunkSize: CHUNK });
  // A failure reaches the reader through the destroyed stream, so nothing is left to do here.
  pipeline(file, plain, () => undefined);
  return plain;
}
