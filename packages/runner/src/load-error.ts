import { LabelwrightError, messageOf } from '@labelwright/core';
import type { PackageUrls } from './bundle-module.ts';

/** Why a module does not load: by its name, with packages called as the module imports them. */
export function toLoadError(path: string, thrown: unknown, packages: PackageUrls = {}): LabelwrightError {
  const error = thrown instanceof LabelwrightError ? thrown : notLoaded(path, thrown);
  for (const [name, url] of Object.entries(packages)) error.message = error.message.replaceAll(url, name);
  return error;
}

function notLoaded(path: string, cause: unknown): LabelwrightError {
  return new LabelwrightError('invalid-module', `'${path}' does not load: ${messageOf(cause)}`, { cause });
}
