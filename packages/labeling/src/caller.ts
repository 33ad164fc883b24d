import { seededRandom } from '@labelwright/core';
import type { AsyncRun } from './async-run.ts';
import type { Budget } from './budget.ts';
import { type CallOptions, callOptionsOf } from './call-options.ts';
import { isPromise } from './is-promise.ts';
import { type Meter, openMeter } from './spend.ts';

/** What the calls of a function about one record or batch came to. */
export interface CallReport {
  readonly function: string;
  /** How often it was called: once, and again after errors; 0 for what a call spent after it was given up. */
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
}

/** The budget does not allow the call. */
export class Unaffordable extends Error {}

/** What is remembered of a function from one run to the next. */
interface Habits {
  /** When the next call may begin, in milliseconds. */
  next: number;
  /** The most that a call has cost; `undefined` before one has answered or spent something. */
  dearest: number | undefined;
}

const habits = new WeakMap<object, Habits>();

/** The longest wait before a retry, in milliseconds. */
const LONGEST_WAIT = 60_000;

/** Calls one function the way its options say. */
export class Caller {
  readonly options: CallOptions;
  readonly #name: string;
  readonly #run: AsyncRun;
  readonly #budget: Budget | undefined;
  readonly #onCall: ((report: CallReport) => void) | undefined;
  readonly #habits: Habits;

  constructor(
    labelingFunction: object,
    name: string,
    parts: {
      readonly run: AsyncRun;
      readonly budget: Budget | undefined;
      readonly onCall: ((report: CallReport) => void) | undefined;
    },
  ) {
    this.options = callOptionsOf(labelingFunction);
    this.#name = name;
    this.#run = parts.run;
    this.#budget = parts.budget;
    this.#onCall = parts.onCall;
    this.#habits = habits.get(labelingFunction) ?? { next: 0, dearest: undefined };
    habits.set(labelingFunction, this.#habits);
  }

  /**
   * Makes a call; an answer that comes at once is not waited for.
   *
   * @param seed - decides the chance in the waits, the same for the same record
   * @throws {@link Unaffordable} where the budget does not allow it
   */
  call<T>(seed: number, begin: (signal: AbortSignal) => T | PromiseLike<T>): T | Promise<T> {
    const { callsPerSecond, retries = 0 } = this.options;
    const plain = callsPerSecond === undefined && retries === 0 && this.#budget === undefined;
    return plain ? this.#once(begin) : this.#patiently(seed, begin);
  }

  #once<T>(begin: (signal: AbortSignal) => T | PromiseLike<T>): T | Promise<T> {
    let meter: Meter = { tokens: 0, cost: 0 };
    const metered = (signal: AbortSignal) => {
      meter = openMeter(signal);
      return begin(signal);
    };
    const answer = this.#run.call<T>(metered, this.options.timeLimit);
    if (!isPromise(answer)) {
      if (meter.tokens > 0 || meter.cost > 0) this.#learn(meter, meter, 1);
      return answer;
    }
    return answer.then(
      (value) => {
        this.#learn(meter, meter, 1);
        this.#habits.dearest ??= 0;
        return value;
      },
      (thrown) => {
        // A call that failed tells nothing of what others cost; one that took too long may spend yet.
        this.#learn(meter, meter, 1);
        meter.onLate = (late) => this.#learn(meter, late, 0);
        throw thrown;
      },
    );
  }

  /** Takes note of what was spent; the meter has all of the call. */
  #learn({ cost: whole }: Meter, { tokens, cost }: Omit<Meter, 'onLate'>, calls: number): void {
    if (whole > 0) this.#habits.dearest = Math.max(this.#habits.dearest ?? 0, whole);
    this.#budget?.spend(cost);
    this.#onCall?.({ function: this.#name, calls, tokens, cost });
  }

  async #patiently<T>(seed: number, begin: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T> {
    const { retries = 0, backoff = 500, retryOn = () => true } = this.options;
    const random = seededRandom(seed);
    for (let attempt = 0; ; attempt++) {
      await this.#turn();
      const paid = await this.#reserve();
      try {
        return await this.#once(begin);
      } catch (thrown) {
        this.#run.throwIfStopped();
        if (attempt >= retries || !retryOn(thrown)) throw thrown;
      } finally {
        paid?.();
      }
      await this.#run.wait(Math.min(LONGEST_WAIT, backoff * 2 ** attempt) * (1 - random() / 2));
    }
  }

  /** Waits until the rate allows a call. */
  async #turn(): Promise<void> {
    const { callsPerSecond } = this.options;
    if (callsPerSecond === undefined) return;
    const now = performance.now();
    const slot = Math.max(now, this.#habits.next);
    this.#habits.next = slot + 1000 / callsPerSecond;
    if (slot > now) await this.#run.wait(slot - now);
  }

  async #reserve(): Promise<(() => void) | undefined> {
    if (!this.#budget) return undefined;
    const paid = await this.#budget.reserve(() => this.options.mostCost ?? this.#habits.dearest);
    if (paid) return paid;
    throw new Unaffordable('the budget is used up');
  }
}
