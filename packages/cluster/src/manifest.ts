import { assertNames, LabelwrightError } from '@labelwright/core';

/** The version of the manifest that this version of Labelwright writes. */
export const MANIFEST_VERSION = 1;

/** What a packed labeling module is, and how it is run; the file `manifest.json` beside it. */
export interface Manifest {
  readonly labelwright: 'pack';
  readonly version: number;
  /** The file of the module, beside the manifest; its name has the beginning of the hash. */
  readonly file: string;
  /** The SHA-256 of the file. */
  readonly hash: string;
  readonly labels: readonly string[];
  /** In the order of the votes. */
  readonly functions: readonly string[];
  /** The only field that each function looks at; `null` for one that may look at any. */
  readonly fields: readonly (string | null)[];
  /** What makes a version of each function; `null` for one whose votes may depend on more than the record. */
  readonly versions: readonly (string | null)[];
  /** The field of a record that people read, where the task names one. */
  readonly text: string | null;
  /** How long one call may block, in milliseconds. */
  readonly timeLimit: number;
  /** How long a promise of an asynchronous function may take, in milliseconds. */
  readonly asyncTimeLimit: number;
  /** The version of Labelwright that packed it. */
  readonly engine: string;
}

/**
 * Checks that the value is a manifest of this version.
 *
 * @param path - the file it comes from, for messages
 * @throws LabelwrightError `invalid-file`
 */
export function parseManifest(path: string, value: unknown): Manifest {
  const found = value as Partial<Manifest> | null;
  if (typeof found !== 'object' || found === null || found.labelwright !== 'pack') {
    throw new LabelwrightError(
      'invalid-file',
      `${path}: found no packed labeling module; expected {"labelwright":"pack",…}`,
    );
  }
  if (found.version !== MANIFEST_VERSION) {
    throw new LabelwrightError(
      'invalid-file',
      `${path}: the pack has version ${found.version} (Labelwright ${found.engine}); expected ${MANIFEST_VERSION}`,
    );
  }
  const { file, hash, labels, functions, versions, timeLimit, asyncTimeLimit } = found;
  const whole =
    typeof file === 'string' &&
    typeof hash === 'string' &&
    Array.isArray(labels) &&
    Array.isArray(functions) &&
    Array.isArray(versions) &&
    typeof timeLimit === 'number' &&
    typeof asyncTimeLimit === 'number';
  if (!whole) {
    throw new LabelwrightError(
      'invalid-file',
      `${path}: the manifest is not whole; expected file, hash, labels, functions, versions and time limits`,
    );
  }
  assertNames('label', labels);
  assertNames('labeling function', functions);
  return found as Manifest;
}
