/** Draws numbers in [0, 1). */
export type Random = () => number;

/**
 * Makes a generator of pseudo-random numbers in [0, 1) from a seed: the same seed gives the same numbers on
 * every platform (sfc32 of Chris Doty-Humphrey's PractRand).
 *
 * @example
 * ```ts import.meta.vitest
 * seededRandom(7)() === seededRandom(7)(); // => true
 * ```
 */
export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let d = (seed / 0x100000000) | 1;
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 0x100000000;
  };
  for (let i = 0; i < 15; i++) next(); // The first numbers of near-by seeds are alike.
  return next;
}
