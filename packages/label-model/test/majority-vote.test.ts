import { findPatterns, LabelMatrix, VotePatterns } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { loadLabelModel, majorityVote } from '../src/index.ts';
import { simulate } from './simulate.ts';

const labels = ['ham', 'spam'] as const;

const votes = LabelMatrix.fromRows(
  labels,
  ['common', 'often', 'rare'],
  [
    ['ham', 'ham', 'spam'],
    ['ham', undefined, 'spam'],
    ['ham', undefined, undefined],
    ['ham', 'ham', undefined],
    [undefined, undefined, undefined],
  ],
);

describe('majorityVote', () => {
  it('gives each label its share of the votes', () => {
    const predicted = majorityVote().fit(votes).predict(votes);
    expect([...predicted.distribution(0)]).toEqual([2 / 3, 1 / 3]);
    expect([...predicted.distribution(3)]).toEqual([1, 0]);
  });

  it.each([2, 3, 7])('counts records one by one as it counts patterns, with %i labels', (K) => {
    const functions = [0.9, 0.8, 0.7, 0.6, 0.6, 0.5].map((accuracy) => ({ coverage: 0.4, accuracy }));
    const { votes } = simulate(400, new Array(K).fill(1 / K), functions);
    const model = majorityVote().fit(votes);
    const { patterns, patternOf } = findPatterns(votes);
    const ofPatterns = model.predictPatterns(patterns);
    const predicted = loadLabelModel(JSON.parse(JSON.stringify(model))).predict(votes);
    for (let row = 0; row < votes.rows; row++) {
      const from = patternOf[row] * K;
      expect([...predicted.distribution(row)]).toEqual([...ofPatterns.subarray(from, from + K)]);
      expect(predicted.isCovered(row)).toBe(!patterns.isEmpty(patternOf[row]));
    }
  });

  it('does not take votes of another task', () => {
    const model = majorityVote().fit(votes);
    const other = LabelMatrix.fromRows(['no', 'yes'], ['common'], [['yes']]);
    expect(() => model.predict(other as never)).toThrow(
      'the votes have the labels no, yes; expected ham, spam',
    );
  });

  it('leaves a tie a tie', () => {
    const predicted = majorityVote().fit(votes).predict(votes);
    expect(predicted.leaders(1)).toEqual(['ham', 'spam']);
    expect(predicted.top(1)).toBeUndefined();
  });

  it('breaks a tie in favour of the more frequent label', () => {
    const model = majorityVote({ ties: 'balance', balance: { spam: 0.2 } }).fit(votes);
    expect(model.predict(votes).top(1)).toBe('ham');
    expect([...model.predict(votes).distribution(4)]).toEqual([0.8, 0.2].map((p) => expect.closeTo(p, 12)));
  });

  it('breaks a tie in favour of the function that votes on fewer records', () => {
    const predicted = majorityVote({ ties: 'rarer-function' }).fit(votes).predict(votes);
    expect(predicted.hard()).toEqual(['ham', 'spam', 'ham', 'ham', undefined]);
    expect(predicted.probability(1, 'spam')).toBeCloseTo(0.5, 3);
  });

  it('does so beside a function that hardly votes, and where a confidence differs', () => {
    const rows: ('ham' | 'spam' | undefined)[][] = [
      ['ham', undefined, undefined],
      ...Array.from({ length: 300 }, () => [undefined, 'ham' as const, 'spam' as const]),
      ...Array.from({ length: 300 }, () => [undefined, undefined, 'spam' as const]),
    ];
    const many = LabelMatrix.fromRows(['ham', 'spam'], ['once', 'rare', 'common'], rows);
    const byRarity = majorityVote({ ties: 'rarer-function' });
    const { patterns } = findPatterns(many);
    const counts = patterns.counts.map((count) => (count === 1 ? 1 : 1000 * count));
    expect(
      byRarity
        .fit(new VotePatterns({ ...patterns, counts }))
        .predict(many)
        .top(1),
    ).toBe('ham');
    const unsure = new LabelMatrix({
      labels: many.labels,
      functions: many.functions,
      votes: many.votes,
      confidences: Float32Array.from(many.votes, (_, cell) => (cell === 4 ? 0.95 : 1)),
    });
    expect(byRarity.fit(unsure).predict(unsure).top(1)).toBe('spam');
  });

  it('does not let a balance break a tie that is to be shared', () => {
    const predicted = majorityVote({ balance: { spam: 0.2 } })
      .fit(votes)
      .predict(votes);
    expect(predicted.leaders(1)).toEqual(['ham', 'spam']);
    expect(predicted.probability(4, 'ham')).toBeCloseTo(0.8, 9);
  });

  it('counts a vote as much as its confidence', () => {
    const weighted = new LabelMatrix({
      labels,
      functions: ['f', 'g'],
      votes: Int8Array.from([0, 1]),
      confidences: Float32Array.from([0.25, 0.75]),
    });
    expect([...majorityVote().fit(weighted).predict(weighted).distribution(0)]).toEqual([0.25, 0.75]);
  });

  it('counts a vote for a label that its function never voted before', () => {
    const other = LabelMatrix.fromRows(labels, ['rare'], [['ham']]);
    expect(majorityVote().fit(votes).predict(other).top(0)).toBe('ham');
  });

  it('explains by shares of the votes', () => {
    const { label, against, unit, prior, reasons, sum } = majorityVote().fit(votes).explain(votes, 0);
    expect({ label, against, unit, prior }).toEqual({
      label: 'ham',
      against: 'spam',
      unit: 'share',
      prior: 0,
    });
    expect(sum).toBeCloseTo(1 / 3, 12);
    expect(reasons).toEqual([
      { function: 'common', vote: 'ham', weight: expect.closeTo(1 / 3, 12) },
      { function: 'often', vote: 'ham', weight: expect.closeTo(1 / 3, 12) },
      { function: 'rare', vote: 'spam', weight: expect.closeTo(-1 / 3, 12) },
    ]);
  });

  it('refuses a tie policy it does not know', () => {
    expect(() => majorityVote({ ties: 'coin' as 'share' })).toThrow(/found the tie policy 'coin'/);
  });
});
