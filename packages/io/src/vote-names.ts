import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { readJson } from './json-file.ts';
import { isObject, kindOf } from './json-lines.ts';
import type { VoteNames } from './vote-source.ts';

/**
 * The names for a file that numbers its labels and functions: those given, else those in a `dataset.json`
 * (`classes`, `lfs`) or in a `label.json` (`{"0": "ham", …}`) in the same folder.
 */
export async function findNames(path: string, given: VoteNames): Promise<VoteNames> {
  const folder = dirname(path);
  const dataset = await datasetNames(join(folder, 'dataset.json'));
  const labels = given.labels ?? dataset.labels ?? (await numberedNames(join(folder, 'label.json')));
  return { labels, functions: given.functions ?? dataset.functions };
}

/** Makes up names for functions that have none: `lf0`, `lf1` … */
export function numberedFunctions(count: number): string[] {
  return Array.from({ length: count }, (_, j) => `lf${j}`);
}

/** Refuses names given by the user that differ from those in the file. */
export function assertGiven(
  path: string,
  kind: string,
  given: readonly string[] | undefined,
  found: readonly string[],
): void {
  if (given === undefined || (given.length === found.length && given.every((name, i) => name === found[i])))
    return;
  const message = `${path}: found the ${kind} ${found.join(', ')}; expected ${given.join(', ')}`;
  throw new LabelwrightError('mismatch', message);
}

/** A field that must be a list of names. */
export function nameList(path: string, field: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw fileError(path, `, field '${field}': found ${kindOf(value)}; expected an array of strings`);
}

async function datasetNames(path: string): Promise<VoteNames> {
  if (!existsSync(path)) return {};
  const content = await readJson(path);
  if (!isObject(content)) return {};
  const { classes, lfs } = content;
  const functions = lfs === undefined ? [] : nameList(path, 'lfs', lfs);
  return {
    labels: classes === undefined ? undefined : nameList(path, 'classes', classes),
    functions: functions.length === 0 ? undefined : functions,
  };
}

async function numberedNames(path: string): Promise<string[] | undefined> {
  if (!existsSync(path)) return undefined;
  const content = await readJson(path);
  if (Array.isArray(content)) return nameList(path, 'labels', content);
  if (!isObject(content)) throw fileError(path, `: found ${kindOf(content)}; expected {"0": "name", …}`);
  const names = Object.keys(content).map((_, k) => content[k]);
  return nameList(path, '0', names);
}
