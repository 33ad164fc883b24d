import { findPatterns, LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { estimator } from '../src/index.ts';
import { simulate } from './simulate.ts';

const labels = ['a', 'b'];

/** f and g vote against each other on every record; h with f on half of them. */
const rows = Array.from({ length: 40 }, (_, i) => {
  const [one, other] = i % 2 === 0 ? ['a', 'b'] : ['b', 'a'];
  return [one, other, i % 4 < 2 ? one : other];
});
const votes = LabelMatrix.fromRows<string, string>(labels, ['f', 'g', 'h'], rows);

describe.each([
  'map-em',
  'dawid-skene',
  'one-coin',
  'label-coins',
  'pooled-dawid-skene',
  'ibcc',
  'ebcc',
  'mace',
  'weighted',
])('gold in %s', (name) => {
  it('tells whom to believe', () => {
    for (const [trusted, column] of [
      ['f', 0],
      ['g', 1],
    ] as const) {
      const gold = rows.map((row, i) => (i < 12 ? row[column] : undefined));
      const model = estimator(name, { restarts: 2 }).fit(votes, { gold });
      const { f = 0, g = 0 } = model.accuracies;
      expect(trusted === 'f' ? f - g : g - f).toBeGreaterThan(0);
    }
  });

  it('changes nothing where no label is known', () => {
    const make = () => estimator(name, { restarts: 2 });
    const learnt = make().fit(votes, { gold: rows.map(() => undefined) });
    expect(learnt.predict(votes).table).toEqual(make().fit(votes).predict(votes).table);
  });
});

describe.each(['majority', 'triplets', 'matrix-completion'])('gold in %s', (name) => {
  it('is not used, and a note says so', () => {
    const model = estimator(name).fit(votes, { gold: rows.map(([one]) => one) });
    expect(model.notes).toContain(
      'The known labels were not used: this label model learns from the votes alone.',
    );
    expect(model.predict(votes).table).toEqual(estimator(name).fit(votes).predict(votes).table);
  });
});

describe('gold', () => {
  it.each(['dawid-skene', 'label-coins', 'one-coin', 'pooled-dawid-skene', 'ibcc', 'ebcc', 'mace'] as const)(
    'never lowers the objective of %s from round to round',
    (name) => {
      // Votes that are often wrong: what is known of a record pulls against them.
      const columns = [0.9, 0.4, 0.35, 0.3].map((accuracy) => ({ coverage: 0.7, accuracy }));
      const { votes: many, gold: truth } = simulate(300, [0.5, 0.3, 0.2], columns, 6);
      const known = truth.map((label, i) => (i % 4 === 0 ? label : undefined));
      // The first round learns from votes and gold together: what follows must not fall below it.
      const objectives = [1, 2, 3, 5, 8, 13, 21].map((maxIterations) => {
        const options = { maxIterations, tolerance: 0, ...(name === 'mace' && { method: 'em' }) };
        const single = name === 'ebcc' ? { ...options, restarts: 1, subtypes: 2 } : options;
        return estimator(name, single as never).fit(many, { gold: known }).figures.objective;
      });
      for (let n = 1; n < objectives.length; n++) {
        expect(objectives[n]).toBeGreaterThan(objectives[n - 1] - 0.05);
      }
    },
  );

  it('counts for more where its weight is higher', () => {
    const gold = rows.map((row, i) => (i < 4 ? row[1] : undefined));
    const accuracy = (goldWeight: number) =>
      estimator('dawid-skene', { maxIterations: 1 }).fit(votes, { gold, goldWeight }).accuracies.g ?? 0;
    expect(accuracy(50)).toBeGreaterThan(accuracy(1));
  });

  it('needs a matrix, a label for each record, and a weight above 0', () => {
    const { patterns } = findPatterns(votes);
    const gold = rows.map(([one]) => one);
    expect(() => estimator('map-em').fit(patterns, { gold })).toThrow(
      /gold labels with vote patterns; expected a matrix/,
    );
    expect(() => estimator('map-em').fit(votes, { gold: ['a'] })).toThrow(/found 1 gold labels; expected 40/);
    expect(() => estimator('map-em').fit(votes, { gold, goldWeight: 0 })).toThrow(/gold weight is 0/);
    expect(() => estimator('map-em').fit(votes, { gold: rows.map(() => 'c') })).toThrow(/has the label 'c'/);
  });
});
