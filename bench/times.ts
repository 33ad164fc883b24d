/** The time in the middle. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** How long the work took, and what came of it. */
export function secondsOf<T>(work: () => T): readonly [number, T] {
  const started = performance.now();
  const result = work();
  return [(performance.now() - started) / 1000, result];
}
