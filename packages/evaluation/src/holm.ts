/** Takes tests together: each p times the number of those no less surprising, and never below that of one more surprising (Holm 1979). */
export function holm(found: readonly number[]): Float64Array {
  const order = [...found.keys()].sort((a, b) => found[a] - found[b]);
  const adjusted = new Float64Array(found.length);
  let highest = 0;
  for (const [rank, n] of order.entries()) {
    highest = Math.max(highest, Math.min(1, found[n] * (found.length - rank)));
    adjusted[n] = highest;
  }
  return adjusted;
}
