import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '../src/compare-labels.ts';
import {
  compareLabels,
  keptCurve,
  leaveOneOut,
  scoreLabels,
  scoreSlices,
  slicesByPattern,
  slicesByValue,
  slicesByVote,
  slicesWhere,
  thresholdCurve,
} from '../src/index.ts';

type L = 'ham' | 'spam';
const names: readonly L[] = ['ham', 'spam'];
/** P(spam) of each record; `undefined` without votes. */
const labelsOf = (shares: readonly (number | undefined)[]) =>
  ProbabilisticLabels.fromRows<L>(
    names,
    shares.map((share) => (share === undefined ? [0, 0] : [1 - share, share])),
  );

describe('scoreSlices', () => {
  const labels = labelsOf([0.9, 0.8, 0.2, undefined]);
  const gold: readonly L[] = ['spam', 'ham', 'ham', 'spam'];

  it('scores each slice by itself', () => {
    const slices = [
      { name: 'first', rows: [0, 1] },
      { name: 'last', rows: [2, 3] },
    ];
    const found = scoreSlices(labels, gold, slices);
    expect(found.map(({ name, records, scores }) => [name, records, scores.judged, scores.accuracy])).toEqual(
      [
        ['first', 2, 2, 0.5],
        ['last', 2, 1, 1],
      ],
    );
  });

  it('scores the slice of all records like the whole', () => {
    const [all] = scoreSlices(labels, gold, [{ name: 'all', rows: [0, 1, 2, 3] }]);
    expect(all.scores).toEqual(scoreLabels(labels, gold));
  });

  it('takes hard labels', () => {
    const [slice] = scoreSlices<L>(['spam', 'spam'], ['spam', 'ham'], [{ name: 's', rows: [1] }]);
    expect(slice.scores.accuracy).toBe(0);
  });

  it('has no figures for an empty slice', () => {
    expect(scoreSlices(labels, gold, [{ name: 'none', rows: [] }])[0].scores.accuracy).toBeUndefined();
  });

  it('refuses records that are not there', () => {
    expect(() => scoreSlices(labels, gold, [{ name: 'odd', rows: [4] }])).toThrow(
      "slice 'odd' has the record 4; expected one below 4",
    );
  });
});

describe('slices', () => {
  it('come from functions', () => {
    expect(slicesWhere([1, 5, 9], { small: (n) => n < 6, large: (n) => n > 4 })).toEqual([
      { name: 'small', rows: [0, 1] },
      { name: 'large', rows: [1, 2] },
    ]);
  });

  it('come from the values of a field, the largest first', () => {
    expect(slicesByValue(['b', 'a', 'a', undefined, null, 'c'], { most: 2 })).toEqual([
      { name: 'a', rows: [1, 2] },
      { name: 'b', rows: [0] },
    ]);
    expect(slicesByValue(['b', 'a', 'a'], { least: 2 }).map(({ name }) => name)).toEqual(['a']);
  });

  it('tell objects apart', () => {
    expect(slicesByValue([{ a: 1 }, { a: 2 }, { a: 1 }])).toEqual([
      { name: '{"a":1}', rows: [0, 2] },
      { name: '{"a":2}', rows: [1] },
    ]);
  });

  it.each([{ most: -1 }, { most: 1.5 }, { most: Number.NaN }, { least: -1 }])('refuse %j', (options) => {
    expect(() => slicesByValue(['a'], options)).toThrow('expected a whole number from 0');
  });

  it('tell a label called abstains from no vote', () => {
    const votes = LabelMatrix.fromColumns(['abstains', 'spam'], { f: ['abstains', undefined, 'spam'] });
    expect(slicesByVote(votes, 'f')).toEqual([
      { name: 'abstains', rows: [0] },
      { name: 'no vote', rows: [1] },
      { name: 'spam', rows: [2] },
    ]);
  });

  it('come from vote patterns', () => {
    const votes = LabelMatrix.fromColumns(names, {
      f: ['ham', undefined, 'ham'],
      g: ['spam', undefined, 'spam'],
    });
    expect(slicesByPattern(votes)).toEqual([
      { name: 'f: ham, g: spam', rows: [0, 2] },
      { name: 'no votes', rows: [1] },
    ]);
  });
});

