import { findPatterns, LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dawidSkene, majorityVote, mapEm, triplets, trust } from '../src/index.ts';
import { redraw } from '../src/redraw.ts';
import { simulate } from './simulate.ts';

const three = [0.9, 0.75, 0.6].map((accuracy) => ({ coverage: 0.7, accuracy }));

describe('redraw', () => {
  it('draws so large a share of the records', () => {
    const { votes } = simulate(20_000, [0.5, 0.5], new Array(5).fill({ coverage: 0.6, accuracy: 0.7 }));
    const { patterns } = findPatterns(votes);
    expect(Math.abs(redraw(patterns, seededRandom(1)).records / 20_000 - 1)).toBeLessThan(0.05);
    expect(Math.abs(redraw(patterns, seededRandom(1), 0.1).records / 2000 - 1)).toBeLessThan(0.1);
  });
});

describe('trust', () => {
  it('finds intervals around the estimates that hold the accuracies of most functions', () => {
    const accuracies = [0.9, 0.8, 0.75, 0.7, 0.65, 0.6];
    const columns = accuracies.map((accuracy) => ({ coverage: 0.7, accuracy }));
    let held = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { votes } = simulate(3000, [0.5, 0.5], columns, seed);
      for (const [j, { accuracy = 0, interval = [1, 0] }] of trust(votes, triplets()).functions.entries()) {
        expect(interval[0]).toBeLessThan(accuracy);
        expect(interval[1]).toBeGreaterThan(accuracy);
        if (interval[0] < accuracies[j] && accuracies[j] < interval[1]) held++;
      }
    }
    expect(held / 30).toBeGreaterThanOrEqual(0.85);
  });

  it('is surer the more records there are', () => {
    const width = (records: number) => {
      const { votes } = simulate(records, [0.5, 0.5], [...three, ...three]);
      const [{ interval = [0, 0] }] = trust(votes, triplets(), { draws: 40 }).functions;
      return interval[1] - interval[0];
    };
    expect(width(6000)).toBeLessThan(0.6 * width(600));
  });

  it('counts what each estimate rests on', () => {
    const rows = Array.from({ length: 100 }, (_, i) => [
      'a',
      i < 40 ? 'a' : undefined,
      i >= 20 && i < 60 ? 'b' : undefined,
      i === 0 ? 'a' : undefined,
    ]);
    const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f', 'g', 'h', 'i'], rows);
    const { functions } = trust(votes, mapEm(), { draws: 5 });
    expect(functions.map(({ votes: voted }) => voted)).toEqual([100, 40, 40, 1]);
    expect(functions.map(({ overlaps }) => overlaps)).toEqual([60, 40, 40, 1]);
    expect(functions.map(({ partners }) => partners)).toEqual([2, 2, 2, 0]);
    expect(functions.map(({ identified }) => identified)).toEqual([true, true, true, false]);
  });

  it('knows that a function cannot be right more often than its label occurs', () => {
    const rows = Array.from({ length: 100 }, (_, i) => [
      'a',
      ...(i < 50 ? ['b', 'b', 'b'] : ['a', 'a', 'a']),
    ]);
    const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], ['always', 'g', 'h', 'i'], rows);
    const { functions, balance } = trust(votes, majorityVote(), { draws: 5 });
    expect(functions[0].ceiling).toBeCloseTo(balance[0].share, 12);
    expect(functions[0].ceiling).toBeCloseTo((50 + 50 * 0.25) / 100, 12);
    expect(functions[0]).toMatchObject({ accuracy: undefined, interval: undefined });
  });

  it('is the same for the same seed', () => {
    const { votes } = simulate(300, [0.5, 0.5], three);
    expect(trust(votes, dawidSkene(), { draws: 5, seed: 2 })).toEqual(
      trust(votes, dawidSkene(), { draws: 5, seed: 2 }),
    );
    expect(trust(votes, dawidSkene(), { draws: 5, seed: 2 })).not.toEqual(
      trust(votes, dawidSkene(), { draws: 5, seed: 3 }),
    );
  });

  it('gives plain numbers where nobody votes', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [[undefined]]);
    const { functions, balance } = trust(votes, mapEm(), { draws: 3 });
    expect(functions[0]).toMatchObject({ votes: 0, overlaps: 0, identified: false, ceiling: undefined });
    expect(balance[0].share).toBe(0.5);
  });

  it('refuses no draws', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [['a']]);
    expect(() => trust(votes, mapEm(), { draws: 0 })).toThrow(/found 0 draws/);
  });
});
