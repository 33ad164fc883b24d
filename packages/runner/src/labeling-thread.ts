import type { Worker } from 'node:worker_threads';
import { LabelwrightError } from '@labelwright/core';
import type { ModuleDescription, Reply, Request, ThreadData } from './protocol.ts';
import { type SpareThread, startWorker } from './spare-thread.ts';

/** What a thread is started from. */
export interface ThreadOrigin {
  /** The address of the bundled module. */
  readonly url: string;
  /** The file as the user named it, for messages. */
  readonly path: string;
  /** How long the module may take to load, in milliseconds. */
  readonly loadLimit: number;
  readonly part?: ThreadData['part'];
  /** Holds where the module is packed: it is the code of its threads. */
  readonly packed?: boolean | undefined;
}

/** Which call did not come back: it has been under way for too long, or ended its thread. */
export interface Hang {
  readonly row: number;
  readonly column: number;
  /** Whether the function has voted and was asked why. */
  readonly evidence: boolean;
  /** How the thread ended, where it did. */
  readonly end?: Error | undefined;
}

/** How often the watchdog looks, in milliseconds. */
const GLANCE = 50;

/** A thread that has loaded a labeling module, and the watch over it. */
export class LabelingThread {
  readonly #worker: Worker;
  readonly #beats: Int32Array;
  #ended: Error | undefined;

  private constructor(worker: Worker, heartbeat: SharedArrayBuffer) {
    this.#worker = worker;
    this.#beats = new Int32Array(heartbeat);
    worker.once('error', (error) => {
      this.#ended = error;
    });
    worker.once('exit', (code) => {
      this.#ended ??= new Error(`the thread ended with exit code ${code}`);
    });
  }

  /** Starts the thread and waits until the module is loaded. */
  static async start(
    { url, path, loadLimit, part, packed }: ThreadOrigin,
    signal?: AbortSignal,
    spare?: SpareThread,
  ): Promise<readonly [LabelingThread, ModuleDescription]> {
    const taken = spare?.take();
    const { worker, heartbeat } = taken ?? startFor({ url, path, part }, packed);
    if (taken) worker.postMessage({ url, path, part } satisfies Omit<ThreadData, 'heartbeat'>);
    const thread = new LabelingThread(worker, heartbeat);
    const end = () => void worker.terminate();
    signal?.addEventListener('abort', end);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it took longer than ${loadLimit} ms`)), loadLimit);
    });
    try {
      const reply = await Promise.race([thread.#reply(), late]);
      if (signal?.aborted) throw new Error('it was closed');
      if (reply.kind === 'ready') return [thread, reply.module];
      throw toError(reply);
    } catch (thrown) {
      await thread.stop();
      throw thrown;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  }

  /** Asks the thread; the answer, or the call that has been under way for longer than the limit or ended the thread. */
  async ask(request: Request, limit: number): Promise<Reply | Hang> {
    const reply = this.#reply();
    const watch = this.#watch(limit);
    try {
      this.#worker.postMessage(request);
      return await Promise.race([reply, watch.hang]);
    } catch (thrown) {
      const call = this.#underWay();
      if (call.column < 0 || !(thrown instanceof Error)) throw thrown;
      return { ...call, end: thrown };
    } finally {
      watch.stop();
      reply.catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #reply(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      const settle = (act: () => void) => {
        this.#worker.off('message', onMessage);
        this.#worker.off('error', onError);
        this.#worker.off('exit', onExit);
        act();
      };
      const onMessage = (reply: Reply) => settle(() => resolve(reply));
      const onError = (error: Error) => settle(() => reject(error));
      const onExit = (code: number) =>
        settle(() => reject(new Error(`the thread ended with exit code ${code}`)));
      this.#worker.on('message', onMessage);
      this.#worker.on('error', onError);
      this.#worker.on('exit', onExit);
    });
  }

  /** The call that is under way; its column is below 0 where there is none. */
  #underWay(): Hang {
    return {
      row: Atomics.load(this.#beats, 0),
      column: Atomics.load(this.#beats, 1) - 1,
      evidence: Atomics.load(this.#beats, 2) === 1,
    };
  }

  #watch(limit: number): { readonly hang: Promise<Hang>; readonly stop: () => void } {
    let timer: NodeJS.Timeout | undefined;
    const hang = new Promise<Hang>((resolve) => {
      let row = -1;
      let column = -1;
      let since = performance.now();
      timer = setInterval(() => {
        const now = this.#underWay();
        if (now.column < 0 || now.row !== row || now.column !== column) {
          ({ row, column } = now);
          since = performance.now();
        } else if (performance.now() - since >= limit) {
          resolve(now);
        }
      }, GLANCE);
    });
    return { hang, stop: () => clearInterval(timer) };
  }
}

function startFor(
  origin: Omit<ThreadData, 'heartbeat'>,
  packed?: boolean,
): { readonly worker: Worker; readonly heartbeat: SharedArrayBuffer } {
  const heartbeat = new SharedArrayBuffer(12);
  return { worker: startWorker({ ...origin, heartbeat }, packed ? origin.url : undefined), heartbeat };
}

/** The error that a failed reply stands for, with the stack of the other thread. */
export function toError(reply: Reply): LabelwrightError {
  if (reply.kind !== 'failed') {
    return new LabelwrightError(
      'function-failed',
      `the labeling thread answered '${reply.kind}' out of turn`,
    );
  }
  const error = new LabelwrightError(reply.code, reply.message);
  error.stack = reply.stack;
  return error;
}
