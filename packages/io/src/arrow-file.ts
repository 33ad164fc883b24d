import { type FileHandle, open } from 'node:fs/promises';
import { messageOf } from '@labelwright/core';
import type { RecordBatch as ArrowBatch, AsyncRecordBatchFileReader, Schema } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { assertFile, fileError, unreadable } from './file-error.ts';

/** An open Arrow file: its schema is known, its batches are read when asked for. */
export interface ArrowFile {
  readonly schema: Schema;
  /** The batches of the file, and how much of it has been read with each, up to 1. */
  batches(): AsyncGenerator<{ readonly batch: ArrowBatch; readonly share: number | undefined }>;
  close(): Promise<void>;
}

/** Opens a file in Arrow's IPC format, the form for files (Feather) or for streams, compressed or not. */
export async function openArrow(path: string): Promise<ArrowFile> {
  assertFile(path);
  const handle = await open(path).catch((cause) => {
    throw unreadable(path, cause);
  });
  try {
    await assertWhole(handle);
    const { RecordBatchReader } = await loadArrow();
    const reader = await RecordBatchReader.from(handle as Parameters<typeof RecordBatchReader.from>[0]);
    await reader.open();
    if (reader.schema === undefined) throw new Error('it has no schema');
    return {
      schema: reader.schema,
      batches: () => readBatches(path, reader as AsyncRecordBatchFileReader),
      close: () => closed(handle),
    };
  } catch (cause) {
    await closed(handle);
    throw arrowError(path, cause);
  }
}

const MAGIC = 'ARROW1';

/** The form for files ends as it begins, that for streams has no mark. */
async function assertWhole(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  const signs = async (from: number) => {
    const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, Math.max(0, from));
    return buffer.toString('latin1');
  };
  if ((await signs(0)) !== MAGIC || (await signs(size - MAGIC.length)) === MAGIC) return;
  throw new Error(`it is cut off: the end is missing, which is ${MAGIC}`);
}

/** Loads Arrow with what decompresses its buffers, when it is first needed. */
export async function loadArrow(): Promise<typeof import('apache-arrow')> {
  const arrow = await import('apache-arrow');
  const { compressionRegistry, CompressionType } = arrow;
  // Copied, for Arrow lays wider numbers over the bytes: they must begin at a multiple of 8.
  compressionRegistry.set(CompressionType.ZSTD, { decode: (content) => unzstd(content).slice() });
  const lz4 = await import('lz4js');
  compressionRegistry.set(CompressionType.LZ4_FRAME, {
    decode: (content) => lz4.decompress(content).slice(),
  });
  return arrow;
}

async function* readBatches(
  path: string,
  reader: AsyncRecordBatchFileReader,
): AsyncGenerator<{ batch: ArrowBatch; share: number | undefined }> {
  const total = reader.numRecordBatches;
  let read = 0;
  try {
    for await (const batch of reader) {
      read++;
      yield { batch, share: total > 0 ? read / total : undefined };
    }
  } catch (cause) {
    throw arrowError(path, cause);
  }
}

/** The reader may have closed it already. */
async function closed(handle: FileHandle): Promise<void> {
  await handle.close().catch(() => undefined);
}

function arrowError(path: string, cause: unknown): Error {
  return fileError(path, `: not readable as Arrow (${messageOf(cause)})`, cause);
}
