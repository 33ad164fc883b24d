/** A call that took longer than it may. */
export class Overtime extends Error {
  constructor(milliseconds: number) {
    super(`did not answer within ${milliseconds} ms`);
  }
}

/** The most milliseconds that a timer can count. */
const LONGEST = 2 ** 31 - 1;

/** Watches one call: it ends when its time is over, or when the run ends. */
export class TimeLimit {
  readonly #milliseconds: number;
  readonly #run: AbortSignal;
  readonly #call = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onAbort: (() => void) | undefined;

  constructor(milliseconds: number, run: AbortSignal) {
    this.#milliseconds = milliseconds;
    this.#run = run;
  }

  /** Makes the call, with the signal that tells it to give up. */
  start<T>(call: (signal: AbortSignal) => T): T {
    return call(this.#call.signal);
  }

  /** Waits for the answer, but not for longer than the limit. */
  async inTime<T>(answer: T | Promise<T>): Promise<T> {
    const over = new Promise<never>((_, reject) => {
      const giveUp = (reason: unknown) => {
        reject(reason);
        this.#call.abort(reason);
      };
      if (this.#milliseconds <= LONGEST)
        this.#timer = setTimeout(() => giveUp(new Overtime(this.#milliseconds)), this.#milliseconds);
      this.#onAbort = () => giveUp(this.#run.reason);
      if (this.#run.aborted) this.#onAbort();
      this.#run.addEventListener('abort', this.#onAbort);
    });
    return await Promise.race([answer, over]);
  }

  /** Ends the watch. */
  clear(): void {
    clearTimeout(this.#timer);
    if (this.#onAbort) this.#run.removeEventListener('abort', this.#onAbort);
  }
}
