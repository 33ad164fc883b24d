import { LabelwrightError, messageOf } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { createOutput } from './output.ts';
import { readText } from './text-blocks.ts';

/**
 * Reads a JSON file; an error names the file and the place in it.
 *
 * @param expected - what the file is to be, for the error. Default `JSON`.
 */
export async function readJson(path: string, expected = 'JSON'): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw fileError(path, `: not JSON (${messageOf(cause)}); expected ${expected}`, cause);
  }
}

/**
 * Writes a value as JSON, whole or not at all.
 *
 * A number that is not finite is refused, where `JSON.stringify` would write `null`.
 */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value, refuseNonFinite, 2);
  if (text === undefined) {
    throw new LabelwrightError(
      'invalid-option',
      `found nothing to write to '${path}'; expected a JSON value`,
    );
  }
  await writeText(path, `${text}\n`);
}

/** Writes a text file, whole or not at all; missing folders are made. */
export async function writeText(path: string, text: string): Promise<void> {
  const output = await createOutput(path);
  try {
    await output.write(text);
    await output.close();
  } catch (cause) {
    await output.abort();
    throw cause;
  }
}

function refuseNonFinite(field: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new LabelwrightError('invalid-option', `field '${field}' is ${value}; expected a finite number`);
}
