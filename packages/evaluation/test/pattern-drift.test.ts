import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../src/chi-square.ts';
import { patternDrift } from '../src/index.ts';

describe('chiSquareTail', () => {
  // The usual tables.
  it.each([
    [3.841459, 1, 0.05],
    [6.634897, 1, 0.01],
    [18.307038, 10, 0.05],
    [2.558212, 10, 0.99],
    [124.342113, 100, 0.05],
    [1143.917, 1000, 0.001],
    [0, 3, 1],
  ])('finds the share above %f with %i degrees', (value, degrees, share) => {
    expect(chiSquareTail(value, degrees)).toBeCloseTo(share, 5);
  });
});

/** So many records with each of three patterns. */
const votesOf = (...counts: readonly [number, number, number]) => {
  const [ham, spam, none] = counts.map((times) => Array.from({ length: times }));
  return LabelMatrix.fromColumns<'ham' | 'spam', 'f'>(['ham', 'spam'], {
    f: [...ham.map(() => 'ham' as const), ...spam.map(() => 'spam' as const), ...none.map(() => undefined)],
  });
};

describe('patternDrift', () => {
  it('finds none between a data set and itself', () => {
    const drift = patternDrift(votesOf(20, 30, 50), votesOf(20, 30, 50));
    expect(drift).toMatchObject({ distance: 0, chiSquare: 0, degrees: 2, p: 1 });
    expect(drift?.interval.low).toBe(0);
    // Sources 0.1 apart give such data sets now and then.
    expect(drift?.interval.high).toBeGreaterThan(0.1);
  });

  it('finds by how many records two data sets differ, whatever their sizes', () => {
    const drift = patternDrift(votesOf(20, 30, 50), votesOf(80, 60, 60));
    expect(drift?.distance).toBeCloseTo(0.2, 12);
    // Expected before are 33.3, 30 and 36.7: 13.3² (1/33.3 + 1/66.7 + 1/36.7 + 1/73.3).
    expect(drift?.chiSquare).toBeCloseTo(8 + 80 / 11, 9);
    expect(drift?.degrees).toBe(2);
    expect(drift?.p).toBeLessThan(0.05);
  });

  it('counts rare patterns together', () => {
    expect(patternDrift(votesOf(97, 2, 1), votesOf(97, 1, 2))).toMatchObject({ degrees: 1, p: 1 });
  });

  it('does not tell confidences apart', () => {
    const plain = votesOf(20, 30, 50);
    const half = new LabelMatrix({ ...plain, confidences: new Float32Array(100).fill(0.5) });
    expect(patternDrift(plain, half)?.distance).toBe(0);
  });

  it('is unknown without records', () => {
    expect(patternDrift(votesOf(1, 0, 0), votesOf(0, 0, 0))).toBeUndefined();
  });

  it('is unknown without labeling functions', () => {
    const none = votesOf(1, 1, 1).select([]);
    expect(patternDrift(none, none)).toBeUndefined();
  });

  it('refuses other labeling functions', () => {
    const other = LabelMatrix.fromColumns(['ham', 'spam'], { g: ['ham'] });
    expect(() => patternDrift(votesOf(1, 1, 1), other)).toThrow('labeling functions');
  });
});

/** The drift between 100 pairs of data sets of four functions, of which the first votes so much more often in the second. */
function drawnDrifts(more: number) {
  const draw = (records: number, share: number, seed: number) => {
    const random = seededRandom(seed);
    const rows = Array.from({ length: records }, () =>
      [share, 0.4, 0.4, 0.4].map((often) =>
        random() < often ? (random() < 0.3 ? 'spam' : 'ham') : undefined,
      ),
    );
    return LabelMatrix.fromRows<string, string>(['ham', 'spam'], ['a', 'b', 'c', 'd'], rows);
  };
  return Array.from({ length: 100 }, (_, n) =>
    patternDrift(draw(400, 0.4, 2 * n + 1), draw(300, 0.4 + more, 2 * n + 2)),
  ).filter((drift) => drift !== undefined);
}

describe('the distance of patterns and its interval', () => {
  it('begins at 0 in 95 of 100 pairs from one source, though chance sets them apart', () => {
    const drifts = drawnDrifts(0);
    expect(Math.min(...drifts.map(({ distance }) => distance))).toBeGreaterThan(0.1);
    expect(drifts.filter(({ interval }) => interval.low > 0).length).toBeLessThanOrEqual(6);
    expect(drifts.filter(({ p }) => p < 0.05).length).toBeLessThanOrEqual(10);
  });

  it('holds the distance of the sources, and leaves 0 out where they are far apart', () => {
    const drifts = drawnDrifts(0.4);
    expect(drifts.filter(({ interval: { low, high } }) => low <= 0.4 && high >= 0.4).length).toBeGreaterThan(
      94,
    );
    expect(drifts.filter(({ interval }) => interval.low > 0).length).toBe(100);
  });
});
