import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { createReport } from '../src/index.ts';

const labels = ['ham', 'spam'] as const;
const votes = LabelMatrix.fromColumns(labels, {
  link: ['spam', 'spam', undefined, undefined],
  short: ['ham', 'spam', 'ham', undefined],
});
const mine = ProbabilisticLabels.fromRows(labels, [
  [0.5, 0.5],
  [0.1, 0.9],
  [0.8, 0.2],
  [0, 0],
]);

describe('createReport', () => {
  it('describes the labels of each model', () => {
    const { models } = createReport({ votes, models: [{ name: 'mine', labels: mine, notes: ['a note'] }] });
    expect(models[0]).toMatchObject({ name: 'mine', notes: ['a note'], covered: 3, tied: 1 });
    expect(models[0].balance.spam).toBeCloseTo(1.6 / 3);
    expect(models[0].entropy).toBeCloseTo((Math.LN2 + 0.3251 + 0.5004) / 3, 3);
    expect(models[0].scores).toBeUndefined();
  });

  it('scores models against gold, with the confusion of gold and label', () => {
    const gold = ['spam', 'spam', 'spam', undefined] as const;
    const { models, summary } = createReport({ votes, gold, models: [{ name: 'mine', labels: mine }] });
    expect(models[0].scores?.accuracy).toBe(0.5);
    expect(models[0].confusion).toEqual([
      [0, 0],
      [1.5, 1.5],
    ]);
    expect(models[0].perLabel?.spam.recall).toBe(0.5);
    expect(summary.gold?.records).toBe(3);
  });

  it('takes the accuracies of the last model that learnt any', () => {
    const learnt = { name: 'first', labels: mine, accuracies: { link: 0.9, short: 0.6 } };
    const not = { name: 'second', labels: mine, accuracies: { link: undefined, short: undefined } };
    const { summary } = createReport({ votes, models: [learnt, not] });
    expect(summary.functions.map(({ learntAccuracy }) => learntAccuracy)).toEqual([0.9, 0.6]);
  });

  it('takes gold of which nothing is known for no gold', () => {
    const { models, summary } = createReport({
      votes,
      gold: [null, null, null, null],
      models: [{ name: 'mine', labels: mine }],
    });
    expect(summary.gold).toBeUndefined();
    expect(models[0].scores).toBeUndefined();
  });

  it('is the same after JSON', () => {
    const report = createReport({
      votes,
      gold: ['ham', null, null, null],
      models: [{ name: 'mine', labels: mine }],
    });
    const defined = JSON.parse(JSON.stringify(report));
    expect(JSON.parse(JSON.stringify(defined))).toEqual(defined);
    expect(report).toEqual(defined);
  });

  it('names the positive label', () => {
    expect(createReport({ votes }).positive).toBe('spam');
    expect(createReport({ votes, positive: 'ham' }).positive).toBe('ham');
    expect(
      createReport({ votes: LabelMatrix.fromRows(['a', 'b', 'c'], ['f'], []) }).positive,
    ).toBeUndefined();
  });

  it('refuses labels of other records or of another task', () => {
    const few = mine.take([0, 1]);
    expect(() => createReport({ votes, models: [{ name: 'few', labels: few }] })).toThrow(
      "'few' labels 2 records; expected 4, as many as the votes",
    );
    const other = new ProbabilisticLabels({ ...mine, labels: ['spam', 'ham'] as const });
    expect(() => createReport({ votes, models: [{ name: 'other', labels: other }] })).toThrow(
      "'other' knows the labels spam, ham; expected ham, spam",
    );
  });
});
