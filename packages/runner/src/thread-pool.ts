import { LabelwrightError } from '@labelwright/core';
import { LabelingThread, type ThreadOrigin } from './labeling-thread.ts';
import { toLoadError } from './load-error.ts';

/** A thread on loan, which may be replaced by a fresh one. */
export interface LentThread {
  readonly thread: LabelingThread;
  /** Ends the thread; another takes its place when there is work for it. */
  end(): Promise<void>;
  /** Ends the thread and starts another in its place. */
  replace(): Promise<void>;
}

interface Borrower {
  readonly resolve: (thread: LabelingThread) => void;
  readonly reject: (reason: unknown) => void;
}

/** Threads that have loaded the same module, lent out one at a time; started when there is work for them. */
export class ThreadPool {
  readonly #origin: ThreadOrigin;
  readonly #threads: Set<LabelingThread>;
  readonly #idle: LabelingThread[];
  readonly #borrowers: Borrower[] = [];
  readonly #end = new AbortController();
  readonly #starts = new Set<Promise<LabelingThread>>();
  #most: number;

  /** @param most - how many threads there may be */
  constructor(origin: ThreadOrigin, first: LabelingThread, most: number) {
    this.#origin = origin;
    this.#threads = new Set([first]);
    this.#idle = [first];
    this.#most = most;
  }

  /** Does the work with the next thread that is free; who comes first is served first. */
  async lend<T>(work: (lent: LentThread) => Promise<T>): Promise<T> {
    let thread: LabelingThread | undefined = await this.#borrow();
    const end = async () => {
      if (thread) await this.#remove(thread);
      thread = undefined;
    };
    const lent: LentThread = {
      get thread() {
        if (!thread) throw new LabelwrightError('function-failed', 'the labeling thread has been ended');
        return thread;
      },
      end,
      replace: async () => {
        await end();
        thread = await this.#start();
      },
    };
    try {
      return await work(lent);
    } finally {
      if (thread) this.#idle.push(thread);
      this.#serve();
    }
  }

  /** Ends all threads, those at work and those that start too. */
  async close(): Promise<void> {
    this.#end.abort();
    for (const { reject } of this.#borrowers.splice(0)) reject(this.#closed());
    await Promise.allSettled(this.#starts);
    await Promise.all([...this.#threads].map((thread) => this.#remove(thread)));
  }

  #borrow(): Promise<LabelingThread> {
    return new Promise((resolve, reject) => {
      if (this.#end.signal.aborted) return reject(this.#closed());
      this.#borrowers.push({ resolve, reject });
      this.#serve();
    });
  }

  /** Gives idle threads to those who wait, and starts one more where some are left waiting. */
  #serve(): void {
    while (this.#borrowers.length > 0) {
      const thread = this.#idle.shift();
      if (!thread) break;
      this.#borrowers.shift()?.resolve(thread);
    }
    const starting = this.#starts.size;
    if (this.#borrowers.length > starting && this.#threads.size + starting < this.#most) this.#grow();
  }

  /** A thread that does not start is missed only where there is no other. */
  #grow(): void {
    this.#start()
      .then(
        (thread) => this.#idle.push(thread),
        (thrown) => {
          this.#most = Math.max(1, this.#threads.size);
          if (this.#threads.size + this.#starts.size > 0) return;
          for (const { reject } of this.#borrowers.splice(0)) reject(thrown);
        },
      )
      .then(() => this.#serve());
  }

  async #start(): Promise<LabelingThread> {
    if (this.#end.signal.aborted) throw this.#closed();
    const start = LabelingThread.start(this.#origin, this.#end.signal).then(([thread]) => thread);
    this.#starts.add(start);
    try {
      const thread = await start;
      this.#threads.add(thread);
      return thread;
    } catch (thrown) {
      throw toLoadError(this.#origin.path, thrown);
    } finally {
      this.#starts.delete(start);
    }
  }

  async #remove(thread: LabelingThread): Promise<void> {
    this.#threads.delete(thread);
    await thread.stop();
  }

  #closed(): LabelwrightError {
    return new LabelwrightError('function-failed', `'${this.#origin.path}' has been closed`);
  }
}
