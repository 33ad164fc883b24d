/**
 * Chooses item after item, each the one worth most once those before are taken; what is worth nothing is not chosen.
 *
 * What an item is worth must never grow as others are taken: then the old worths are bounds, and few are found anew
 * (the lazy greedy algorithm of Minoux 1978). Of items worth the same the first is chosen.
 *
 * @param worth - of an item, given what is taken so far
 * @param take - told of each item that is chosen
 *
 * @example
 * ```ts import.meta.vitest
 * const open = new Set([1, 2, 3, 4]);
 * const worth = (numbers: number[]) => numbers.filter((n) => open.has(n)).length;
 * const take = (numbers: number[]) => numbers.forEach((n) => open.delete(n));
 * chooseGreedily([[1, 2], [1, 2, 3], [2, 3], [4]], { worth, take, most: 5 }); // => [[1, 2, 3], [4]]
 * ```
 */
export function chooseGreedily<T>(
  items: readonly T[],
  options: {
    readonly worth: (item: T) => number;
    readonly take: (item: T) => void;
    readonly most: number;
  },
): T[] {
  const { worth, take, most } = options;
  const order = (a: Bounded<T>, b: Bounded<T>): number => b.bound - a.bound || a.place - b.place;
  // The best is last, where it is quick to take away.
  const queue = items
    .map((item, place) => ({ item, place, bound: worth(item) }))
    .filter(({ bound }) => bound > 0)
    .sort((a, b) => order(b, a));
  const chosen: T[] = [];
  while (chosen.length < most) {
    const best = queue.pop();
    if (best === undefined) break;
    best.bound = worth(best.item);
    if (best.bound <= 0) continue;
    const next = queue.at(-1);
    if (next !== undefined && order(next, best) < 0) {
      insert(queue, best, order);
      continue;
    }
    chosen.push(best.item);
    take(best.item);
  }
  return chosen;
}

interface Bounded<T> {
  readonly item: T;
  readonly place: number;
  bound: number;
}

/** Puts an entry back where it belongs in the queue, which has its best last. */
function insert<T>(queue: T[], entry: T, order: (a: T, b: T) => number): void {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(queue[middle], entry) > 0) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, entry);
}

/** How many of the records are open still. */
export function countOpen(rows: Uint32Array, open: Uint8Array): number {
  let count = 0;
  for (const row of rows) count += open[row];
  return count;
}
