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
} from './apply-batch.ts';
import { bundleModule, type ModuleBundle, type PackageUrls } from './bundle-module.ts';
import { LabelingThread, toError } from './labeling-thread.ts';
import type { ExampleOutcome, ModuleDescription } from './protocol.ts';
import { type LentThread, ThreadPool, toLoadError } from './thread-pool.ts';

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
}

/** What applying may be told about some records. */
export interface ApplyRecordsOptions {
  /** The positions of the records whose evidence is wanted. */
  readonly evidenceOf?: readonly number[] | undefined;
  /** Where the record at a position stands, for messages: `comments.jsonl, line 3`. */
  readonly placeOf?: ((row: number) => string) | undefined;
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
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  readonly text: string | undefined;
  readonly async: boolean;
  /** How many threads may work for it at once. */
  readonly workers: number;
  readonly #settings: ApplySettings;
  readonly #folder: string;
  readonly #threads: ThreadPool;
  #hangs: HangCounts;
  /** Settled when the last call of `apply` is. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    { path, hash }: ModuleBundle,
    settings: ApplySettings,
    threads: ThreadPool,
    owned: { readonly folder: string; readonly workers: number },
  ) {
    this.path = path;
    this.hash = hash;
    this.labels = settings.module.labels;
    this.functions = settings.module.functions;
    this.text = settings.module.text;
    this.async = settings.module.async;
    this.workers = owned.workers;
    this.#settings = settings;
    this.#folder = owned.folder;
    this.#threads = threads;
    this.#hangs = settings.module.functions.map(() => 0);
  }

  /**
   * Loads a labeling module, whose default export is a set of labeling functions.
   *
   * @throws `invalid-module` where it is missing, does not parse, throws while loading, or exports no set
   * @throws `invalid-option` where `workers` is not a whole number above 0
   */
  static async open(path: string, options: ModuleOptions = {}): Promise<LabelingModule> {
    const { workers = 1 } = options;
    if (!Number.isInteger(workers) || workers < 1)
      throw new LabelwrightError('invalid-option', `workers is ${workers}; expected a whole number above 0`);
    const bundle = await bundleModule(path, options.packages ?? {});
    const folder = mkdtempSync(join(tmpdir(), 'labelwright-'));
    const file = join(folder, `${bundle.hash.slice(0, 16)}.mjs`);
    writeFileSync(file, bundle.code);
    const origin = { url: pathToFileURL(file).href, path, loadLimit: options.loadTimeLimit ?? 120_000 };
    try {
      const [thread, module] = await LabelingThread.start(origin);
      const threads = new ThreadPool(origin, thread, workers);
      return new LabelingModule(bundle, settingsOf(path, module, options), threads, { folder, workers });
    } catch (thrown) {
      rmSync(folder, { recursive: true, force: true });
      throw toLoadError(path, thrown);
    }
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
    { evidenceOf = [], placeOf }: ApplyRecordsOptions = {},
  ): Promise<AppliedVotes> {
    const applied = this.#applyInTurn({ records, ids, evidenceOf, placeOf }, this.#last);
    this.#last = applied.catch(() => undefined);
    return applied;
  }

  /** Runs the examples that stand beside the rules. */
  testExamples(): Promise<readonly ExampleOutcome[]> {
    return this.#threads.lend((lent) => this.#testExamples(lent));
  }

  /** Ends the threads; calls that are under way fail. */
  async close(): Promise<void> {
    await this.#threads.close();
    rmSync(this.#folder, { recursive: true, force: true });
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
    const application = new BatchApplication(batch, before, this.#settings);
    try {
      const applied = await application.run(lent, () => before !== this.#hangs);
      return { before, after: application.hangs, applied };
    } catch (thrown) {
      return { before, after: application.hangs, thrown };
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

function settingsOf(path: string, module: ModuleDescription, options: ModuleOptions): ApplySettings {
  const { tolerant = false, timeLimit = 5000, asyncTimeLimit = 60_000, concurrency = 16 } = options;
  return { path, module, tolerant, timeLimit, asyncTimeLimit, concurrency };
}
