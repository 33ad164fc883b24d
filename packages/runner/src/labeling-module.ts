import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabelMatrix, LabelwrightError, messageOf } from '@labelwright/core';
import { bundleModule, type PackageUrls } from './bundle-module.ts';
import { type Hang, LabelingThread, toError } from './labeling-thread.ts';
import type { ExampleOutcome, ModuleDescription, PlainFault, Reply, Request } from './protocol.ts';

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
  /** How many asynchronous calls are under way at once. Default 16. */
  readonly concurrency?: number | undefined;
}

/** The votes on some records, and where functions failed. */
export interface AppliedVotes {
  readonly votes: LabelMatrix;
  /** `row` counts from the first of these records. */
  readonly faults: readonly PlainFault[];
}

/** How often a function may hang before it is switched off for the rest of the run. */
const MOST_HANGS = 5;

/** How long the examples beside the rules may block, in milliseconds. */
const NO_LIMIT = Number.POSITIVE_INFINITY;

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
  readonly #options: ModuleOptions;
  readonly #url: string;
  readonly #folder: string;
  readonly #hangs = new Map<number, number>();
  #thread: LabelingThread;

  private constructor(parts: {
    path: string;
    hash: string;
    module: ModuleDescription;
    options: ModuleOptions;
    url: string;
    folder: string;
    thread: LabelingThread;
  }) {
    this.path = parts.path;
    this.hash = parts.hash;
    this.labels = parts.module.labels;
    this.functions = parts.module.functions;
    this.text = parts.module.text;
    this.async = parts.module.async;
    this.#options = parts.options;
    this.#url = parts.url;
    this.#folder = parts.folder;
    this.#thread = parts.thread;
  }

  /**
   * Loads a labeling module, whose default export is a set of labeling functions.
   *
   * @throws `invalid-module` where it is missing, does not parse, throws while loading, or exports no set
   */
  static async open(path: string, options: ModuleOptions = {}): Promise<LabelingModule> {
    const { code, hash } = await bundleModule(path, options.packages ?? {});
    const folder = mkdtempSync(join(tmpdir(), 'labelwright-'));
    const file = join(folder, `${hash.slice(0, 16)}.mjs`);
    writeFileSync(file, code);
    const url = pathToFileURL(file).href;
    try {
      const [thread, module] = await LabelingThread.start(url, path);
      return new LabelingModule({ path, hash, module, options, url, folder, thread });
    } catch (thrown) {
      rmSync(folder, { recursive: true, force: true });
      if (thrown instanceof LabelwrightError) throw thrown;
      throw new LabelwrightError('invalid-module', `'${path}' does not load: ${messageOf(thrown)}`, {
        cause: thrown,
      });
    }
  }

  /**
   * Applies all functions to the records.
   *
   * @param ids - the names of the records
   * @throws `function-failed`, `function-timeout` or `invalid-record`, unless tolerant
   */
  async apply(records: readonly unknown[], ids: readonly string[]): Promise<AppliedVotes> {
    const skip: number[] = [];
    const faults: PlainFault[] = [];
    for (;;) {
      const answer = await this.#ask(this.#request(records, ids, skip));
      if ('kind' in answer) {
        if (answer.kind !== 'votes') throw toError(answer);
        const { labels, functions } = this;
        const votes = new LabelMatrix({
          labels,
          functions,
          votes: answer.votes,
          confidences: answer.confidences,
          ids,
        });
        return { votes, faults: [...faults, ...this.#switchedOff(ids), ...answer.faults] };
      }
      const fault = this.#timeout(answer, ids);
      if (!this.#options.tolerant) throw new LabelwrightError('function-timeout', fault.message);
      faults.push(fault);
      skip.push(answer.row * this.functions.length + answer.column);
      this.#hangs.set(answer.column, (this.#hangs.get(answer.column) ?? 0) + 1);
    }
  }

  /** Runs the examples that stand beside the rules. */
  async testExamples(): Promise<readonly ExampleOutcome[]> {
    const answer = await this.#thread.ask({ kind: 'examples' }, NO_LIMIT);
    if ('kind' in answer && answer.kind === 'examples') return answer.outcomes;
    throw 'kind' in answer
      ? toError(answer)
      : new LabelwrightError('function-timeout', 'the examples did not end');
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#thread.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #request(records: readonly unknown[], ids: readonly string[], skip: readonly number[]): Request {
    const { tolerant = false, asyncTimeLimit = 60_000, concurrency = 16 } = this.#options;
    return {
      kind: 'apply',
      records,
      ids,
      skip,
      off: this.#off(),
      tolerant,
      timeLimit: asyncTimeLimit,
      concurrency,
    };
  }

  /** Asks the thread; one that hangs is replaced. */
  async #ask(request: Request): Promise<Reply | Hang> {
    const answer = await this.#thread.ask(request, this.#limit()).catch((thrown) => this.#died(thrown));
    if ('kind' in answer) return answer;
    await this.#thread.stop();
    if (this.#options.tolerant) [this.#thread] = await LabelingThread.start(this.#url, this.path);
    return answer;
  }

  #died(thrown: unknown): never {
    throw new LabelwrightError('function-failed', `the thread of '${this.path}' died: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }

  #limit(): number {
    return this.#options.timeLimit ?? 5000;
  }

  #off(): number[] {
    return [...this.#hangs].filter(([, hangs]) => hangs >= MOST_HANGS).map(([column]) => column);
  }

  #timeout({ row, column }: Hang, ids: readonly string[]): PlainFault {
    const name = this.functions[column];
    const message = `labeling function '${name}' did not return within ${this.#limit()} ms on record '${ids[row]}'`;
    return { function: name, row, id: ids[row], kind: 'timeout', message };
  }

  #switchedOff(ids: readonly string[]): PlainFault[] {
    return this.#off().flatMap((column) => {
      const name = this.functions[column];
      const message = `labeling function '${name}' is switched off: it did not return ${MOST_HANGS} times`;
      return ids.map((id, row): PlainFault => ({ function: name, row, id, kind: 'timeout', message }));
    });
  }
}
