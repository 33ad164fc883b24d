import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { calibrate, estimator, loadLabelModel, mapEm, settle } from '../src/index.ts';

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

  it('tells what the model was fitted with, and keeps it through answers and calibration', () => {
    const options = { balance: { spam: 0.3 }, maxIterations: 50 };
    const fitted = mapEm(options)
      .fit(votes, { gold: ['ham', undefined] })
      .toJSON().fitted;
    expect(fitted).toMatchObject({ options, records: 2, known: 1 });
    const model = mapEm().fit(votes);
    expect(settle(votes, model, [{ row: 0, label: 'ham' }]).toJSON().fitted).toEqual(file.fitted);
    expect(calibrate(votes, model, ['ham', 'spam']).toJSON().fitted).toEqual(file.fitted);
    expect(loadLabelModel(file).toJSON()).toEqual(file);
    expect(loadLabelModel({ ...file, fitted: undefined }).predict(votes)).toEqual(model.predict(votes));
  });

  it('tells other votes apart, but not the order of the records', () => {
    const hashOf = (matrix: LabelMatrix) => mapEm().fit(matrix).toJSON().fitted?.votes;
    expect(hashOf(votes)).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOf(votes.take([1, 0]))).toBe(hashOf(votes));
    const others = [votes.take([0]), votes.take([0, 0, 1]), votes.select(['g', 'f']), votes.select(['f'])];
    expect(new Set([votes, ...others].map(hashOf)).size).toBe(5);
  });

  it.each([
    ['something else', 'a string', /found "a string"; expected a label model/],
    [
      'another file',
      { labels: [], records: 3 },
      /found an object with the fields labels, records; expected a label model/,
    ],
    ['null', null, /found null; expected a label model/],
    ['another version', { ...file, version: 1 }, /has version 1; expected 2: fit it again/],
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
      'repetition of another length',
      { ...file, evidence: { ...file.evidence, discount: { crowd: 0, cluster: 0, repeats: [0.2] } } },
      /'repeats' has 1 entries; expected 3/,
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
