import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabelwrightError, messageOf } from '@labelwright/core';
import {
  type AppliedVotes,
  type ApplySettings,
  askThread,
  BatchApplication,
  type HangCounts,
  type RecordBatch,
  ThreadDeath,
} from './apply-batch.ts';
import { joinParts, partsOf } from './batch-parts.ts';
import { bundleModule, type PackageUrls } from './bundle-module.ts';
import { cachesOf, type KnownVoteCaches, versionsOf } from './known-votes.ts';
import { LabelingThread, type ThreadOrigin, toError } from './labeling-thread.ts';
import { toLoadError } from './load-error.ts';
import { applyOneByOne } from './one-by-one.ts';
import type { ExampleOutcome, ModuleDescription } from './protocol.ts';
import type { SpareThread } from './spare-thread.ts';
import { type LentThread, ThreadPool } from './thread-pool.ts';
import { noneFound, withKnown } from './with-known.ts';

/** How a labeling module is run. */
export interface ModuleOptions {
  /** Where `import … from 'labelwright'` leads: specifier → file URL. Default: the user's own installation. */
  readonly packages?: PackageUrls | undefined;
  /** Abstain where a function fails, and report the fault, instead of stopping. Default `false`. */
  readonly tolerant?: boolean | undefined;
  /** How long one call may block its thread, in milliseconds. Default 5,000. */
  readonly timeLimit?: number | undefined;
  /** How long a promise of an asynchronous function may take, in milliseconds. Default 60,000. */
  readonly asyncTimeLimit?: number | undefined;
  /**
   * How often a function may hang before it is switched off for the rest of the run. Default 5; `Infinity` lets the
   * votes on a record depend on nothing but the record.
   */
  readonly mostHangs?: number | undefined;
  /** How long the module may take to load, in milliseconds. Default 120,000. */
  readonly loadTimeLimit?: number | undefined;
  /** How many asynchronous calls are under way at once. Default 16. */
  readonly concurrency?: number | undefined;
  /**
   * How many threads work at once. Default 1.
   *
   * Each loads the module, and each keeps to `concurrency` on its own.
   */
  readonly workers?: number | undefined;
  /** Where votes are kept for the next run: a folder, which is made. Default: nowhere. */
  readonly cache?: string | undefined;
  /** Gets what is wrong with the cache, which is never an error. */
  readonly onCacheNote?: ((note: string) => void) | undefined;
  /** What the calls of asynchronous functions may cost together; with one, a single thread works. */
  readonly budget?: number | undefined;
  /** Gives functions that read files no version, for those may be others where the module will run. */
  readonly portable?: boolean | undefined;
  /** A thread that waits for the module. Default: one is started. */
  readonly spare?: SpareThread | undefined;
}

/** What applying may be told about some records. */
export interface ApplyRecordsOptions {
  /** The positions of the records whose evidence is wanted. */
  readonly evidenceOf?: readonly number[] | undefined;
  /** Where the record at a position stands, for messages: `comments.jsonl, line 3`. */
  readonly placeOf?: ((row: number) => string) | undefined;
  /** The functions that are asked; others abstain. Default all. */
  readonly only?: readonly string[] | undefined;
}

/**
 * A user's labeling module, loaded in a thread of its own and ready to label records.
 *
 * A call that never comes back (a backtracking pattern, an endless loop) is ended with its thread after the
 * time limit; a new thread goes on without it.
 */
