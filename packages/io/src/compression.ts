import type { Readable, Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import * as zlib from 'node:zlib';
import { LabelwrightError } from '@labelwright/core';
import { Decompress, decompress as unzstd, ZstdErrorCode } from 'fzstd';

/** How a file is compressed, as its name says it. */
export type Compression = 'gzip' | 'zstd';

const byEnding: ReadonlyMap<string, Compression> = new Map([
  ['.gz', 'gzip'],
  ['.zst', 'zstd'],
]);

/** How much is decompressed at once. */
const CHUNK = 1 << 18;

/** The compression that the name tells; `undefined` for a plain file. */
export function compressionOf(path: string): Compression | undefined {
  return byEnding.get(endingOf(path));
}

/** The name without what tells the compression: `a.jsonl` for `a.jsonl.gz`. */
export function withoutCompression(path: string): string {
  return compressionOf(path) === undefined ? path : path.slice(0, -endingOf(path).length);
}

/** Decompresses what streams by; plain content passes. Content that ends too early is an error behind the last chunk. */
export function decompressed(path: string, content: Readable): AsyncIterable<Buffer> {
  const compression = compressionOf(path);
  if (compression === undefined) return content;
  return compression === 'gzip' ? gunzipped(content) : unzstded(content);
}

/** Decompresses a whole content. */
export function decompressWhole(path: string, content: Buffer): Buffer {
  const compression = compressionOf(path);
  if (compression === undefined) return content;
  if (compression === 'gzip') return zlib.gunzipSync(content);
  return Buffer.from(named(() => unzstd(content)));
}

/** What compresses a file of this name; `undefined` for a plain file. */
export function compressorFor(path: string): Transform | undefined {
  const compression = compressionOf(path);
  if (compression === undefined) return undefined;
  if (compression === 'gzip') return zlib.createGzip();
  // Node has it from 22.15 on; the types are those of the oldest Node that is supported.
  const { createZstdCompress } = zlib as { readonly createZstdCompress?: () => Transform };
  if (createZstdCompress !== undefined) return createZstdCompress();
  throw new LabelwrightError(
    'invalid-option',
    `${path}: Node ${process.versions.node} cannot write .zst; expected Node 22.15 or newer, or .gz`,
  );
}

/** What went wrong with compressed content. */
export class CompressionError extends Error {
  override readonly name = 'CompressionError';
  /** Holds where the content ends too early; what came before it is whole. */
  readonly cutOff: boolean;

  constructor(cause: unknown, compression: Compression, cutOff: boolean) {
    super(cutOff ? `the ${compression} content is cut off` : `not readable as ${compression}`, { cause });
    this.cutOff = cutOff;
  }
}

function endingOf(path: string): string {
  return /\.[^./\\]*$/.exec(path.toLowerCase())?.[0] ?? '';
}

async function* gunzipped(content: Readable): AsyncGenerator<Buffer> {
  const plain = zlib.createGunzip({ chunkSize: CHUNK });
  const fed = feed(content, plain);
  fed.catch((cause) => plain.destroy(cause));
  try {
    for await (const chunk of plain) yield chunk as Buffer;
    await fed;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw code.startsWith('Z_') ? new CompressionError(cause, 'gzip', code === 'Z_BUF_ERROR') : cause;
  } finally {
    plain.destroy();
    content.destroy();
  }
}

/** Ends the decompressor only once everything was taken from it: an error at the end discards what is left in it. */
async function feed(content: Readable, plain: Transform): Promise<void> {
  for await (const chunk of content) {
    plain.write(chunk);
    while (plain.writableNeedDrain && !plain.destroyed) await sleep(1);
    if (plain.destroyed) return;
  }
  while ((plain.writableLength > 0 || plain.readableLength > 0) && !plain.destroyed) await sleep(1);
  plain.end();
}

/** Not by Node, which takes content that is cut off for whole. */
async function* unzstded(content: Readable): AsyncGenerator<Buffer> {
  const plain: Buffer[] = [];
  const stream = new Decompress((chunk) =>
    plain.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)),
  );
  for await (const chunk of content) {
    named(() => stream.push(chunk as Buffer));
    yield* plain.splice(0);
  }
  named(() => stream.push(new Uint8Array(0), true));
  yield* plain.splice(0);
}

function named<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw new CompressionError(cause, 'zstd', code === ZstdErrorCode.UnexpectedEOF);
  }
}
