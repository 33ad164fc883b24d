import { ProbabilisticLabels } from '@labelwright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  brier,
  calibrationError,
  f1,
  judge,
  LOG_LOSS_FLOOR,
  logLoss,
  macroF1,
  matthews,
  microF1,
  perLabel,
  precision,
  recall,
  reliability,
  rocAuc,
  scoreLabels,
} from '../src/index.ts';

const labels = ['ham', 'spam'] as const;
const soft = (...spam: number[]) =>
  ProbabilisticLabels.fromRows(
    labels,
    spam.map((p) => [1 - p, p]),
  );

describe('the metrics of hard labels', () => {
  // 3 right of 5; of 3 given spam 2 are; of 3 that are spam 2 are found.
  const judged = judge(['spam', 'spam', 'spam', 'ham', 'ham'], ['spam', 'spam', 'ham', 'spam', 'ham']);

  it('come from counts worked by hand', () => {
    expect(accuracy(judged)).toBeCloseTo(3 / 5);
    expect(precision(judged)).toBeCloseTo(2 / 3);
    expect(recall(judged)).toBeCloseTo(2 / 3);
    expect(f1(judged)).toBeCloseTo(2 / 3);
    expect(macroF1(judged)).toBeCloseTo((2 / 3 + 1 / 2) / 2);
    expect(microF1(judged)).toBeCloseTo(3 / 5);
    expect(matthews(judged)).toBeCloseTo((2 * 1 - 1 * 1) / Math.sqrt(3 * 3 * 2 * 2));
    expect(perLabel(judged).ham).toEqual({ records: 2, given: 2, precision: 0.5, recall: 0.5, f1: 0.5 });
  });

  it('do not exist where there is nothing to divide by', () => {
    const oneSided = judge(['ham', 'ham'], ['ham', 'ham'], { labels });
    expect(accuracy(oneSided)).toBe(1);
    expect(precision(oneSided)).toBeUndefined();
    expect(recall(oneSided)).toBeUndefined();
    expect(matthews(oneSided)).toBeUndefined();
    expect(macroF1(oneSided)).toBe(1);
    expect(logLoss(oneSided)).toBeUndefined();
    expect(reliability(oneSided)).toEqual([]);
  });
});

describe('rocAuc', () => {
  it('counts a pair of equal probability half', () => {
    expect(rocAuc(judge(soft(0.9, 0.4, 0.4, 0.1), ['spam', 'spam', 'ham', 'ham']))).toBe(3.5 / 4);
    expect(rocAuc(judge(soft(-0, 0.5, 1, 0), ['ham', 'spam', 'spam', 'ham']))).toBe(1);
  });

  it('is the mean of each label against the rest where there are more than two', () => {
    const three = ProbabilisticLabels.fromRows(
      ['a', 'b', 'c'],
      [
        [0.6, 0.3, 0.1],
        [0.5, 0.4, 0.1],
        [0.2, 0.2, 0.6],
      ],
    );
    expect(rocAuc(judge(three, ['b', 'a', 'c']))).toBeCloseTo((0.5 + 0.5 + 1) / 3);
  });

  it('does not exist where gold is all one label', () => {
    expect(rocAuc(judge(soft(0.9, 0.4), ['spam', 'spam']))).toBeUndefined();
  });
});

describe('logLoss', () => {
  it('is the mean negative logarithm, with a floor under a sure mistake', () => {
    const expected = -(Math.log(0.8) + Math.log(LOG_LOSS_FLOOR)) / 2;
    expect(logLoss(judge(soft(0.8, 1), ['spam', 'ham']))).toBeCloseTo(expected);
  });
});

describe('brier', () => {
  it('sums the squared error over the labels', () => {
    expect(brier(judge(soft(0.8, 1), ['spam', 'ham']))).toBeCloseTo((0.04 + 0.04 + 2) / 2);
  });
});

describe('reliability', () => {
  it('puts the upper bound of a range into it', () => {
    const bins = reliability(judge(soft(0.6, 0.61), ['spam', 'ham']));
    expect(bins[8]).toMatchObject({ records: 1, accuracy: 1 });
    expect(bins[9]).toMatchObject({ records: 1, accuracy: 0 });
    expect(bins[0].accuracy).toBeUndefined();
  });

  it('weighs the distance of confidence and accuracy by records', () => {
    expect(calibrationError(judge(soft(0.9, 0.9, 0.9, 0.6), ['spam', 'spam', 'ham', 'spam']))).toBeCloseTo(
      (3 * (0.9 - 2 / 3) + 0.4) / 4,
    );
  });

  it('counts a tie in part', () => {
    expect(calibrationError(judge(soft(0.5), ['ham']))).toBe(0);
  });
});

describe('scoreLabels', () => {
  it('leaves records without votes out of the scores of the probabilities', () => {
    const some = ProbabilisticLabels.fromRows(labels, [
      [0.2, 0.8],
      [0, 0],
    ]);
    const scores = scoreLabels(some, ['spam', 'ham']);
    expect(scores).toMatchObject({ judged: 1, coverage: 0.5, accuracy: 1 });
    expect(scores.logLoss).toBeCloseTo(-Math.log(0.8));
  });

  it('takes metrics of one’s own, and hides one that is not a number', () => {
    const metrics = { size: () => 3, broken: () => Number.NaN };
    expect(scoreLabels(['ham'], ['ham'], { metrics }).custom).toEqual({ size: 3, broken: undefined });
  });

  it('never gives a figure that is not finite', () => {
    const label = fc.constantFrom('a' as const, 'b' as const, 'c' as const, undefined);
    const rows = fc.array(fc.tuple(label, label, fc.nat(4), fc.nat(4)), { maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.constantFrom('expected', 'abstain', 'first', 'random'), (given, ties) => {
        const distributions = given.map(([, , x, y]) => [x, y, 1].map((n) => n / (x + y + 1)));
        const three = ['a', 'b', 'c'] as const;
        const gold = given.map(([, label]) => label);
        const all = [
          scoreLabels(ProbabilisticLabels.fromRows(three, distributions), gold, { ties, positive: 'b' }),
          scoreLabels(
            given.map(([label]) => label),
            gold,
            { labels: three },
          ),
        ];
        for (const value of all.flatMap((scores) => Object.values(scores))) {
          if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
        }
      }),
    );
  });
});

describe('rocAuc of a few of many records', () => {
  it('is that of these records alone', () => {
    const shares = Array.from({ length: 200 }, (_, n) => ((n * 37) % 200) / 200);
    const gold = shares.map((_, n) => (n % 40 === 0 ? (n % 80 === 0 ? 'spam' : 'ham') : undefined));
    const few = shares.filter((_, n) => n % 40 === 0);
    const found = rocAuc(judge(soft(...shares), gold, { positive: 'spam' }));
    // Shares 0, 0.4, 0.8, 0.2, 0.6: spam has 0, 0.8 and 0.6, ham 0.4 and 0.2.
    expect(few).toEqual([0, 0.4, 0.8, 0.2, 0.6]);
    expect(found).toBeCloseTo(4 / 6, 12);
  });
});