export class LabelingModule implements ModuleDescription {
  readonly path: string;
  /** What makes a version of the module: the SHA-256 of its code and of what it imports by path. */
  readonly hash: string;
  /** The files that it is made of, by their full paths. */
  readonly files: readonly string[];
  /** What makes a version of each function; `undefined` for one whose votes may depend on more than the record. */
  readonly versions: readonly (string | undefined)[];
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  readonly text: string | undefined;
  readonly async: boolean;
  readonly fields: readonly (string | undefined)[];
  readonly quick: readonly boolean[];
  readonly slices: readonly string[];
  /** How many threads may work for it at once. */
  readonly workers: number;
  readonly #settings: ApplySettings;
  readonly #folder: string | undefined;
  readonly #threads: ThreadPool;
  readonly #caches: KnownVoteCaches | undefined;
  readonly #openSlices: () => Promise<LabelingModule>;
  #slices: Promise<LabelingModule> | undefined;
  #hangs: HangCounts;
  /** What is left of the budget. */
  #budget: number | undefined;
  /** Votes are kept when so many records have been asked about. */
  #partSize: number;
  /** Settled when the last call of `apply` is. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(identity: Identity, settings: ApplySettings, threads: ThreadPool, owned: Owned) {
    this.path = identity.path;
    this.hash = identity.hash;
    this.files = identity.files;
    this.versions = identity.versions;
    this.labels = settings.module.labels;
    this.functions = settings.module.functions;
    this.text = settings.module.text;
    this.async = settings.module.async;
    this.fields = settings.module.fields;
    this.quick = settings.module.quick;
    this.slices = settings.module.slices;
    this.workers = owned.workers;
    this.#settings = settings;
    this.#folder = owned.folder;
    this.#threads = threads;
    this.#caches = owned.caches;
    this.#budget = owned.budget;
    this.#openSlices = owned.openSlices;
    this.#hangs = settings.module.functions.map(() => 0);
    this.#partSize = settings.module.async ? settings.concurrency * CALLS_PER_LANE : FIRST_PART;
  }

  /**
   * Loads a labeling module, whose default export is a set of labeling functions.
   *
   * @throws `invalid-module` where it is missing, does not parse, throws while loading, or exports no set
   * @throws `invalid-option` where `workers` is not a whole number above 0
   */
  static async open(path: string, options: ModuleOptions = {}): Promise<LabelingModule> {
    assertWorkers(options);
    const bundle = await bundleModule(path, options.packages ?? {});
    const folder = mkdtempSync(join(tmpdir(), 'labelwright-'));
    const file = join(folder, `${bundle.hash.slice(0, 16)}.mjs`);
    writeFileSync(file, bundle.code);
    try {
      const url = pathToFileURL(file).href;
      const { module, threads, owned } = await startThreads({ url, path }, options);
      const identity = { ...bundle, versions: versionsOf(bundle, module, options.portable) };
      const caches = cachesOf(identity.versions, module, options);
      const openSlices = () => LabelingModule.#openPart({ url, path, part: 'slices' }, identity, options);
      return new LabelingModule(identity, settingsOf(path, module, options), threads, {
        ...{ ...owned, folder, caches, openSlices },
      });
    } catch (thrown) {
      rmSync(folder, { recursive: true, force: true });
      throw toLoadError(path, thrown, options.packages);
    }
  }

  /**
   * Opens a module that was packed: the file is the module and the code of its threads, so nothing else is needed.
   *
   * @param file - the packed module
   * @throws `invalid-module` where it throws while loading
   */
  static async openPacked(file: PackedFile, options: ModuleOptions = {}): Promise<LabelingModule> {
    assertWorkers(options);
    const { path, hash, versions } = file;
    try {
      const origin = { url: pathToFileURL(path).href, path, packed: true };
      const { module, threads, owned } = await startThreads(origin, options);
      const caches = cachesOf(versions, module, options);
      const identity = { path, hash, files: [path], versions };
      const openSlices = () => LabelingModule.#openPart({ ...origin, part: 'slices' }, identity, options);
      return new LabelingModule(identity, settingsOf(path, module, options), threads, {
        ...{ ...owned, caches, openSlices },
      });
    } catch (thrown) {
      throw toLoadError(path, thrown);
    }
  }

