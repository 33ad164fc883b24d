import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabelMatrix, LabelwrightError, messageOf } from '@labelwright/core';
import { bundleModule, type PackageUrls } from './bundle-module.ts';
import { type Hang, LabelingThread, toError } from './labeling-thread.ts';
import type {
  ExampleOutcome,
  ModuleDescription,
  PlainEvidence,
  PlainFault,
  Reply,
  Request,
} from './protocol.ts';

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
}

/** What applying may be told about some records. */
export interface ApplyRecordsOptions {
  /** The positions of the records whose evidence is wanted. */
  readonly evidenceOf?: readonly number[] | undefined;
  /** Where the record at a position stands, for messages: `comments.jsonl, line 3`. */
  readonly placeOf?: ((row: number) => string) | undefined;
}

/** The votes on some records, and where functions failed. */
export interface AppliedVotes {
  readonly votes: LabelMatrix;
  /** `row` counts from the first of these records. */
  readonly faults: readonly PlainFault[];
  /** What made functions vote on the records it was asked for; none where they cannot tell. */
  readonly evidence: readonly PlainEvidence[];
}

/** How often a function may hang before it is switched off for the rest of the run. */
const MOST_HANGS = 5;

type ApplyRequest = Omit<Extract<Request, { kind: 'apply' }>, 'evidenceOf'>;

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
      const [thread, module] = await LabelingThread.start(url, path, loadLimitOf(options));
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
  async apply(
    records: readonly unknown[],
    ids: readonly string[],
    options: ApplyRecordsOptions = {},
  ): Promise<AppliedVotes> {
    let { evidenceOf: wanted = [] } = options;
    const placed = (row: number | undefined, message: string): string =>
      row === undefined || !options.placeOf ? message : `${options.placeOf(row)}: ${message}`;
    const skip: number[] = [];
    const faults: PlainFault[] = [];
    for (;;) {
      const answer = await this.#ask({ ...this.#request(records, ids, skip), evidenceOf: wanted });
      if ('kind' in answer) {
        if (answer.kind === 'failed')
          throw toError({ ...answer, message: placed(answer.row, answer.message) });
        if (answer.kind !== 'votes') throw toError(answer);
        const { labels, functions } = this;
        const votes = new LabelMatrix({
          labels,
          functions,
          votes: answer.votes,
          confidences: answer.confidences,
          ids,
        });
        const found = [...faults, ...this.#switchedOff(ids, skip), ...answer.faults];
        return {
          votes,
          faults: found.map((fault) => ({ ...fault, message: placed(fault.row, fault.message) })),
          evidence: answer.evidence,
        };
      }
      if (answer.evidence) {
        wanted = []; // The votes are worth more than what stands behind them.
        continue;
      }
      const fault = this.#faultOf(answer, ids);
      if (!this.#options.tolerant) {
        throw errorOf({ ...fault, message: placed(fault.row, fault.message) }, answer);
      }
      faults.push(fault);
      skip.push(answer.row * this.functions.length + answer.column);
      this.#hangs.set(answer.column, (this.#hangs.get(answer.column) ?? 0) + 1);
    }
  }

  /** Runs the examples that stand beside the rules. */
  async testExamples(): Promise<readonly ExampleOutcome[]> {
    const limit = this.async ? Math.max(this.#limit(), this.#asyncLimit()) : this.#limit();
    const answer = await this.#thread.ask({ kind: 'examples' }, limit).catch((thrown) => this.#died(thrown));
    if ('kind' in answer) {
      if (answer.kind === 'examples') return answer.outcomes;
      throw toError(answer);
    }
    await this.#thread.stop();
    const what = answer.end
      ? `ended its thread: ${messageOf(answer.end)}`
      : `did not return within ${limit} ms`;
    const message = `an example of labeling function '${this.functions[answer.column]}' ${what}`;
    throw new LabelwrightError(answer.end ? 'function-failed' : 'function-timeout', message);
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#thread.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #request(records: readonly unknown[], ids: readonly string[], skip: readonly number[]): ApplyRequest {
    const { tolerant = false, concurrency = 16 } = this.#options;
    return {
      kind: 'apply',
      records,
      ids,
      skip,
      off: this.#off(),
      tolerant,
      timeLimit: this.#asyncLimit(),
      concurrency,
    };
  }

  /** Asks the thread; one that hangs is replaced. */
  async #ask(request: Request): Promise<Reply | Hang> {
    const answer = await this.#thread.ask(request, this.#limit()).catch((thrown) => this.#died(thrown));
    if ('kind' in answer) return answer;
    await this.#thread.stop();
    if (this.#options.tolerant || answer.evidence)
      [this.#thread] = await LabelingThread.start(this.#url, this.path, loadLimitOf(this.#options));
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

  #asyncLimit(): number {
    return this.#options.asyncTimeLimit ?? 60_000;
  }

  #off(): number[] {
    return [...this.#hangs].filter(([, hangs]) => hangs >= MOST_HANGS).map(([column]) => column);
  }

  #faultOf({ row, column, end }: Hang, ids: readonly string[]): PlainFault {
    const name = this.functions[column];
    const place = `on record '${ids[row]}'`;
    const what = end
      ? `ended its thread ${place}: ${messageOf(end)}`
      : `did not return within ${this.#limit()} ms ${place}`;
    const message = `labeling function '${name}' ${what}`;
    return { function: name, row, id: ids[row], kind: end ? 'threw' : 'timeout', message };
  }

  /** A fault for each record and function that is switched off, but for those that have one. */
  #switchedOff(ids: readonly string[], skip: readonly number[]): PlainFault[] {
    return this.#off().flatMap((column) => {
      const name = this.functions[column];
      const message = `labeling function '${name}' is switched off: it did not return ${MOST_HANGS} times`;
      const faults = ids.map(
        (id, row): PlainFault => ({ function: name, row, id, kind: 'timeout', message }),
      );
      return faults.filter(({ row }) => !skip.includes(row * this.functions.length + column));
    });
  }
}

function loadLimitOf({ loadTimeLimit = 120_000 }: ModuleOptions): number {
  return loadTimeLimit;
}

function errorOf({ kind, message }: PlainFault, { end }: Hang): LabelwrightError {
  return new LabelwrightError(kind === 'timeout' ? 'function-timeout' : 'function-failed', message, {
    cause: end,
  });
}
