import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { residualCorrelations } from '../src/index.ts';

const labels = ['no', 'yes'] as const;
type Vote = (typeof labels)[number] | undefined;

/** Votes of two independent functions, and of one that copies the second on half of the records. */
function simulated(records: number) {
  const random = seededRandom(4);
  const gold = Array.from({ length: records }, () => labels[random() < 0.4 ? 1 : 0]);
  const vote = (truth: (typeof labels)[number]): Vote => {
    if (random() < 0.4) return undefined;
    return random() < 0.8 ? truth : labels[truth === 'no' ? 1 : 0];
  };
  const [a, b, other] = [gold.map(vote), gold.map(vote), gold.map(vote)];
  const half = b.map((mine, i) => (random() < 0.5 ? mine : other[i]));
  return { gold, votes: LabelMatrix.fromColumns(labels, { a, b, half }) };
}

/** What a function votes less what its rates lead one to expect, as points of the space of the corners of a simplex. */
function naiveResiduals(
  rows: readonly (readonly (string | undefined)[])[],
  shares: readonly (readonly number[])[],
  column: number,
): number[] {
  const names = ['a', 'b', 'c'];
  const corner = (vote: string | undefined): number[] =>
    names.map((name) => (vote === undefined ? 0 : (name === vote ? 1 : 0) - 1 / 3));
  const expectedOf = names.map((_, y) => {
    const total = shares.reduce((sum, share) => sum + share[y], 0);
    return names.map(
      (_name, k) => rows.reduce((sum, row, i) => sum + shares[i][y] * corner(row[column])[k], 0) / total,
    );
  });
  return rows.flatMap((row, i) =>
    corner(row[column]).map(
      (value, k) => value - expectedOf.reduce((sum, rates, y) => sum + shares[i][y] * rates[k], 0),
    ),
  );
}

describe('residualCorrelations', () => {
  it('finds none between functions that are independent given the label', () => {
    const { gold, votes } = simulated(20_000);
    const found = residualCorrelations(votes, gold);
    expect(Math.abs(found[0 * 3 + 1])).toBeLessThan(0.03);
    expect(found[1 * 3 + 2]).toBeGreaterThan(0.4);
    expect(found[2 * 3 + 1]).toBe(found[1 * 3 + 2]);
    expect([found[0], found[4], found[8]]).toEqual([1, 1, 1]);
  });

  it('is worked by hand on four records', () => {
    // Of the label no (two records) f votes yes once; of yes (two) f votes yes twice. The residuals of the vote yes are
    // +0.5, -0.5, 0, 0 for f, and for the opposite g they are -0.5, +0.5, 0, 0.
    const votes = LabelMatrix.fromColumns(labels, {
      f: ['yes', undefined, 'yes', 'yes'],
      g: [undefined, 'yes', 'yes', 'yes'],
    });
    expect(residualCorrelations(votes, ['no', 'no', 'yes', 'yes'])[1]).toBeCloseTo(-1, 12);
  });

  it('is below 0 where functions for different labels contradict each other more than the labels explain', () => {
    const votes = LabelMatrix.fromColumns(labels, {
      f: ['yes', undefined, 'yes', undefined],
      g: ['no', undefined, 'no', undefined],
    });
    expect(residualCorrelations(votes, ['no', 'no', 'yes', 'yes'])[1]).toBeCloseTo(-1, 12);
  });

  it('is what its definition says, record by record', () => {
    const random = seededRandom(9);
    const names = ['a', 'b', 'c'] as const;
    const rows = Array.from({ length: 60 }, () =>
      Array.from({ length: 3 }, () => (random() < 0.4 ? undefined : names[Math.floor(random() * 3)])),
    );
    const shares = rows.map(() => {
      const weights = names.map(() => random());
      const sum = weights.reduce((x, y) => x + y, 0);
      return weights.map((weight) => weight / sum);
    });
    const votes = LabelMatrix.fromRows(names, ['f', 'g', 'h'], rows);
    const found = residualCorrelations(votes, ProbabilisticLabels.fromRows(names, shares));
    const [first, second] = [naiveResiduals(rows, shares, 0), naiveResiduals(rows, shares, 1)];
    const dot = (x: readonly number[], y: readonly number[]) =>
      x.reduce((sum, value, n) => sum + value * y[n], 0);
    expect(found[1]).toBeCloseTo(dot(first, second) / Math.sqrt(dot(first, first) * dot(second, second)), 10);
  });

  it('is 0, never NaN, for a function that never votes or always votes the label', () => {
    const votes = LabelMatrix.fromColumns(labels, {
      dead: [undefined, undefined],
      perfect: ['no', 'yes'],
      other: ['no', undefined],
    });
    const found = residualCorrelations(votes, ['no', 'yes']);
    expect([...found]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
});
