import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabelwrightError } from '@labelwright/core';
import { readJson } from '@labelwright/io';
import { LabelingModule, type ModuleOptions } from '@labelwright/runner';
import { type Manifest, parseManifest } from './manifest.ts';

/** A packed labeling module on the disk. */
export interface Pack {
  readonly manifest: Manifest;
  /** The packed module. */
  readonly file: string;
}

/** Holds for a folder with a manifest, and for a manifest. */
export function isPack(path: string): boolean {
  const manifest = path.endsWith('.json') && !path.endsWith('manifest.json') ? undefined : manifestOf(path);
  return manifest !== undefined && (statSync(manifest, { throwIfNoEntry: false })?.isFile() ?? false);
}

function manifestOf(path: string): string | undefined {
  if (path.endsWith('.json')) return path;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'manifest.json') : undefined;
}

/**
 * Reads the manifest of a pack and checks that the module beside it is whole.
 *
 * @param path - the folder of the pack, or its manifest
 * @param module - the packed module, where it is not beside the manifest under its own name
 * @throws LabelwrightError `invalid-file`
 */
export async function readPack(path: string, module?: string): Promise<Pack> {
  const place = manifestOf(path);
  if (place === undefined) {
    throw new LabelwrightError('invalid-file', `'${path}' is no pack; expected a folder that pack wrote`);
  }
  const manifest = parseManifest(place, await readJson(place));
  const file = module ?? join(dirname(place), manifest.file);
  const content = statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : undefined;
  if (content === undefined) {
    throw new LabelwrightError('invalid-file', `${place}: found no '${manifest.file}' beside it`);
  }
  const hash = createHash('sha256').update(content).digest('hex');
  if (hash === manifest.hash) return { manifest, file };
  throw new LabelwrightError(
    'invalid-file',
    `${file}: found the hash ${hash.slice(0, 16)}…; expected ${manifest.hash.slice(0, 16)}…, as the manifest says`,
  );
}

/**
 * How a worker runs a pack: a function that fails abstains, and none is switched off, so that the votes on a record do
 * not depend on which records share its process.
 */
export const WORKER_OPTIONS: ModuleOptions = { tolerant: true, mostHangs: Number.POSITIVE_INFINITY };

/** Opens a packed labeling module, with the time limits of its manifest unless others are given. */
export async function openPack(
  { manifest, file }: Pack,
  options: ModuleOptions = {},
): Promise<LabelingModule> {
  const { hash, versions, timeLimit, asyncTimeLimit } = manifest;
  return await LabelingModule.openPacked(
    { path: file, hash, versions: versions.map((version) => version ?? undefined) },
    {
      ...options,
      timeLimit: options.timeLimit ?? timeLimit,
      asyncTimeLimit: options.asyncTimeLimit ?? asyncTimeLimit,
    },
  );
}
