import { findPatterns, LabelMatrix, VotePatterns } from '@labelwright/core';
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

/** The file with other evidence. */
const evidence = (parts: object) => ({ ...file, evidence: { ...file.evidence, ...parts } });

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
    const { patterns } = findPatterns(votes);
    const hashes = [0.25, 0.75].map((share) => {
      const counted = new VotePatterns({ ...patterns, counts: patterns.counts.map(() => share) });
      return mapEm().fit(counted).toJSON().fitted?.votes;
    });
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it.each([
    ['something else', 'a string', /found "a string"; expected a label model/],
    [
      'another file',
      { labels: [], records: 3 },
      /found an object with the fields labels, records; expected a label model/,
    ],
    ['nothing', {}, /found an object without fields; expected a label model/],
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
      'repetition below 0',
      { ...file, evidence: { ...file.evidence, discount: { crowd: 0, cluster: 0, repeats: [0, -1, 0] } } },
      /'repeats' holds -1; expected numbers of 0 or more/,
    ],
    [
      'a discount beyond measure',
      { ...file, evidence: { ...file.evidence, discount: { crowd: -1e308, cluster: 0 } } },
      /'crowd' is -1e\+308; expected 0 to 1/,
    ],
    [
      'silence that is no list',
      { ...file, evidence: { ...file.evidence, silence: 0 } },
      /'silence' is 0|has no 'silence'/,
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
    ['evidence of another unit', evidence({ unit: 'odds' }), /the unit "odds"; expected log-odds or share/],
    ['evidence without outcomes', evidence({ outcomes: undefined }), /has no 'outcomes'; expected a list/],
    [
      'an outcome that is there twice',
      evidence({ outcomes: [...file.evidence.outcomes.slice(1), file.evidence.outcomes[1]] }),
      /'outcomes' hold a pair twice/,
    ],
    [
      'a discount without numbers',
      evidence({ discount: {} }),
      /'discount' holds undefined; expected numbers/,
    ],
    [
      'clusters of other functions',
      evidence({ discount: { crowd: 0, cluster: 1, clusterOf: [0, 7] } }),
      /'clusterOf' points to 7; expected 0 to 1/,
    ],
    ['a balance below 0', { ...file, balance: [-3, 4] }, /'balance' holds -3; expected numbers of 0 or more/],
    ['figures that are no numbers', { ...file, figures: { objective: 'x' } }, /'figures' holds "x"/],
    ['no figures', { ...file, figures: undefined }, /has no 'figures'; expected an object of numbers/],
    ['accuracies that are texts', { ...file, accuracies: ['1', null] }, /'accuracies' holds "1"/],
    ['answers that are none', { ...file, settled: { answered: [null] } }, /'answered' is null/],
    [
      'answers without votes',
      { ...file, settled: { answered: [{ votes: null, counts: [1, 0], strength: 2 }] } },
      /'settled votes' is null; expected a list/,
    ],
    [
      'fewer than no answers',
      { ...file, settled: { answered: [{ votes: [[0, 0]], counts: [-1, 0], strength: 2 }] } },
      /'settled' holds -1; expected numbers of 0 or more/,
    ],
    [
      'a temperature of 0',
      { ...file, settled: { answered: [], temperature: 0 } },
      /'temperature' holds 0; expected a number above 0/,
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
