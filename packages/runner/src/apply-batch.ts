import { LabelMatrix, LabelwrightError, messageOf } from '@labelwright/core';
import { type Hang, toError } from './labeling-thread.ts';
import type { CallTotals, ModuleDescription, PlainEvidence, PlainFault, Reply, Request } from './protocol.ts';
import type { LentThread } from './thread-pool.ts';
import type { KnownVotes } from './with-known.ts';

/** Some records to apply a module to. */
export interface RecordBatch {
  readonly records: readonly unknown[];
  /** The names of the records. */
  readonly ids: readonly string[];
  /** The positions of the records whose evidence is wanted. */
  readonly evidenceOf: readonly number[];
  /** Where the record at a position stands, for messages. */
  readonly placeOf: ((row: number) => string) | undefined;
  /** Votes that need no call. */
  readonly known?: KnownVotes | undefined;
  /** Columns that are not asked for: they abstain. */
  readonly unwanted?: readonly number[] | undefined;
}

/** The module that is applied, and how. */
export interface ApplySettings {
  readonly path: string;
  readonly module: ModuleDescription;
  readonly tolerant: boolean;
  /** How long one call may block its thread, in milliseconds. */
  readonly timeLimit: number;
  /** How long a promise may take, in milliseconds. */
  readonly asyncTimeLimit: number;
  readonly concurrency: number;
  /** How often a function may hang before it is switched off for the rest of the run. */
  readonly mostHangs: number;
}

/** How often each function has hung, by column; replaced, not changed, when one hangs. */
export type HangCounts = readonly number[];

/** The votes on some records, and where functions failed. */
export interface AppliedVotes {
  readonly votes: LabelMatrix;
  /** `row` counts from the first of these records. */
  readonly faults: readonly PlainFault[];
  /** What made functions vote on the records it was asked for; none where they cannot tell. */
  readonly evidence: readonly PlainEvidence[];
  /** How long each function took on them, in milliseconds: timed on some, and not where it hung. */
  readonly times: Float64Array;
  /** What calls of asynchronous functions came to. */
  readonly calls: CallTotals;
  /** Cells (`row * functions + column`) whose calls the budget did not allow: they abstain. */
  readonly unaffordable: readonly number[];
}

/** A thread died while none of its calls was under way. */
export class ThreadDeath extends LabelwrightError {
  /** How it died. */
  readonly reason: string;

  constructor(path: string, cause: unknown) {
    super('function-failed', `the thread of '${path}' died: ${messageOf(cause)}`, { cause });
    this.reason = messageOf(cause);
  }
}

/** The application of a module to one batch: what comes of it depends on the records and the hangs before them alone. */
export class BatchApplication {
  /** The hangs before the batch and, as they come, those in it. */
  hangs: HangCounts;
  readonly #batch: RecordBatch;
  readonly #settings: ApplySettings;
  readonly #skip: number[] = [];
  readonly #faults: PlainFault[] = [];
  readonly #budget: number | undefined;
  #evidenceOf: readonly number[];

  constructor(batch: RecordBatch, hangs: HangCounts, settings: ApplySettings, budget?: number) {
    this.#budget = budget;
    this.#batch = batch;
    this.hangs = hangs;
    this.#settings = settings;
    this.#evidenceOf = batch.evidenceOf;
  }