  /**
   * Opens another part of a module that is open already, in threads of its own and without a cache. Its faults end
   * nothing: labels do not hang on it.
   */
  static async #openPart(
    origin: Omit<ThreadOrigin, 'loadLimit'>,
    identity: Identity,
    options: ModuleOptions,
  ): Promise<LabelingModule> {
    const { module, threads, owned } = await startThreads(origin, { ...options, spare: undefined });
    const openSlices = () => Promise.reject(new LabelwrightError('invalid-option', 'slices have no slices'));
    const parts = { ...owned, caches: undefined, openSlices };
    const settings = settingsOf(origin.path, module, { ...options, tolerant: true });
    return new LabelingModule(identity, settings, threads, parts);
  }

  /**
   * Asks the slicing functions about the records: a matrix with a column for each, which says `inside` or abstains.
   *
   * They run in threads of their own, with the limits of labeling functions. Where one fails the record is outside, and
   * the fault is that of `slices.name`.
   */
  async slice(
    records: readonly unknown[],
    ids: readonly string[],
    options: Pick<ApplyRecordsOptions, 'placeOf'> = {},
  ): Promise<AppliedVotes> {
    this.#slices ??= this.#openSlices();
    return (await this.#slices).apply(records, ids, options);
  }

  /**
   * Applies all functions to the records.
   *
   * Calls need not wait for each other: as many as there are workers are worked on at once. They settle in the
   * order in which they were made, with what one worker would have found.
   *
   * @param ids - the names of the records
   * @throws `function-failed`, `function-timeout` or `invalid-record`, unless tolerant
   */
  apply(
    records: readonly unknown[],
    ids: readonly string[],
    { evidenceOf = [], placeOf, only }: ApplyRecordsOptions = {},
  ): Promise<AppliedVotes> {
    const unwanted = only && this.functions.flatMap((name, column) => (only.includes(name) ? [] : [column]));
    const applied = this.#applyKept({ records, ids, evidenceOf, placeOf, unwanted }, this.#last);
    this.#last = applied.catch(() => undefined);
    return applied;
  }

  /** Runs the examples that stand beside the rules. */
  testExamples(): Promise<readonly ExampleOutcome[]> {
    return this.#threads.lend((lent) => this.#testExamples(lent));
  }

  /** Ends the threads; calls that are under way fail. */
  async close(): Promise<void> {
    this.#caches?.flush();
    await this.#threads.close();
    await this.#slices?.then(
      (slices) => slices.close(),
      () => undefined,
    );
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Applies the functions where earlier runs have not, and keeps what they vote. */
  async #applyKept(batch: RecordBatch, former: Promise<unknown>): Promise<AppliedVotes> {
    const caches = this.#caches;
    if (!caches || batch.unwanted) return this.#applyInTurn(batch, former);
    const applied: AppliedVotes[] = [];
    for (const part of partsOf(batch, () => this.#partSize)) {
      const { hashes, known } = caches.lookUp(part.records);
      const whole = known.cells.length === part.records.length * this.functions.length;
      if (whole && part.evidenceOf.length === 0) {
        await former;
        const none = noneFound(this, part.ids);
        applied.push({ ...none, votes: withKnown(none.votes, known) });
        continue;
      }
      const done = await this.#applyInTurn({ ...part, known }, former);
      caches.keep({ hashes, applied: done, functions: this.functions });
      applied.push(done);
      if (!this.async) this.#partSize = nextSize(this.#partSize, done.times);
    }
    return joinParts(applied);
  }

  /** Applies the functions ahead of the turn, and again where a hang before has changed what they find. */
  async #applyInTurn(batch: RecordBatch, former: Promise<unknown>): Promise<AppliedVotes> {
    if (this.workers === 1) await former;
    for (;;) {
      const attempt = await this.#threads
        .lend((lent) => this.#attempt(batch, lent))
        .catch((thrown): Attempt => ({ before: this.#hangs, after: this.#hangs, thrown }));
      await former;
      if (attempt.before !== this.#hangs) continue;
      this.#hangs = attempt.after;
      if (attempt.applied) return attempt.applied;
      throw attempt.thrown;
    }
  }

  /** Applies the functions with the hangs known by now; an error waits for its turn like votes. */
  async #attempt(batch: RecordBatch, lent: LentThread): Promise<Attempt> {
    const before = this.#hangs;
    const application = new BatchApplication(batch, before, this.#settings, this.#budget);
    try {
      const applied = await application.run(lent, () => before !== this.#hangs);
      if (this.#budget !== undefined && applied)
        this.#budget = Math.max(0, this.#budget - applied.calls.cost);
      return { before, after: application.hangs, applied };
    } catch (thrown) {
      if (thrown instanceof ThreadDeath && this.#settings.tolerant) return this.#retry(batch, before, lent);
      return { before, after: application.hangs, thrown };
    }
  }

  /** Goes on record by record after a thread has died. */
  async #retry(batch: RecordBatch, before: HangCounts, lent: LentThread): Promise<Attempt> {
    const given = { settings: this.#settings, hangs: before, budget: this.#budget };
    try {
      const { applied, hangs } = await applyOneByOne(batch, lent, given);
      return { before, after: hangs, applied };
    } catch (thrown) {
      return { before, after: before, thrown };
    }
  }

  async #testExamples(lent: LentThread): Promise<readonly ExampleOutcome[]> {
    const { timeLimit, asyncTimeLimit } = this.#settings;
    const limit = this.async ? Math.max(timeLimit, asyncTimeLimit) : timeLimit;
    const answer = await askThread(lent, { kind: 'examples' }, limit, this.path);
    if ('kind' in answer) {
      if (answer.kind === 'examples') return answer.outcomes;
      throw toError(answer);
    }
    await lent.end();
    const what = answer.end
      ? `ended its thread: ${messageOf(answer.end)}`
      : `did not return within ${limit} ms`;
    const message = `an example of labeling function '${this.functions[answer.column]}' ${what}`;
    throw new LabelwrightError(answer.end ? 'function-failed' : 'function-timeout', message);
  }
}

/** What came of a batch, if the hangs before it are what they were thought to be. */
interface Attempt {
  readonly before: HangCounts;
  readonly after: HangCounts;
  readonly applied?: AppliedVotes | undefined;
  readonly thrown?: unknown;
}

/** A packed module on the disk. */
export interface PackedFile {
  readonly path: string;
  /** The SHA-256 of its content. */
  readonly hash: string;
  /** What makes a version of each function, by column. */
  readonly versions: readonly (string | undefined)[];
}

/** What tells a module from others. */
interface Identity extends PackedFile {
  readonly files: readonly string[];
}

interface Owned {
  /** A folder to remove in the end. */
  readonly folder?: string;
  readonly workers: number;
  readonly caches: KnownVoteCaches | undefined;
  readonly budget: number | undefined;
  readonly openSlices: () => Promise<LabelingModule>;
}

/** The votes of asynchronous functions are kept when each lane has made so many calls. */
const CALLS_PER_LANE = 4;

/** Those of the others first after so many records, and then about once a second. */
const FIRST_PART = 64;
const MOST_PART = 4096;

/** How many records the next part has, after one of this size on which the functions took so many milliseconds. */
function nextSize(size: number, times: Float64Array): number {
  const milliseconds = times.reduce((sum, time) => sum + time, 0);
  if (milliseconds > 1000) return Math.max(1, Math.floor(size / 2));
  return milliseconds < 250 ? Math.min(MOST_PART, size * 4) : size;
}

/** Starts the first thread, and prepares for more. */
async function startThreads(origin: Omit<ThreadOrigin, 'loadLimit'>, options: ModuleOptions) {
  const { workers = 1, budget, loadTimeLimit: loadLimit = 120_000 } = options;
  const [thread, module] = await LabelingThread.start({ ...origin, loadLimit }, undefined, options.spare);
  const threads = new ThreadPool({ ...origin, loadLimit }, thread, workers);
  return { module, threads, owned: { workers: budget === undefined ? workers : 1, budget } };
}

function assertWorkers({ workers = 1 }: ModuleOptions): void {
  if (Number.isInteger(workers) && workers >= 1) return;
  throw new LabelwrightError('invalid-option', `workers is ${workers}; expected a whole number above 0`);
}

function settingsOf(path: string, module: ModuleDescription, options: ModuleOptions): ApplySettings {
  const { tolerant = false, timeLimit = 5000, asyncTimeLimit = 60_000, concurrency = 16 } = options;
  const { mostHangs = 5 } = options;
  return { path, module, tolerant, timeLimit, asyncTimeLimit, concurrency, mostHangs };
}
