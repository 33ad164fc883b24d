import { Worker } from 'node:worker_threads';
import type { SpareData, ThreadData } from './protocol.ts';

/** The thread's own code; the sources run it from the build, for a worker cannot load TypeScript on Node 20. */
const script = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/thread.js' : './thread.js',
  import.meta.url,
);

/**
 * Starts a worker with a module, or with packages that the module to come will import.
 *
 * What it prints goes to the error output: the standard output is for results.
 *
 * @param packed - the address of a packed module, which is the code of its threads
 */
export function startWorker(data: ThreadData | SpareData, packed?: string): Worker {
  const code = packed === undefined ? script : new URL(packed);
  // Without the flags of this process: loaders for other languages fail in a worker.
  const worker = new Worker(code, { workerData: data, execArgv: [], stdout: true });
  worker.stdout.on('data', (printed: Buffer) => process.stderr.write(printed));
  return worker;
}

/**
 * A thread that waits for a module, with the packages loaded that it will import: the next module that is opened
 * with it starts at once.
 */
export class SpareThread {
  readonly #heartbeat: SharedArrayBuffer = new SharedArrayBuffer(12);
  #worker: Worker | undefined;

  /** @param imports - the addresses of the packages to load */
  constructor(imports: readonly string[]) {
    this.#worker = startWorker({ imports, heartbeat: this.#heartbeat });
    this.#worker.once('error', () => {
      this.#worker = undefined; // The module will start a thread of its own.
    });
  }

  /** Gives the worker away, with the memory of its heartbeat; `undefined` where it is gone. */
  take(): { readonly worker: Worker; readonly heartbeat: SharedArrayBuffer } | undefined {
    const worker = this.#worker;
    this.#worker = undefined;
    return worker && { worker, heartbeat: this.#heartbeat };
  }

  /** Ends the thread, unless a module has taken it. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }
}
