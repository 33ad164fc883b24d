/** Functions that vote alike, and an order in which like stands beside like. */
export interface Clusters {
  /** The members of each cluster of two or more, by position, the largest cluster first. */
  readonly clusters: readonly (readonly number[])[];
  /** All functions, by position, like beside like. */
  readonly order: readonly number[];
}

/**
 * Clusters by average linkage (Sokal and Michener 1958): two clusters are joined while the mean similarity between
 * their members is at least so much.
 *
 * @param similarity - symmetric, row-major: `similarity[a * size + b]`
 * @param least - the similarity up to which clusters are joined
 *
 * @example
 * ```ts import.meta.vitest
 * const alike = Float64Array.from([1, 0, 0.9, 0, 1, 0.1, 0.9, 0.1, 1]);
 * clusterBySimilarity(alike, 3, 0.5).clusters; // => [[0, 2]]
 * clusterBySimilarity(alike, 3, 0.5).order; // => [0, 2, 1]
 * ```
 */
export function clusterBySimilarity(similarity: Float64Array, size: number, least: number): Clusters {
  const work = { similarity: Float64Array.from(similarity), size };
  const members: (readonly number[] | undefined)[] = Array.from({ length: size }, (_, n) => [n]);
  const found = new Map<readonly number[], readonly (readonly number[])[]>();
  // Chains of nearest neighbours end in two that are each other's nearest (Murtagh 1983).
  const chain: number[] = [];
  for (let left = size; left > 1; ) {
    if (chain.length === 0) chain.push(members.findIndex((list) => list !== undefined));
    const top = chain[chain.length - 1];
    const next = nearest(work, members, top, chain.at(-2));
    if (next !== chain.at(-2)) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    const joined = join(work, members, top, next);
    const parts = [members[next] ?? [], members[top] ?? []];
    const whole = joined.height >= least;
    found.set(joined.members, whole ? [joined.members] : parts.flatMap((part) => found.get(part) ?? []));
    const keep = Math.min(top, next);
    members[keep] = joined.members;
    members[Math.max(top, next)] = undefined;
    left--;
  }
  const order = members.find((list) => list !== undefined) ?? [];
  const clusters = (found.get(order) ?? []).map((list) => list.toSorted((a, b) => a - b));
  return { clusters: clusters.sort((a, b) => b.length - a.length || a[0] - b[0]), order };
}

interface Work {
  readonly similarity: Float64Array;
  readonly size: number;
}

type Members = readonly (readonly number[] | undefined)[];

/** The cluster most like this one; of several the one that is preferred, or else the first. */
function nearest(
  { similarity, size }: Work,
  members: Members,
  of: number,
  preferred: number | undefined,
): number {
  let best = preferred ?? -1;
  for (let n = 0; n < size; n++) {
    if (n === of || members[n] === undefined) continue;
    if (best < 0 || similarity[of * size + n] > similarity[of * size + best]) best = n;
  }
  return best;
}

/** Joins two clusters; writes the similarities of the new one into the place of the earlier. */
function join(
  { similarity, size }: Work,
  members: Members,
  a: number,
  b: number,
): { readonly height: number; readonly members: readonly number[] } {
  const [first, second] = a < b ? [a, b] : [b, a];
  const height = similarity[first * size + second];
  const [ours, theirs] = [members[first] ?? [], members[second] ?? []];
  const share = ours.length / (ours.length + theirs.length);
  for (let n = 0; n < size; n++) {
    if (n === first || n === second) continue;
    const mean = share * similarity[first * size + n] + (1 - share) * similarity[second * size + n];
    similarity[first * size + n] = mean;
    similarity[n * size + first] = mean;
  }
  return { height, members: ours.length >= theirs.length ? [...ours, ...theirs] : [...theirs, ...ours] };
}