  /**
   * Asks the thread, again without the call that hung where one did.
   *
   * @param unwanted - holds when nobody waits for the votes any longer; looked at after each hang
   * @returns the votes, `undefined` where they became unwanted
   * @throws `function-failed`, `function-timeout` or `invalid-record`, unless tolerant
   */
  async run(lent: LentThread, unwanted: () => boolean): Promise<AppliedVotes | undefined> {
    const { path, timeLimit } = this.#settings;
    for (;;) {
      const answer = await askThread(lent, this.#request(), timeLimit, path);
      if ('kind' in answer) return this.#applied(answer);
      if (unwanted()) {
        await lent.end();
        return undefined;
      }
      await this.#goOnWithout(answer, lent);
    }
  }

  #request(): Request {
    const { tolerant, concurrency, asyncTimeLimit } = this.#settings;
    const { records, ids } = this.#batch;
    return {
      kind: 'apply',
      records,
      ids,
      skip: this.#skip,
      off: [...this.#off(), ...(this.#batch.unwanted ?? [])],
      tolerant,
      timeLimit: asyncTimeLimit,
      concurrency,
      evidenceOf: this.#evidenceOf,
      known: this.#batch.known,
      budget: this.#budget,
    };
  }

  #applied(answer: Reply): AppliedVotes {
    if (answer.kind === 'failed')
      throw toError({ ...answer, message: this.#placed(answer.row, answer.message) });
    if (answer.kind !== 'votes') throw toError(answer);
    const { votes, confidences, faults, evidence, times, calls, unaffordable } = answer;
    const { labels, functions } = this.#settings.module;
    const found = [...this.#faults, ...this.#switchedOff(), ...faults];
    return {
      votes: new LabelMatrix({ labels, functions, votes, confidences, ids: this.#batch.ids }),
      faults: found.map((fault) => ({ ...fault, message: this.#placed(fault.row, fault.message) })),
      evidence,
      times,
      calls,
      unaffordable,
    };
  }

  async #goOnWithout(hang: Hang, lent: LentThread): Promise<void> {
    const fault = this.#faultOf(hang);
    if (hang.evidence) {
      this.#evidenceOf = []; // The votes are worth more than what stands behind them.
    } else if (this.#settings.tolerant) {
      this.#faults.push(fault);
      this.#skip.push(hang.row * this.hangs.length + hang.column);
      this.hangs = this.hangs.map((count, column) => (column === hang.column ? count + 1 : count));
    } else {
      await lent.end();
      const code = fault.kind === 'timeout' ? 'function-timeout' : 'function-failed';
      throw new LabelwrightError(code, this.#placed(fault.row, fault.message), { cause: hang.end });
    }
    await lent.replace();
  }

  #off(): number[] {
    return this.hangs.flatMap((count, column) => (count >= this.#settings.mostHangs ? [column] : []));
  }

  #placed(row: number | undefined, message: string): string {
    const { placeOf } = this.#batch;
    return row === undefined || !placeOf ? message : `${placeOf(row)}: ${message}`;
  }

  #faultOf({ row, column, end }: Hang): PlainFault {
    const name = this.#settings.module.functions[column];
    const id = this.#batch.ids[row];
    const what = end
      ? `ended its thread on record '${id}': ${messageOf(end)}`
      : `did not return within ${this.#settings.timeLimit} ms on record '${id}'`;
    const message = `labeling function '${name}' ${what}`;
    return { function: name, row, id, kind: end ? 'threw' : 'timeout', message };
  }

  /** A fault for each record and function that is switched off, but for those that have one. */
  #switchedOff(): PlainFault[] {
    const skipped = new Set(this.#skip);
    return this.#off().flatMap((column) => {
      const name = this.#settings.module.functions[column];
      const message = `labeling function '${name}' is switched off: it did not return ${this.#settings.mostHangs} times`;
      const faults = this.#batch.ids.map(
        (id, row): PlainFault => ({ function: name, row, id, kind: 'timeout', message }),
      );
      return faults.filter(({ row }) => !skipped.has(row * this.hangs.length + column));
    });
  }
}

/** Asks a thread; one that died on its own is an error, and its place is free. */
export async function askThread(
  lent: LentThread,
  request: Request,
  limit: number,
  path: string,
): Promise<Reply | Hang> {
  try {
    return await lent.thread.ask(request, limit);
  } catch (thrown) {
    await lent.end();
    throw new ThreadDeath(path, thrown);
  }
}
