import { messageOf } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { isObject, kindOf, readJsonLines } from './json-lines.ts';
import { parseExactly } from './parse-exactly.ts';
import { type Reading, type RecordBatch, RecordGatherer } from './record-batch.ts';
import { readText, textBlocks } from './text-blocks.ts';

/**
 * Reads one JSON array of objects, as a whole; a file that does not begin with `[` is read as JSON Lines.
 *
 * The lines of the batches are the positions in the array, from 1.
 */
export async function* readJsonArray(path: string, reading: Reading): AsyncGenerator<RecordBatch> {
  if ((await firstCharacter(path)) !== '[') {
    yield* readJsonLines(path, reading);
    return;
  }
  const gathered = new RecordGatherer();
  const values = await parseArray(path);
  for (const [i, value] of values.entries()) {
    const row = i + 1;
    reading.share = row / values.length;
    if (isObject(value)) {
      if (gathered.add(value, row)) yield gathered.take();
    } else {
      reading.report(row, fileError(path, `, record ${row}: found ${kindOf(value)}; expected an object`));
    }
  }
  if (gathered.size > 0) yield gathered.take();
}

async function parseArray(path: string): Promise<unknown[]> {
  const text = await readText(path);
  try {
    return parseExactly(text) as unknown[]; // The text begins with a bracket.
  } catch (cause) {
    throw fileError(path, `: not JSON (${messageOf(cause)}); expected an array of objects`, cause);
  }
}

/** The first character that is not blank; empty where there is none. */
export async function firstCharacter(path: string): Promise<string> {
  for await (const { text } of textBlocks(path)) {
    const found = text.match(/\S/);
    if (found) return found[0];
  }
  return '';
}

/** The first line that is not blank, and its number. */
export async function firstLine(path: string): Promise<{ readonly text: string; readonly line: number }> {
  for await (const block of textBlocks(path)) {
    let line = block.firstLine;
    for (const text of block.text.split('\n')) {
      if (text.trim() !== '') return { text, line };
      line++;
    }
  }
  throw fileError(path, ': found no records; expected at least one');
}
