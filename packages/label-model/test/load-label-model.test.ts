import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { estimator, loadLabelModel, mapEm } from '../src/index.ts';

const votes = LabelMatrix.fromRows(
  ['ham', 'spam'],
  ['f', 'g'],
  [
    ['ham', 'spam'],
    ['ham', undefined],
  ],
);
const file = mapEm().fit(votes).toJSON();

describe('loadLabelModel', () => {
  it('keeps the name of the kind, the labels, the functions and the notes', () => {
    const { kind, labels, functions, notes, balance, figures } = loadLabelModel({ ...file, notes: ['one'] });
    expect({ kind, labels, functions, notes }).toEqual({
      kind: 'map-em',
      labels: ['ham', 'spam'],
      functions: ['f', 'g'],
      notes: ['one'],
    });
    expect(balance).toEqual(file.balance);
    expect(figures).toEqual(file.figures);
  });

  it.each([
    ['something else', 'a string', /found "a string"; expected a label model/],
    ['null', null, /found null; expected a label model/],
    ['another version', { ...file, version: 2 }, /has version 2; expected 1/],
    ['a model without a kind', { ...file, kind: 7 }, /has no kind/],
    ['a model without labels', { ...file, labels: undefined }, /has no 'labels'/],
    ['a balance of another length', { ...file, balance: [1] }, /'balance' has 1 entries; expected 2/],
    ['a model without evidence', { ...file, evidence: undefined }, /has no 'evidence'/],
    [
      'an outcome of a function that is not there',
      {
        ...file,
        evidence: {
          ...file.evidence,
          outcomes: [
            [0, 0],
            [5, 1],
          ],
        },
      },
      /'outcomes' points to 5; expected 0 to 1/,
    ],
    [
      'evidence that is no number',
      {
        ...file,
        evidence: {
          ...file.evidence,
          evidence: [
            [0, null],
            [0, 0],
          ],
        },
      },
      /'evidence' holds null; expected numbers/,
    ],
  ])('refuses %s', (_, json, message) => {
    expect(() => loadLabelModel(json)).toThrow(message);
    expect(() => loadLabelModel(json)).toThrow(expect.objectContaining({ code: 'invalid-file' }));
  });
});

describe('estimator', () => {
  it('refuses a name it does not know', () => {
    expect(() => estimator('oracle')).toThrow(
      /found no label model 'oracle'; expected one of auto, majority/,
    );
    expect(() => estimator('toString')).toThrow(/found no label model 'toString'/);
  });

  it('passes the options on', () => {
    expect(estimator('map-em', { balance: { spam: 0.25 } }).fit(votes).balance[1]).toBeCloseTo(0.25, 9);
  });
});
