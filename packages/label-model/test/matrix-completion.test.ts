import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { matrixCompletion } from '../src/index.ts';
import { momentGradient, momentLoss } from '../src/matrix-completion.ts';
import type { SecondMoments } from '../src/second-moments.ts';
import { accuracyOf, simulate } from './simulate.ts';

describe('matrixCompletion', () => {
  it('starts from the chances worked by hand', () => {
    const votes = LabelMatrix.fromRows(
      ['a', 'b'],
      ['f', 'g', 'h'],
      [
        ['a', 'b', 'a'],
        ['a', undefined, 'a'],
      ],
    );
    const model = matrixCompletion({ steps: 0, balance: { a: 0.6, b: 0.4 } }).fit(votes);
    const chances = model.toJSON().evidence.evidence.map((row) => row.map(Math.exp));
    // f votes a on all records: .7 / .6 of those of a, kept below 1; g votes b on half: .35 / .4 of those of b.
    expect(chances[0]).toEqual([0.99, 0.01].map((chance) => expect.closeTo(chance, 12)));
    expect(chances[1]).toEqual([0.01, 0.875].map((chance) => expect.closeTo(chance, 12)));
  });

  it('recovers the accuracies that the votes were drawn with', () => {
    const accuracies = [0.95, 0.6, 0.7, 0.55, 0.8];
    const columns = accuracies.map((accuracy, j) => ({ coverage: j === 1 ? 0.8 : 1, accuracy }));
    const { votes, gold } = simulate(1000, [0.5, 0.5], columns);
    const model = matrixCompletion({ steps: 1000 }).fit(votes);
    for (const [j, accuracy] of accuracies.entries()) {
      expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.1);
    }
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(0.9);
  });

  it('never climbs, however long its steps', () => {
    const { votes } = simulate(500, [0.6, 0.4], new Array(8).fill({ coverage: 0.9, accuracy: 0.8 }));
    let last = Number.NEGATIVE_INFINITY;
    for (const steps of [0, 1, 5, 20, 100]) {
      const { objective } = matrixCompletion({ steps, learningRate: 50 }).fit(votes).figures;
      expect(objective).toBeGreaterThanOrEqual(last);
      last = objective;
    }
  });

  it('does not fit how often dependent functions vote together', () => {
    const { votes } = simulate(
      3000,
      [0.5, 0.5],
      [0.6, 0.8, 0.8, 0.8].map((accuracy) => ({ coverage: 1, accuracy })),
    );
    const copy = LabelMatrix.fromColumns<string, string>(votes.labels, {
      copy: Array.from({ length: votes.rows }, (_, i) => votes.vote(i, 'function0')),
    });
    const both = LabelMatrix.join(votes, copy);
    const told = matrixCompletion({ steps: 1500, dependencies: [['function0', 'copy']] }).fit(both);
    const fooled = matrixCompletion({ steps: 1500 }).fit(both);
    expect(Math.abs((told.accuracies.function0 ?? 0) - 0.6)).toBeLessThan(0.06);
    expect(fooled.accuracies.function0).toBeGreaterThan((told.accuracies.function0 ?? 0) + 0.03);
  });

  it('refuses options that are out of range', () => {
    expect(() => matrixCompletion({ precision: 1 })).toThrow(/the precision is 1/);
    expect(() => matrixCompletion({ steps: -1 })).toThrow(/found -1 steps/);
    expect(() => matrixCompletion({ learningRate: 0 })).toThrow(/the learning rate is 0/);
  });
});

describe('momentGradient', () => {
  it('is the slope of the loss', () => {
    const moments: SecondMoments = {
      alone: Float64Array.from([0.5, 0.3, 0.4]),
      first: Uint32Array.from([0, 1]),
      second: Uint32Array.from([2, 2]),
      together: Float64Array.from([0.2, 0.1]),
      leftOut: [
        [0, 0],
        [0, 1],
        [1, 1],
        [2, 2],
      ],
    };
    const balance = Float64Array.from([0.7, 0.3]);
    const chances = Float64Array.from([0.6, 0.2, 0.1, 0.5, 0.4, 0.3]);
    const gradient = momentGradient(moments, balance, chances);
    for (const n of chances.keys()) {
      const shifted = (by: number) =>
        momentLoss(
          moments,
          balance,
          chances.map((chance, m) => chance + (m === n ? by : 0)),
        );
      expect(gradient[n]).toBeCloseTo((shifted(1e-5) - shifted(-1e-5)) / 2e-5, 7);
    }
  });
});
