import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  compareLabels,
  confuseFunctions,
  createReport,
  errorBuckets,
  scoreLabels,
  scoreSlices,
  summarize,
} from '../src/index.ts';

const labels = ['ham', 'spam'] as const;
// Three people of four say spam; all say ham; nobody was asked.
const gold = ProbabilisticLabels.fromRows(labels, [
  [0.25, 0.75],
  [1, 0],
  [0, 0],
]);
const predicted = ProbabilisticLabels.fromRows(labels, [
  [0.2, 0.8],
  [0.4, 0.6],
  [0.5, 0.5],
]);
const votes = LabelMatrix.fromColumns(labels, {
  link: ['spam', 'spam', 'ham'],
  short: [undefined, 'ham', undefined],
});

describe('soft gold', () => {
  it('counts a record in part for each of its labels', () => {
    const scores = scoreLabels(predicted, gold);
    expect(scores.judged).toBe(2);
    expect(scores.accuracy).toBeCloseTo(0.375, 12);
    expect(scores.logLoss).toBeCloseTo(
      (-0.25 * Math.log(0.2) - 0.75 * Math.log(0.8) - Math.log(0.4)) / 2,
      12,
    );
  });

  it('judges hard labels in the same way', () => {
    expect(scoreLabels(['spam', 'ham', 'ham'], gold).accuracy).toBeCloseTo(0.875, 12);
  });

  it('judges labeling functions', () => {
    const [link, short] = summarize(votes, { gold }).functions;
    expect(link.gold?.precision).toBeCloseTo(0.375, 12);
    expect(short.gold?.precision).toBe(1);
    expect([...confuseFunctions(votes, gold).records]).toEqual([1.25, 0.75]);
  });

  it('compares models by the share of gold that each hits', () => {
    const found = compareLabels(predicted, ['ham', 'ham', 'ham'], gold);
    expect(found?.records).toBe(2);
    expect(found?.difference).toBeCloseTo(-0.25, 12);
  });

  it('goes through a report, slices and buckets', () => {
    const report = createReport({ votes, gold, models: [{ name: 'mine', labels: predicted }] });
    expect(report.summary.gold?.records).toBe(2);
    expect(report.models[0].scores?.accuracy).toBeCloseTo(0.375, 12);
    const [first] = scoreSlices(predicted, gold, [{ name: 'first', rows: [0] }]);
    expect(first.scores.accuracy).toBeCloseTo(0.75, 12);
    expect(errorBuckets(predicted, gold).map(({ rows }) => rows)).toEqual([[0], [1]]);
  });

  it('refuses gold with other labels', () => {
    const other = ProbabilisticLabels.fromRows(['a', 'b'], [[1, 0]]);
    expect(() => summarize(votes, { gold: other as never })).toThrow(
      'gold knows the labels a, b; expected ham, spam',
    );
  });
});
