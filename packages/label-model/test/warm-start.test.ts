import { findPatterns, LabelMatrix, mergePatterns } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dawidSkene, estimator, labelModel, mapEm } from '../src/index.ts';
import { simulate } from './simulate.ts';

const functions = [0.9, 0.8, 0.7, 0.75, 0.85, 0.6].map((accuracy) => ({ coverage: 0.7, accuracy }));
const { votes } = simulate(2000, [0.3, 0.5, 0.2], functions);
const half = votes.take(Array.from({ length: 1000 }, (_, i) => i));

const iterations = (model: object) => (model as { figures: Record<string, number> }).figures.iterations;

describe('fit from a model of earlier votes', () => {
  it.each(['dawid-skene', 'one-coin', 'pooled-dawid-skene', 'ibcc', 'map-em'] as const)(
    'gives %s what fitting anew gives, sooner',
    (name) => {
      const made = estimator(name, { maxIterations: 2000, tolerance: 1e-9 });
      const anew = made.fit(votes);
      const again = made.fit(votes, { start: made.fit(half) });
      expect(iterations(again)).toBeLessThan(iterations(anew));
      const [expected, found] = [anew, again].map((model) =>
        model.predictPatterns(findPatterns(votes).patterns),
      );
      for (let n = 0; n < expected.length; n++) expect(found[n]).toBeCloseTo(expected[n], 5);
    },
  );

  it('goes on where functions are added or dropped', () => {
    const made = dawidSkene({ maxIterations: 2000, tolerance: 1e-9 });
    const few = votes.select(['function0', 'function1', 'function2', 'function3']);
    const anew = made.fit(votes);
    for (const start of [made.fit(few), made.fit(votes)]) {
      const again = made.fit(votes, { start });
      expect(iterations(again)).toBeLessThan(iterations(anew));
      for (const name of votes.functions) {
        expect(again.accuracies[name]).toBeCloseTo(anew.accuracies[name] ?? 0, 5);
      }
    }
    expect(made.fit(few, { start: anew }).accuracies.function0).toBeCloseTo(
      made.fit(few).accuracies.function0 ?? 0,
      5,
    );
  });

  it('learns from counted patterns that were merged, as from all records at once', () => {
    const rest = votes.take(Array.from({ length: 1000 }, (_, i) => 1000 + i));
    const merged = mergePatterns([findPatterns(half).patterns, findPatterns(rest).patterns]);
    expect(mapEm().fit(merged).toJSON()).toEqual(mapEm().fit(votes).toJSON());
  });

  it('fits the default anew, also to a crowd', () => {
    const columns = Array.from({ length: 30 }, (_, j) => ({ coverage: 0.2, accuracy: 0.35 + j / 60 }));
    const { votes } = simulate(200, [0.4, 0.3, 0.2, 0.1], columns, 5);
    const anew = labelModel().fit(votes);
    expect(anew.notes[0]).toContain('taken for a crowd');
    const half = labelModel().fit(votes.take(Array.from({ length: 100 }, (_, i) => i)));
    expect(labelModel().fit(votes, { start: half }).predict(votes)).toEqual(anew.predict(votes));
  });

  it('refuses a model with other labels', () => {
    const other = LabelMatrix.fromRows(['yes', 'no'], ['f'], [['yes']]);
    expect(() => mapEm().fit(votes, { start: mapEm().fit(other) as never })).toThrow(
      /has the labels yes, no; expected label0, label1, label2/,
    );
  });
});
