import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { readJson } from './json-file.ts';
import { isObject, kindOf } from './json-lines.ts';
import type { VoteNames } from './vote-source.ts';

/** The names for a file that numbers them: those given, else `classes` and `lfs` of a `dataset.json` beside it. */
export async function findNames(path: string, given: VoteNames): Promise<VoteNames> {
  const dataset = await datasetNames(join(dirname(path), 'dataset.json'));
  return { labels: given.labels ?? dataset.labels, functions: given.functions ?? dataset.functions };
}

/** The labels of a `label.json` beside the file (`{"0": "ham", …}`), as WRENCH keeps them. */
export async function labelFileNames(path: string): Promise<readonly string[] | undefined> {
  const file = join(dirname(path), 'label.json');
  if (!existsSync(file)) return undefined;
  const content = await readJson(file);
  const names = isObject(content) ? Object.keys(content).map((_, k) => content[k]) : content;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw fileError(
    file,
    `: found ${JSON.stringify(content).slice(0, 40)}; expected {"0": "name", "1": "name", …}`,
  );
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
