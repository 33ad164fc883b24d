// Node and browsers have it; the language's own library does not name it.
declare const performance: { now(): number };

/** One record of so many is timed. */
const EVERY = 64;

/** Times labeling functions on some of the records, and tells how long they took on all. */
export class Stopwatch {
  readonly #times: Float64Array | undefined;
  readonly #found: Float64Array;
  #records = 0;
  #timed = 0;
  #since = 0;

  /** @param times - gets the milliseconds of each column, added to what is there; nothing is timed without it */
  constructor(times: Float64Array | undefined) {
    this.#times = times;
    this.#found = new Float64Array(times?.length ?? 0);
  }

  /** Tells that the functions are about to be asked about a record; returns whether they are timed on it. */
  start(): boolean {
    if (this.#times === undefined || this.#records++ % EVERY !== 0) return false;
    this.#timed++;
    this.#since = performance.now();
    return true;
  }

  /** Tells that the function has answered, on a record on which it is timed. */
  lap(column: number): void {
    const now = performance.now();
    this.#found[column] += now - this.#since;
    this.#since = now;
  }

  /** Adds up what was found. */
  stop(): void {
    if (this.#times === undefined || this.#timed === 0) return;
    const scale = this.#records / this.#timed;
    for (let j = 0; j < this.#found.length; j++) this.#times[j] += scale * this.#found[j];
  }
}

/** Adds the milliseconds that the work takes to those of the column. */
export async function timed(
  times: Float64Array | undefined,
  column: number,
  work: () => Promise<void>,
): Promise<void> {
  if (times === undefined) return work();
  const since = performance.now();
  try {
    await work();
  } finally {
    times[column] += performance.now() - since;
  }
}
