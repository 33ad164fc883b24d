import { isPromise } from './is-promise.ts';

/** A call that took longer than it may. */
export class Overtime extends Error {
  constructor(milliseconds: number) {
    super(`did not answer within ${milliseconds} ms`);
  }
}

/** The most milliseconds that a timer can count. */
const LONGEST = 2 ** 31 - 1;

/** The calls of a run that are under way: each ends when its time is over, and all when the run stops. */
export class AsyncRun {
  readonly #timeLimit: number;
  readonly #underWay = new Set<(reason: unknown) => void>();
  /** Of a call that came back at once: nobody listens to it. */
  #spare: AbortController | undefined;
  #stopped: { readonly reason: unknown } | undefined;

  constructor(timeLimit: number) {
    this.#timeLimit = timeLimit;
  }

  /** Ends all calls, for the first reason that is given. */
  stop(reason: unknown): void {
    this.#stopped ??= { reason };
    for (const giveUp of this.#underWay) giveUp(reason);
  }

  /** Throws the reason once the run has stopped. */
  throwIfStopped(): void {
    if (this.#stopped) throw this.#stopped.reason;
  }

  /**
   * Makes a call; an answer that comes at once is not waited for.
   *
   * @param begin - makes the call, with the signal that tells it to give up
   * @param timeLimit - in milliseconds; default that of the run
   */
  call<T>(
    begin: (signal: AbortSignal) => T | PromiseLike<T>,
    timeLimit: number = this.#timeLimit,
  ): T | Promise<T> {
    const controller = this.#spare ?? new AbortController();
    const answer = begin(controller.signal);
    this.#spare = isPromise(answer) ? undefined : controller;
    return isPromise(answer) ? this.#settle(answer, controller, timeLimit) : answer;
  }

  /** Waits for so many milliseconds, or until the run stops. */
  async wait(milliseconds: number): Promise<void> {
    const begin = (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => clearTimeout(timer));
      });
    await this.call(begin, Number.POSITIVE_INFINITY);
  }

  async #settle<T>(answer: PromiseLike<T>, controller: AbortController, timeLimit: number): Promise<T> {
    let giveUp: (reason: unknown) => void = () => undefined;
    const over = new Promise<never>((_, reject) => {
      giveUp = (reason) => {
        reject(reason);
        controller.abort(reason);
      };
    });
    const late = () => giveUp(new Overtime(timeLimit));
    const timer = timeLimit <= LONGEST ? setTimeout(late, timeLimit) : undefined;
    this.#underWay.add(giveUp);
    if (this.#stopped) giveUp(this.#stopped.reason);
    try {
      return await Promise.race([answer, over]);
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(giveUp);
    }
  }
}
