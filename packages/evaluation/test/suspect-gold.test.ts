import { ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { suspectGold } from '../src/index.ts';

describe('suspectGold', () => {
  it('suspects no gold that ties with another label', () => {
    const tied = ProbabilisticLabels.fromRows(
      ['ham', 'spam'],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    );
    expect(suspectGold(tied, ['ham', 'spam']).records).toBe(0);
  });

  it('finds most of the gold labels that were turned, and few others', () => {
    const random = seededRandom(7);
    const names = ['a', 'b', 'c'] as const;
    const truth = Array.from({ length: 3000 }, () => Math.floor(random() * 3));
    const rows = truth.map((k) => {
      const weights = [0, 1, 2].map((l) => random() + (l === k ? 4 : 0));
      const sum = weights.reduce((x, y) => x + y, 0);
      return weights.map((weight) => weight / sum);
    });
    const turned = new Set([...truth.keys()].filter((row) => row % 20 === 0));
    const gold = truth.map((k, row) => names[turned.has(row) ? (k + 1) % 3 : k]);
    const found = suspectGold(ProbabilisticLabels.fromRows(names, rows), gold);
    const hits = found.rows.filter((row) => turned.has(row)).length;
    expect(hits).toBeGreaterThan(0.5 * turned.size);
    expect(hits).toBe(found.records);
    expect(found.labels.slice(0, 5)).toEqual(found.rows.slice(0, 5).map((row) => names[truth[row]]));
    expect(Math.abs(found.estimated - turned.size)).toBeLessThan(0.3 * turned.size);
  });

  it('names the most probable of the labels that reach their threshold', () => {
    const rows = [
      [0.4, 0.3, 0.3],
      [0.3, 0.4, 0.3],
      [0.1, 0.1, 0.8],
      [0.41, 0.59, 0],
    ];
    const found = suspectGold(ProbabilisticLabels.fromRows(['a', 'b', 'c'], rows), ['a', 'b', 'c', 'c']);
    expect([found.rows, found.labels]).toEqual([[3], ['b']]);
  });

  it('leaves out records without gold and without votes', () => {
    const labels = ProbabilisticLabels.fromRows(
      ['a', 'b'],
      [
        [0.9, 0.1],
        [0.9, 0.1],
        [0, 0],
        [0.1, 0.9],
      ],
    );
    expect(suspectGold(labels, ['a', undefined, 'b', 'b']).records).toBe(0);
    expect(suspectGold(labels, [undefined, undefined, undefined, undefined])).toEqual({
      records: 0,
      estimated: 0,
      thresholds: {},
      rows: [],
      labels: [],
    });
  });
});
