import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { triplets } from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

/** So many records on which f, g and h vote thus. */
const repeated = (times: number, row: readonly string[]) => new Array<readonly string[]>(times).fill(row);

describe('triplets', () => {
  it('finds the skills worked by hand', () => {
    // Of 1000 records f and g agree on 820, f and h on 740, g and h on 680.
    const rows = [
      ...repeated(620, ['a', 'a', 'a']),
      ...repeated(200, ['a', 'a', 'b']),
      ...repeated(120, ['a', 'b', 'a']),
      ...repeated(60, ['b', 'a', 'a']),
    ];
    const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f', 'g', 'h'], rows);
    const { accuracies } = triplets().fit(votes);
    // Products .64, .48, .36: skills √(.64 · .48 / .36) = .924, .693, .520; held close to √.4933 = .702.
    const held = (skill: number) => (skill * 2000 + Math.sqrt((0.64 + 0.48 + 0.36) / 3) * 20) / 2020;
    expect(accuracies.f).toBeCloseTo((1 + held(Math.sqrt((0.64 * 0.48) / 0.36))) / 2, 9);
    expect(accuracies.g).toBeCloseTo((1 + held(Math.sqrt((0.64 * 0.36) / 0.48))) / 2, 9);
    expect(accuracies.h).toBeCloseTo((1 + held(Math.sqrt((0.48 * 0.36) / 0.64))) / 2, 9);
  });

  it.each([[[0.5, 0.5]], [[0.4, 0.3, 0.2, 0.1]]])(
    'recovers the accuracies of votes drawn from %j',
    (balance) => {
      const accuracies = [0.9, 0.8, 0.7, 0.6, 0.85];
      const columns = accuracies.map((accuracy) => ({ coverage: 0.9, accuracy }));
      const { votes, gold } = simulate(5000, balance, columns);
      const model = triplets().fit(votes);
      for (const [j, accuracy] of accuracies.entries()) {
        expect(Math.abs((model.accuracies[`function${j}`] ?? 0) - accuracy)).toBeLessThan(0.03);
      }
      expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(0.9);
    },
  );

  it('is not fooled by a copy that it is told of', () => {
    const { votes } = simulate(
      4000,
      [0.5, 0.5],
      [0.6, 0.8, 0.8, 0.8].map((accuracy) => ({ coverage: 1, accuracy })),
    );
    const copy = LabelMatrix.fromColumns<string, string>(votes.labels, {
      copy: Array.from({ length: votes.rows }, (_, i) => votes.vote(i, 'function0')),
    });
    const both = LabelMatrix.join(votes, copy);
    const told = triplets({ dependencies: [['function0', 'copy']] }).fit(both).accuracies.function0 ?? 0;
    const fooled = triplets().fit(both).accuracies.function0 ?? 0;
    expect(Math.abs(told - 0.6)).toBeLessThan(0.03);
    expect(fooled).toBeGreaterThan(told + 0.05);
  });

  it('takes all for equally good where no two vote on one record, and says so', () => {
    const votes = LabelMatrix.fromRows<string, string>(
      ['a', 'b'],
      ['f', 'g'],
      [
        ['a', undefined],
        [undefined, 'b'],
      ],
    );
    const model = triplets().fit(votes);
    expect(model.accuracies).toEqual({ f: 0.7, g: 0.7 });
    expect(model.notes[0]).toContain('No two labeling functions vote on one record');
  });

  it('refuses a dependency of a function that is not there', () => {
    const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f'], [['a']]);
    expect(() => triplets({ dependencies: [['f', 'x']] }).fit(votes)).toThrow(/found a dependency of 'x'/);
  });
});
