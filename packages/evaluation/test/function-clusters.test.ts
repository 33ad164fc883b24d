import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterBySimilarity } from '../src/function-clusters.ts';

function square(size: number, of: (a: number, b: number) => number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, cell) => {
    const [a, b] = [Math.floor(cell / size), cell % size];
    return a === b ? 1 : of(Math.min(a, b), Math.max(a, b));
  });
}

describe('clusterBySimilarity', () => {
  it('finds blocks, the largest first, and puts their members side by side', () => {
    // 0, 2 and 4 are alike, and 1 and 3 are.
    const { clusters, order } = clusterBySimilarity(
      square(6, (a, b) => (b < 5 && a % 2 === b % 2 ? 0.8 : 0.05)),
      6,
      0.3,
    );
    expect(clusters).toEqual([
      [0, 2, 4],
      [1, 3],
    ]);
    const places = [0, 2, 4].map((n) => order.indexOf(n)).sort((a, b) => a - b);
    expect(places[2] - places[0]).toBe(2);
  });

  it('joins by the mean: a chain of neighbours is no cluster', () => {
    const { clusters } = clusterBySimilarity(
      square(4, (a, b) => (b - a === 1 ? 0.5 : 0)),
      4,
      0.3,
    );
    expect(clusters).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('orders every function once, whatever the similarities', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 36, maxLength: 36 }),
        (values) => {
          const { order, clusters } = clusterBySimilarity(
            square(6, (a, b) => values[a * 6 + b]),
            6,
            0.3,
          );
          expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
          expect(new Set(clusters.flat()).size).toBe(clusters.flat().length);
        },
      ),
    );
  });

  it('knows one function, and none', () => {
    expect(clusterBySimilarity(Float64Array.of(1), 1, 0.3)).toEqual({ clusters: [], order: [0] });
    expect(clusterBySimilarity(new Float64Array(), 0, 0.3)).toEqual({ clusters: [], order: [] });
  });
});