describe('keptCurve', () => {
  it('keeps the most certain labels first', () => {
    const labels = labelsOf([0.9, 0.1, 0.8, 0.3, undefined, 0.5]);
    const points = keptCurve(labels, ['spam', 'ham', 'ham', 'ham', 'spam', 'spam']);
    expect(points.map(({ threshold, records, accuracy }) => [threshold, records, accuracy])).toEqual([
      [0.9, 2, 1],
      [0.8, 3, 2 / 3],
      [0.7, 4, 3 / 4],
      [0.5, 5, 3.5 / 5],
    ]);
    expect(points.at(-1)?.kept).toBe(1);
  });

  it('gives no more points than it is told to, and the last', () => {
    const labels = labelsOf(Array.from({ length: 50 }, (_, i) => 0.5 + i / 100));
    const points = keptCurve(
      labels,
      Array.from({ length: 50 }, () => 'spam'),
      7,
    );
    expect([points.length, points.at(-1)?.records]).toEqual([7, 50]);
  });

  it('is empty without gold', () => {
    expect(keptCurve(labelsOf([0.9]), [undefined])).toEqual([]);
  });
});

describe('thresholdCurve', () => {
  it('finds precision and recall for each threshold', () => {
    const points = thresholdCurve(labelsOf([0.9, 0.8, 0.6, 0.1]), ['spam', 'ham', 'spam', 'ham']);
    expect(points).toEqual([
      { threshold: 0.9, given: 1, precision: 1, recall: 0.5, f1: 2 / 3 },
      { threshold: 0.8, given: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
      { threshold: 0.6, given: 3, precision: 2 / 3, recall: 1, f1: 0.8 },
      { threshold: 0.1, given: 4, precision: 0.5, recall: 1, f1: 2 / 3 },
    ]);
  });

  it('looks at the label it is told to', () => {
    const [point] = thresholdCurve(labelsOf([0.9, 0.2]), ['spam', 'ham'], { label: 'ham' });
    expect(point).toMatchObject({ threshold: 0.8, precision: 1, recall: 1 });
  });

  it('has no recall where no record has the label', () => {
    expect(thresholdCurve(labelsOf([0.9]), ['ham'])).toEqual([
      { threshold: 0.9, given: 1, precision: 0, recall: undefined, f1: undefined },
    ]);
  });

  it('refuses a label that is none', () => {
    expect(() => thresholdCurve(labelsOf([0.9]), ['ham'], { label: 'egg' as 'ham' })).toThrow(
      "found the label 'egg'; expected one of ham, spam",
    );
  });
});

describe('compareLabels', () => {
  it('finds labels alike whatever the order of their names', () => {
    const truth = ['spam', 'spam', 'spam', 'ham'] as const;
    const one = ProbabilisticLabels.fromRows(
      ['ham', 'spam'],
      truth.map((label) => (label === 'spam' ? [0.1, 0.9] : [0.9, 0.1])),
    );
    const other = ProbabilisticLabels.fromRows(
      ['spam', 'ham'],
      truth.map((label) => (label === 'spam' ? [0.9, 0.1] : [0.1, 0.9])),
    );
    expect(compareLabels(one, other, truth)).toMatchObject({ wins: 0, losses: 0, difference: 0 });
    expect(compareLabels([...truth], other, truth)).toMatchObject({ wins: 0, losses: 0, difference: 0 });
  });

  const gold: readonly L[] = Array.from({ length: 20 }, () => 'spam');
  const wrongOn = (...rows: readonly number[]): L[] =>
    gold.map((label, i) => (rows.includes(i) ? 'ham' : label));

  it('tests wins against losses exactly', () => {
    // 10 wins, 2 losses: 2 (1 + 12 + 66) / 2^12.
    const found = compareLabels(wrongOn(0, 1), wrongOn(2, 3, 4, 5, 6, 7, 8, 9, 10, 11), gold);
    expect(found).toMatchObject({ records: 20, wins: 10, losses: 2, difference: 0.4 });
    expect(found?.p).toBeCloseTo(158 / 4096, 12);
    expect(found?.interval.low).toBeGreaterThan(0);
  });

  it('tells a model better only where wins and accuracy agree, beyond chance', () => {
    const found = { records: 60, interval: { low: -0.1, high: 0.1 } };
    expect(verdictOf({ ...found, wins: 10, losses: 2, difference: 0.1, p: 0.04 })).toBe('better');
    expect(verdictOf({ ...found, wins: 2, losses: 10, difference: -0.1, p: 0.04 })).toBe('worse');
    expect(verdictOf({ ...found, wins: 10, losses: 2, difference: 0.1, p: 0.06 })).toBe('open');
    // Many ties won in part, a few records lost whole.
    expect(verdictOf({ ...found, wins: 30, losses: 11, difference: -0.02, p: 0.004 })).toBe('open');
  });

  it('finds no difference between labels and themselves', () => {
    expect(compareLabels(wrongOn(3), wrongOn(3), gold)).toEqual({
      ...{ records: 20, wins: 0, losses: 0, difference: 0, p: 1 },
      // 1.96 √2 / 22: so many records may hide a difference.
      interval: { low: expect.closeTo(-0.126, 3), high: expect.closeTo(0.126, 3) },
    });
  });

  it('gives an interval that holds the difference in 95 of 100 draws, though few records differ', () => {
    const random = seededRandom(1);
    const all: readonly L[] = Array.from({ length: 100 }, () => 'spam');
    const held = Array.from({ length: 1000 }, () => {
      const luck = all.map(() => random());
      const labelsIf = (wrong: (share: number) => boolean): L[] =>
        luck.map((share) => (wrong(share) ? 'ham' : 'spam'));
      const found = compareLabels(
        labelsIf((share) => share < 0.01),
        labelsIf((share) => share > 0.95),
        all,
      );
      return found !== undefined && found.interval.low <= 0.04 && found.interval.high >= 0.04;
    });
    expect(held.filter((holds) => holds).length).toBeGreaterThan(945);
  });

  it('counts a tie as half right, and no label as wrong', () => {
    const found = compareLabels(labelsOf([0.5, undefined]), labelsOf([0.1, 0.1]), ['spam', 'spam']);
    expect(found).toMatchObject({ wins: 1, losses: 0, difference: 0.25 });
  });

  it('judges records with gold only', () => {
    expect(compareLabels<L>(['spam', 'ham'], ['ham', 'ham'], ['spam', undefined])?.records).toBe(1);
    expect(compareLabels<L>(['spam'], ['ham'], [undefined])).toBeUndefined();
  });

  it('gives a probability for many records too', () => {
    const many: readonly L[] = Array.from({ length: 20_000 }, () => 'spam');
    const other = many.map((label, i) => (i % 2 === 0 ? 'ham' : label));
    const flipped = many.map((label, i) => (i % 2 === 1 ? 'ham' : label));
    expect(compareLabels(other, flipped, many)?.p).toBe(1);
    expect(compareLabels(many, other, many)?.p).toBeLessThan(1e-12);
  });

  it('says the same of both sides', () => {
    const labels = fc.array(fc.constantFrom<L>('ham', 'spam'), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(labels, labels, labels, (a, b, truth) => {
        const one = compareLabels(a, b, truth);
        const other = compareLabels(b, a, truth);
        expect(one?.p).toBe(other?.p);
        expect(one?.wins).toBe(other?.losses);
        expect(one?.difference).toBeCloseTo(-(other?.difference ?? 0), 12);
      }),
    );
  });

  it('refuses labels of other records', () => {
    expect(() => compareLabels<L>(['ham'], ['ham', 'ham'], ['ham'])).toThrow(
      'found labels of 2 records; expected 1',
    );
  });
});

describe('leaveOneOut', () => {
  const votes = LabelMatrix.fromColumns<L, 'f' | 'g' | 'h'>(names, {
    f: ['spam', 'spam', 'ham'],
    g: [undefined, 'ham', 'ham'],
    h: [undefined, 'spam', undefined],
  });
  const relabel = (some: LabelMatrix<L>) =>
    labelsOf(
      Array.from({ length: some.rows }, (_, row) => {
        const cast = some.votesOn(row);
        if (cast.length === 0) return undefined;
        return cast.filter(({ label }) => label === 'spam').length / cast.length;
      }),
    );

  it('counts the labels, the coverage and the accuracy that go without a function', () => {
    const found = leaveOneOut(votes, { relabel, gold: ['spam', 'spam', 'ham'] });
    expect(found.map((entry) => [entry.function, entry.labels, entry.coverage])).toEqual([
      ['f', 2, 1 / 3],
      ['g', 0, 0],
      ['h', 1, 0],
    ]);
    // Without f the second record is tied and the first has no label; without h the second is tied.
    expect(found.map(({ accuracy }) => accuracy)).toEqual([0.25, 0, expect.closeTo(1 / 6, 12)]);
  });

  it('tells no accuracy without gold', () => {
    expect(leaveOneOut(votes, { relabel })[0].accuracy).toBeUndefined();
  });
});
