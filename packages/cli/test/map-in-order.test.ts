import { describe, expect, it } from 'vitest';
import { mapInOrder } from '../src/map-in-order.ts';

/** Promises of numbers that the test keeps itself. */
class Work {
  readonly started: number[] = [];
  readonly #settle = new Map<number, (settled: Promise<number>) => void>();

  readonly start = (value: number): Promise<number> => {
    this.started.push(value);
    return new Promise((resolve) => this.#settle.set(value, resolve));
  };

  finish(value: number): void {
    this.#settle.get(value)?.(Promise.resolve(value * 10));
  }

  fail(value: number): void {
    this.#settle.get(value)?.(Promise.reject(new Error(`no ${value}`)));
  }
}

async function* source(values: readonly number[], error?: string): AsyncGenerator<number> {
  yield* values;
  if (error) throw new Error(error);
}

/** Everything that is given, and the message of the error at the end. */
async function gather(results: AsyncIterable<number>): Promise<(number | string)[]> {
  const found: (number | string)[] = [];
  try {
    for await (const result of results) found.push(result);
  } catch (thrown) {
    found.push((thrown as Error).message);
  }
  return found;
}

const ticks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('mapInOrder', () => {
  it('gives results in the order of the values, whichever comes first', async () => {
    const work = new Work();
    const found = gather(mapInOrder(source([1, 2, 3]), work.start, 3));
    await ticks();
    for (const value of [3, 1, 2]) work.finish(value);
    expect(await found).toEqual([10, 20, 30]);
  });

  it('works on no more values at once than it may', async () => {
    const work = new Work();
    const found = gather(mapInOrder(source([1, 2, 3]), work.start, 2));
    await ticks();
    expect(work.started).toEqual([1, 2]);
    work.finish(1);
    await ticks();
    expect(work.started).toEqual([1, 2, 3]);
    for (const value of [2, 3]) work.finish(value);
    expect(await found).toEqual([10, 20, 30]);
  });

  it('gives an error in its turn', async () => {
    const work = new Work();
    const found = gather(mapInOrder(source([1, 2, 3]), work.start, 3));
    await ticks();
    work.fail(2);
    await ticks();
    for (const value of [1, 3]) work.finish(value);
    expect(await found).toEqual([10, 'no 2']);
  });

  it('gives an error of the source after what came before it', async () => {
    const work = new Work();
    const found = gather(mapInOrder(source([1], 'no more'), work.start, 2));
    await ticks();
    work.finish(1);
    expect(await found).toEqual([10, 'no more']);
  });

  it('ends the source when nobody reads on', async () => {
    let ended = false;
    async function* values(): AsyncGenerator<number> {
      try {
        yield* [1, 2, 3];
      } finally {
        ended = true;
      }
    }
    for await (const _ of mapInOrder(values(), async (value) => value, 2)) break;
    expect(ended).toBe(true);
  });
});
