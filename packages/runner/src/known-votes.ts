import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AppliedVotes } from './apply-batch.ts';
import type { ModuleBundle } from './bundle-module.ts';
import { functionVersions } from './function-versions.ts';
import type { ModuleDescription } from './protocol.ts';
import { hashRecord, VoteCache } from './vote-cache.ts';
import type { KnownVotes } from './with-known.ts';

/** What is known of some records. */
export interface LookedUp {
  readonly hashes: readonly string[];
  readonly known: KnownVotes;
}

/** The votes of a module's functions from earlier runs, each by the version of the function and the record. */
export class KnownVoteCaches {
  #flushed = performance.now();
  readonly #columns: readonly (VoteCache | undefined)[];

  /** @param versions - of each function; `undefined` where its votes are not kept */
  constructor(folder: string, versions: readonly (string | undefined)[], onNote: (note: string) => void) {
    this.#columns = versions.map((version) =>
      version === undefined ? undefined : new VoteCache(join(folder, version), onNote),
    );
    if (this.keepsAny) hideFromGit(folder);
  }

  /** Holds where the votes of some function are kept. */
  get keepsAny(): boolean {
    return this.#columns.some((cache) => cache !== undefined);
  }

  lookUp(records: readonly unknown[]): LookedUp {
    const hashes = records.map(hashRecord);
    const cells: number[] = [];
    const votes: number[] = [];
    const confidences: number[] = [];
    const { length } = this.#columns;
    for (const [row, hash] of hashes.entries()) {
      for (let column = 0; column < length; column++) {
        const found = this.#columns[column]?.get(hash);
        if (found === undefined) continue;
        cells.push(row * length + column);
        votes.push(found.vote);
        confidences.push(found.confidence);
      }
    }
    return {
      hashes,
      known: {
        cells: Int32Array.from(cells),
        votes: Int16Array.from(votes),
        confidences: Float32Array.from(confidences),
      },
    };
  }

  /** Keeps votes, but for those of functions that failed or were not asked. */
  keep({ hashes, applied, functions }: Finished): void {
    const { faults, unaffordable } = applied;
    const { votes, confidences, columns } = applied.votes;
    const left = new Set(unaffordable);
    for (const { function: name, row } of faults) {
      for (const [column, known] of functions.entries()) {
        if (name === undefined || name === known) left.add(row * columns + column);
      }
    }
    for (const [row, hash] of hashes.entries()) {
      for (let column = 0; column < columns; column++) {
        const cell = row * columns + column;
        if (left.has(cell)) continue;
        this.#columns[column]?.set(hash, { vote: votes[cell], confidence: confidences?.[cell] ?? 1 });
      }
    }
    if (performance.now() - this.#flushed >= FLUSH_EVERY) this.flush();
  }

  /** Writes what has not been written yet. */
  flush(): void {
    for (const cache of this.#columns) cache?.flush();
    this.#flushed = performance.now();
  }
}

/** Votes are written once in so many milliseconds, and in the end: a file for each function takes its time. */
const FLUSH_EVERY = 1000;

/** Votes to keep. */
interface Finished {
  readonly hashes: readonly string[];
  readonly applied: AppliedVotes;
  readonly functions: readonly string[];
}

/**
 * The caches of a module, where it is to have some and some function is worth it.
 *
 * @param versions - of each function; `undefined` where its votes are not kept
 */
export function cachesOf(
  versions: readonly (string | undefined)[],
  module: ModuleDescription,
  {
    cache,
    onCacheNote = () => undefined,
  }: { readonly cache?: string | undefined; readonly onCacheNote?: ((note: string) => void) | undefined },
): KnownVoteCaches | undefined {
  if (cache === undefined || module.quick.every(Boolean)) return undefined;
  const kept = versions.map((known, column) => (module.quick[column] ? undefined : known));
  const caches = new KnownVoteCaches(cache, kept, onCacheNote);
  return caches.keepsAny ? caches : undefined;
}

/** The version of each function; see {@link functionVersions}. */
export function versionsOf(
  { path, code }: ModuleBundle,
  { functions, labels }: ModuleDescription,
  portable?: boolean,
): (string | undefined)[] {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return functionVersions(functions, { code, file: resolve(path), labels, engine: version, portable });
}

/** The cache is nobody's source. */
function hideFromGit(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch {
    // It is there already, or the folder cannot be written to, which the cache will say.
  }
}
