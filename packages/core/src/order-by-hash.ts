/** Fewer are sorted faster by comparing them. */
const FEW = 500;
const DIGITS = 3;
const BITS = 11;

/**
 * The order of items by hash, or any number of 32 bits, and by content where hashes are equal: several times as quick
 * as comparing them all.
 *
 * @param compare - by content, of two positions
 *
 * @example
 * ```ts import.meta.vitest
 * const words = ['spam', 'ham', 'eggs'];
 * [...orderByHash(Uint32Array.of(4, 3, 4), (a, b) => words[a].localeCompare(words[b]))]; // => [1, 2, 0]
 * ```
 */
export function orderByHash(hashes: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  if (hashes.length < FEW) {
    return Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a] - hashes[b] || compare(a, b));
  }
  const order = sortByRadix(hashes);
  for (let from = 0, to = 1; from < order.length; from = to++) {
    while (to < order.length && hashes[order[to]] === hashes[order[from]]) to++;
    if (to - from > 1) order.subarray(from, to).sort(compare);
  }
  return order;
}

/** From the lowest digit to the highest: each pass keeps the order of the last among equal digits. */
function sortByRadix(hashes: Uint32Array): Uint32Array {
  let order = new Uint32Array(hashes.length);
  let next = new Uint32Array(hashes.length);
  for (let n = 0; n < order.length; n++) order[n] = n;
  const places = new Uint32Array(1 << BITS);
  for (let digit = 0; digit < DIGITS; digit++) {
    const shift = digit * BITS;
    places.fill(0);
    for (let n = 0; n < hashes.length; n++) places[(hashes[n] >>> shift) & (places.length - 1)]++;
    for (let value = 0, sum = 0; value < places.length; value++) {
      const count = places[value];
      places[value] = sum;
      sum += count;
    }
    for (let n = 0; n < order.length; n++) {
      next[places[(hashes[order[n]] >>> shift) & (places.length - 1)]++] = order[n];
    }
    [order, next] = [next, order];
  }
  return order;
}
