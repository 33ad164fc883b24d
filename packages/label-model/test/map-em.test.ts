import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { majorityVote, mapEm } from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

const labels = ['ham', 'spam'] as const;

const votes = LabelMatrix.fromRows(
  labels,
  ['common', 'rare'],
  [
    ['ham', undefined],
    ['ham', undefined],
    ['ham', undefined],
    ['ham', 'spam'],
  ],
);

describe('mapEm', () => {
  it('takes the step worked by hand', () => {
    const model = mapEm({ maxIterations: 1 }).fit(votes);
    // Half the votes' share, half uniform.
    const [ham, spam] = [(0.5 * 3.5) / 4 + 0.25, (0.5 * 0.5) / 4 + 0.25];
    expect(model.balance).toEqual([ham, spam]);
    // common voted ham 4 times, on 3½ records of ham: (3½ + 34 · ¾) / 38 of its votes are right.
    const common = { ham: Math.min(29 / 38 / ham, 0.999), spam: 9 / 38 / spam };
    // rare voted spam once, on half a record of spam: (½ + 10 · ¾) / 11.
    const rare = { ham: ((3 / 11) * 0.25) / ham, spam: ((8 / 11) * 0.25) / spam };
    const predicted = model.predict(votes);
    const [a, b] = [ham * common.ham * rare.ham, spam * common.spam * rare.spam];
    expect(predicted.probability(3, 'spam')).toBeCloseTo(b / (a + b), 12);
    const [c, d] = [ham * common.ham * (1 - rare.ham) ** 0.3, spam * common.spam * (1 - rare.spam) ** 0.3];
    expect(predicted.probability(0, 'ham')).toBeCloseTo(c / (c + d), 12);
    expect(model.accuracies.common).toBeCloseTo(29 / 38, 12);
  });

  it('recovers the accuracies that the votes were drawn with, held close to the quality', () => {
    const accuracies = [0.9, 0.8, 0.65, 0.85, 0.7];
    const { votes: drawn } = simulate(
      3000,
      [0.5, 0.5],
      accuracies.map((accuracy) => ({ coverage: 1, accuracy })),
    );
    const model = mapEm({ strength: 8 }).fit(drawn);
    for (const [j, accuracy] of accuracies.entries()) {
      const held = (accuracy + 8 * 0.75) / 9;
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - held)).toBeLessThan(0.015);
    }
  });

  it('is right more often than majority vote on sparse votes for one label each', () => {
    const columns = [0, 1, 2, 0, 1, 2, 0, 1].map((only, j) => ({
      coverage: 0.1 + 0.08 * j,
      accuracy: 0.7,
      only,
    }));
    const { votes: drawn, gold } = simulate(3000, [0.5, 0.3, 0.2], columns);
    const learnt = accuracyOf(mapEm().fit(drawn).predict(drawn), gold);
    expect(learnt).toBeGreaterThan(accuracyOf(majorityVote().fit(drawn).predict(drawn), gold) + 0.01);
  });

  it('takes the quality that the caller knows', () => {
    const trusted = mapEm({ quality: { rare: 0.99 } }).fit(votes);
    const doubted = mapEm({ quality: { rare: 0.5 } }).fit(votes);
    expect(trusted.predict(votes).probability(3, 'spam')).toBeGreaterThan(0.9);
    expect(doubted.predict(votes).probability(3, 'spam')).toBeLessThan(0.5);
  });

  it('takes the balance that the caller knows', () => {
    const model = mapEm({ balance: { spam: 0.1 } }).fit(votes);
    expect(model.balance).toEqual([0.9, 0.1].map((share) => expect.closeTo(share, 9)));
    expect(model.predict(votes).probability(3, 'spam')).not.toBeCloseTo(
      mapEm().fit(votes).predict(votes).probability(3, 'spam'),
      2,
    );
  });

  it('does not depend on records without votes', () => {
    const more = LabelMatrix.fromRows(
      labels,
      ['common', 'rare'],
      [
        ['ham', undefined],
        ['ham', undefined],
        ['ham', undefined],
        ['ham', 'spam'],
        [undefined, undefined],
      ],
    );
    expect(mapEm().fit(more).predict(votes).table).toEqual(mapEm().fit(votes).predict(votes).table);
  });

  it('believes a hesitant vote less', () => {
    const hesitant = (confidence: number) => {
      const matrix = new LabelMatrix({
        labels,
        functions: ['f', 'g'],
        votes: Int8Array.from([0, 1, 0, -1, -1, 1]),
        confidences: Float32Array.from([1, confidence, 1, 1, 1, 1]),
      });
      return mapEm().fit(matrix).predict(matrix).probability(0, 'spam');
    };
    expect(hesitant(0.1)).toBeLessThan(hesitant(0.5));
    expect(hesitant(0.5)).toBeLessThan(hesitant(1));
  });

  it('copes with a label that a function votes on every record', () => {
    const always = LabelMatrix.fromRows(
      labels,
      ['f', 'g'],
      [
        ['ham', 'spam'],
        ['ham', 'ham'],
        ['ham', undefined],
      ],
    );
    const predicted = mapEm().fit(always).predict(always);
    expect(predicted.hard()).toContain('ham');
    expect(predicted.table.every((p) => p > 0 && p < 1)).toBe(true);
  });

  it('refuses options that are out of range', () => {
    expect(() => mapEm({ strength: -1 })).toThrow(/the strength is -1/);
    expect(() => mapEm({ abstainWeight: Number.NaN })).toThrow(/the abstain weight is NaN/);
    expect(() => mapEm({ quality: 1 }).fit(votes)).toThrow(/the quality of all functions is 1/);
    expect(() => mapEm({ quality: { rare: 0 } }).fit(votes)).toThrow(/the quality of rare is 0/);
  });
});
