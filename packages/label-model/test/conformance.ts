import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

/** One case of the conformance files: what another library computes from which input. */
export interface ConformanceCase {
  readonly case: string;
  readonly group: string;
  // Each group has its own shape; the tests know it.
  // biome-ignore lint/suspicious/noExplicitAny: data of many shapes
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: data of many shapes
  readonly expected: any;
  readonly tolerance?: number;
}

/** Votes of a crowd as crowd-kit's tests hold them. */
export interface CrowdAnswers {
  readonly answers: readonly (readonly [worker: string, task: string, label: string | boolean])[];
  readonly gold_subset?: Readonly<Record<string, string | boolean>>;
}

export interface ConformanceFile {
  readonly cases: readonly ConformanceCase[];
  readonly datasets?: Readonly<Record<string, CrowdAnswers>>;
}

const folder =
  process.env.LABELWRIGHT_CONFORMANCE ??
  fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));

/** The cases of one library; `undefined` where the folder is absent. */
export function readCases(name: string): ConformanceFile | undefined {
  const path = `${folder}/${name}`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** How cases are checked, and why others are not, by the beginnings of their names. */
export interface Checks {
  readonly built: Readonly<Record<string, (one: ConformanceCase, file: ConformanceFile) => void>>;
  readonly notBuilt: Readonly<Record<string, string>>;
  /** The groups that other packages check. */
  readonly elsewhere: readonly string[];
}

/** Makes one test per case; the longest beginning decides, and a case that nobody knows fails. */
export function checkCases(name: string, { built, notBuilt, elsewhere }: Checks): void {
  const file = readCases(name);
  if (!file) {
    describe.skip(`${name}: no conformance folder at ${folder}`, () => it('is skipped', () => {}));
    return;
  }
  const known = [...Object.keys(built), ...Object.keys(notBuilt)].toSorted((a, b) => b.length - a.length);
  for (const one of file.cases) {
    if (elsewhere.includes(one.group)) continue;
    const beginning = known.find((start) => one.case.startsWith(start));
    if (beginning === undefined) {
      it(one.case, () => {
        throw new Error(`nobody decided whether ${one.case} applies`);
      });
    } else if (beginning in built) it(one.case, () => built[beginning](one, file));
    else it.skip(`${one.case}: ${notBuilt[beginning]}`, () => {});
  }
}
