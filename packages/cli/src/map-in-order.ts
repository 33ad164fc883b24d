/**
 * Works on several values at once; gives what comes of them in the order of the values.
 *
 * An error of the source stands in its place among the values: what came before it is given first.
 *
 * @param most - how many values are worked on at once
 */
export async function* mapInOrder<T, U>(
  values: AsyncIterable<T>,
  work: (value: T) => Promise<U>,
  most: number,
): AsyncGenerator<U> {
  const iterator = values[Symbol.asyncIterator]();
  const underWay: Promise<U>[] = [];
  let ended = false;
  const add = (result: Promise<U>) => {
    result.catch(() => undefined); // Awaited in its turn; until then it is not unhandled.
    underWay.push(result);
  };
  const take = async () => {
    try {
      const next = await iterator.next();
      if (next.done) ended = true;
      else add(work(next.value));
    } catch (thrown) {
      ended = true;
      add(Promise.reject(thrown));
    }
  };
  try {
    for (;;) {
      while (!ended && underWay.length < most) await take();
      const first = underWay.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    await iterator.return?.();
  }
}
