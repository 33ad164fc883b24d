import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { acceptance, decide, majorityVote } from '../src/index.ts';

const labels = ProbabilisticLabels.fromRows(
  ['no', 'yes'],
  [
    [0.1, 0.9],
    [0.2, 0.8],
    [0.6, 0.4],
    [0.9, 0.1],
    [0.95, 0.05],
    [0, 0],
  ],
);

describe('decide', () => {
  it('gives the most probable label for accuracy, and none where nobody voted', () => {
    const decision = decide(labels, { for: 'accuracy' });
    expect(decision.labels).toEqual(['yes', 'yes', 'no', 'no', 'no', undefined]);
    expect(decision.accuracy).toBeCloseTo((0.9 + 0.8 + 0.6 + 0.9 + 0.95) / 5, 12);
    expect(decision.share).toBe(1);
  });

  it('leaves records open until the rest is right often enough', () => {
    const decision = decide(labels, { for: 'accuracy', least: 0.88 });
    expect(decision.labels).toEqual(['yes', 'yes', undefined, 'no', 'no', undefined]);
    expect(decision.accuracy).toBeCloseTo((0.9 + 0.8 + 0.9 + 0.95) / 4, 12);
    expect(decision).toMatchObject({ share: 0.8, threshold: 0.8 });
    expect(decide(labels, { for: 'accuracy', least: 1 })).toMatchObject({ share: 0, accuracy: undefined });
  });

  it('finds the threshold of the best expected F1, worked by hand', () => {
    // 2 · .9 / (1 + 2.25), 2 · 1.7 / (2 + 2.25) = .8, 2 · 2.1 / (3 + 2.25) = .8, 2 · 2.2 / (4 + 2.25)
    const decision = decide(labels, { for: 'f1', label: 'yes' });
    expect(decision.labels).toEqual(['yes', 'yes', 'no', 'no', 'no', undefined]);
    expect(decision.f1).toBeCloseTo(0.8, 12);
    expect(decision.precision).toBeCloseTo(0.85, 12);
    expect(decision.recall).toBeCloseTo(1.7 / 2.25, 12);
    expect(decision.threshold).toBe(0.8);
  });

  it('gives a label to as many as keep the precision', () => {
    const yes = (least: number) =>
      decide(labels, { for: 'precision', label: 'yes', least }).labels.filter((label) => label === 'yes')
        .length;
    expect([0.95, 0.9, 0.86, 0.85, 0.7, 0.5, 0].map(yes)).toEqual([0, 1, 1, 2, 3, 4, 5]);
  });

  it('gives the label that costs least, or leaves the record open', () => {
    const costs = { no: { yes: 1 }, yes: { no: 4 } };
    expect(decide(labels, { for: 'cost', costs }).labels).toEqual([
      'yes',
      'yes',
      'yes',
      'no',
      'no',
      undefined,
    ]);
    const { labels: open, cost } = decide(labels, { for: 'cost', costs, open: 0.3 });
    expect(open).toEqual(['yes', 'yes', undefined, undefined, 'no', undefined]);
    expect(cost).toBeCloseTo((0.1 + 0.2 + 0.3 + 0.3 + 0.2) / 5, 12);
  });

  it('gives the best other label where there are more than two', () => {
    const three = ProbabilisticLabels.fromRows(
      ['a', 'b', 'c'],
      [
        [0.3, 0.5, 0.2],
        [0.45, 0.15, 0.4],
      ],
    );
    expect(decide(three, { for: 'precision', label: 'a', least: 0.4 }).labels).toEqual(['b', 'a']);
    expect(decide(three, { for: 'precision', label: 'a', least: 0.9 }).labels).toEqual(['b', 'c']);
  });

  it('never beats its own F1 with another threshold', () => {
    const random = seededRandom(5);
    const chances = Array.from({ length: 60 }, () => random() ** 3);
    const many = ProbabilisticLabels.fromRows(
      ['no', 'yes'],
      chances.map((p) => [1 - p, p]),
    );
    const { f1 = 0 } = decide(many, { for: 'f1', label: 'yes' });
    const all = chances.reduce((sum, p) => sum + p, 0);
    for (const threshold of chances) {
      const given = chances.filter((p) => p >= threshold);
      const hits = given.reduce((sum, p) => sum + p, 0);
      expect(f1).toBeGreaterThanOrEqual((2 * hits) / (given.length + all) - 1e-12);
    }
  });

  it('does not cut between records that are as probable, in whatever order they come', () => {
    const rows = [
      [0.1, 0.9],
      [0.4, 0.6],
      [0.6, 0.4],
    ];
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [2, 1, 0],
    ]) {
      const some = ProbabilisticLabels.fromRows(
        ['no', 'yes'],
        order.map((n) => rows[n]),
      );
      const decision = decide(some, { for: 'accuracy', least: 0.75 });
      expect(decision).toMatchObject({ share: 1 / 3, accuracy: 0.9, threshold: 0.9 });
      expect(decide(some, { for: 'accuracy', least: 0.7 })).toMatchObject({ share: 1, threshold: 0.6 });
    }
  });

  it('leaves ties open and does not count them', () => {
    const some = ProbabilisticLabels.fromRows(
      ['a', 'b', 'c'],
      [
        [0.9, 0.1, 0],
        [0.5, 0.5, 0],
        [0.45, 0.28, 0.27],
      ],
    );
    const decision = decide(some, { for: 'accuracy', least: 0.65 });
    expect(decision.labels).toEqual(['a', undefined, 'a']);
    expect(decision).toMatchObject({ accuracy: 0.675, threshold: 0.45 });
    const curve = acceptance(some).map(({ threshold, share, accuracy }) => [threshold, share, accuracy]);
    expect(curve).toEqual([
      [0.9, 1 / 3, 0.9],
      [0.45, 2 / 3, 0.675],
    ]);
  });

  it('decides alike for records with the same votes, and for none', () => {
    const votes = LabelMatrix.fromRows<string, string>(
      ['no', 'yes'],
      ['f', 'g'],
      [
        ['yes', 'no'],
        ['yes', 'no'],
        ['yes', 'yes'],
      ],
    );
    const found = majorityVote().fit(votes).predict(votes);
    expect(decide(found, { for: 'f1', label: 'yes' }).labels).toEqual(['yes', 'yes', 'yes']);
    expect(decide(found, { for: 'accuracy' }).labels).toEqual([undefined, undefined, 'yes']);
    expect(decide(found.take([]), { for: 'f1', label: 'yes' })).toMatchObject({ labels: [], f1: undefined });
  });

  it('refuses what it cannot decide for', () => {
    expect(() => decide(labels, { for: 'f1', label: 'maybe' as 'yes' })).toThrow(/no label 'maybe'/);
    expect(() => decide(labels, { for: 'precision', label: 'yes', least: 2 })).toThrow(/expected 0 to 1/);
    expect(() => decide(labels, { for: 'recall' } as never)).toThrow(/decisions for 'recall'/);
    const costs = { no: { yes: Number.NaN }, yes: {} };
    expect(() => decide(labels, { for: 'cost', costs })).toThrow(/expected finite numbers/);
    expect(() => decide(labels, { for: 'cost' } as never)).toThrow(
      /found undefined for costs; expected an object/,
    );
    expect(() => decide(labels, null as never)).toThrow(/found null for options; expected an object/);
    expect(() => decide(labels, { for: 'cost', costs: { no: null } } as never)).toThrow(
      /found null for the costs of a label/,
    );
    const misspelt = { no: { yes: 1 }, yess: { no: 4 } };
    expect(() => decide(labels, { for: 'cost', costs: misspelt } as never)).toThrow(
      /found the label 'yess' in the costs; expected one of no, yes/,
    );
  });
});

describe('acceptance', () => {
  it('falls from the surest record to all of them', () => {
    const curve = acceptance(labels);
    expect(curve.map(({ share }) => share)).toEqual([0.2, 0.6, 0.8, 1]);
    expect(curve.at(-1)?.accuracy).toBeCloseTo(decide(labels, { for: 'accuracy' }).accuracy ?? 0, 12);
    for (const [n, { accuracy }] of curve.entries())
      if (n > 0) expect(accuracy).toBeLessThan(curve[n - 1].accuracy);
    expect(acceptance(labels.take([5]))).toEqual([]);
  });
});
