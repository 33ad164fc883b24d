import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { fileError, statOf, unreadable } from './file-error.ts';
import { type Reading, type RecordBatch, RecordGatherer } from './record-batch.ts';
import { readText } from './text-blocks.ts';

/** Reads the `.txt` files of a folder, in the order of their names: `{ id: name without extension, text }`. */
export async function* readTextFolder(path: string, reading: Reading): AsyncGenerator<RecordBatch> {
  const names = await textFiles(path);
  const gathered = new RecordGatherer();
  for (const [i, name] of names.entries()) {
    reading.share = (i + 1) / names.length;
    try {
      const text = await readText(join(path, name));
      if (gathered.add({ id: name.slice(0, -4), text }, i + 1)) yield gathered.take();
    } catch (cause) {
      if (!(cause instanceof LabelwrightError)) throw cause;
      reading.report(i + 1, cause);
    }
  }
  if (gathered.size > 0) yield gathered.take();
}

async function textFiles(path: string): Promise<string[]> {
  if (!statOf(path).isDirectory()) throw fileError(path, ': found a file; expected a folder of .txt files');
  try {
    const entries = await readdir(path);
    const names = entries.filter((name) => name.toLowerCase().endsWith('.txt')).sort();
    if (names.length > 0) return names;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw fileError(path, ': found no .txt files in the folder; expected at least one');
}
