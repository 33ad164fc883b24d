import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dawidSkene, mapEm, settle } from '../src/index.ts';

const labels = ['ham', 'spam', 'news'] as const;
const votes = LabelMatrix.fromRows(
  labels,
  ['f', 'g', 'h'],
  [
    ['ham', 'ham', undefined],
    ['spam', undefined, 'spam'],
    ['ham', 'news', undefined],
    [undefined, undefined, undefined],
  ],
);
const model = mapEm().fit(votes);

describe('LabelModel.explain', () => {
  it('compares the most probable label with the next, strongest reason first', () => {
    const { label, against, probability, reasons } = model.explain(votes, 1);
    expect(label).toBe('spam');
    expect(against).toBe('ham');
    expect(probability).toBe(model.predict(votes).probability(1, 'spam'));
    const strengths = reasons.map(({ weight }) => Math.abs(weight));
    expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
    expect(reasons.slice(0, 2).map(({ function: name, vote }) => [name, vote])).toContainEqual(['h', 'spam']);
  });

  it('counts abstaining where the model does', () => {
    const abstained = model.explain(votes, 0).reasons.filter(({ vote }) => vote === undefined);
    expect(abstained.map((reason) => reason.function)).toEqual(['h']);
    expect(abstained[0].weight).not.toBe(0);
  });

  it('turns its signs where the two labels change places', () => {
    const forth = model.explain(votes, 2, { label: 'ham', against: 'news' });
    const back = model.explain(votes, 2, { label: 'news', against: 'ham' });
    expect(back.sum).toBeCloseTo(-forth.sum, 12);
    expect(back.prior).toBeCloseTo(-forth.prior, 12);
  });

  it('has no reason but the prior where nobody voted', () => {
    const { reasons, prior, sum } = model.explain(votes, 3);
    expect(reasons).toEqual([]);
    expect(sum).toBe(prior);
  });

  it('refuses a label or a row that is not there', () => {
    expect(() => model.explain(votes, 0, { label: 'eggs' as 'ham' })).toThrow(/found no label 'eggs'/);
    expect(() => model.explain(votes, 9)).toThrow(/found row 9/);
  });

  it('has finite numbers where a label is out of the question', () => {
    const names = Array.from({ length: 400 }, (_, j) => `f${j}`);
    const sure = LabelMatrix.fromRows<string, string>(
      ['a', 'b'],
      names,
      Array.from({ length: 40 }, (_, i) => names.map(() => (i % 2 === 0 ? 'a' : 'b'))),
    );
    const settled = settle(sure, dawidSkene().fit(sure), [{ row: 0, label: 'a' }]);
    const { sum, answers = 0, prior } = settled.explain(sure, 0);
    for (const value of [sum, answers, prior]) expect(Number.isFinite(value)).toBe(true);
  });
});
