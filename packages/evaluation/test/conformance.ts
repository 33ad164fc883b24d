import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A case of the conformance files: an input, and what the reference computes from it. */
export interface Case {
  readonly case: string;
  readonly group: string;
  // biome-ignore lint/suspicious/noExplicitAny: each case has a shape of its own.
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: each case has a shape of its own.
  readonly expected: any;
}

/** The answers that several cases share. */
export interface Dataset {
  readonly columns: readonly string[];
  readonly answers: readonly (readonly string[])[];
  readonly gold_subset?: Readonly<Record<string, string>>;
}

const folder =
  process.env.LABELWRIGHT_CONFORMANCE ??
  fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));

/** Where a conformance file is, and whether it is there. */
export function conformanceFile(name: string): { readonly path: string; readonly missing: boolean } {
  const path = `${folder}/${name}`;
  return { path, missing: !existsSync(path) };
}

/** The cases of a file, none where it is missing. */
export function readCases(name: string): readonly Case[] {
  const { path, missing } = conformanceFile(name);
  return missing ? [] : JSON.parse(readFileSync(path, 'utf8')).cases;
}

/** The data sets of a file, none where it is missing. */
export function readDatasets(name: string): Readonly<Record<string, Dataset>> {
  const { path, missing } = conformanceFile(name);
  return missing ? {} : JSON.parse(readFileSync(path, 'utf8')).datasets;
}
