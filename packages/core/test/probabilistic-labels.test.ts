import { describe, expect, it } from 'vitest';
import { ProbabilisticLabels } from '../src/index.ts';

const labels = ProbabilisticLabels.fromRows(
  ['ham', 'spam'],
  [
    [0.1, 0.9],
    [0.5, 0.5],
    [0, 0],
    [0.7, 0.3],
  ],
  ['w', 'x', 'y', 'z'],
);

describe('ProbabilisticLabels', () => {
  it('gives the label of the highest probability', () => {
    expect(labels.hard()).toEqual(['spam', undefined, undefined, 'ham']);
  });

  it('breaks ties by policy', () => {
    expect(labels.top(1, { ties: 'first' })).toBe('ham');
    const drawn = new Set(Array.from({ length: 40 }, (_, seed) => labels.top(1, { ties: 'random', seed })));
    expect(drawn).toEqual(new Set(['ham', 'spam']));
    expect(labels.top(1, { ties: 'random', seed: 3 })).toBe(labels.top(1, { ties: 'random', seed: 3 }));
  });

  it('counts a row of zeros as a record without votes', () => {
    expect(labels.isCovered(2)).toBe(false);
    expect(labels.top(2, { ties: 'first' })).toBeUndefined();
    expect([...labels.distribution(2)]).toEqual([0.5, 0.5]);
  });

  it('draws the same labels for records that come in parts', () => {
    const rows = Array.from({ length: 40 }, () => [0.5, 0.5]);
    const whole = ProbabilisticLabels.fromRows(['ham', 'spam'], rows);
    const part = ProbabilisticLabels.fromRows(['ham', 'spam'], rows.slice(25));
    const drawn = whole.hard({ ties: 'random', seed: 3 });
    expect(part.hard({ ties: 'random', seed: 3, firstRow: 25 })).toEqual(drawn.slice(25));
  });

  it('gives no label below the threshold', () => {
    expect(labels.hard({ threshold: 0.8 })).toEqual(['spam', undefined, undefined, undefined]);
  });

  it('lists the records with a label: the training set', () => {
    expect(labels.labelled()).toEqual([0, 3]);
    expect(labels.take(labels.labelled()).idOf(1)).toBe('z');
  });

  it.each([
    ['a row that does not sum to 1', [[0.5, 0.6]], /sum to 1/],
    ['a negative probability', [[-0.5, 1.5]], /from 0 to 1/],
    ['NaN', [[Number.NaN, 1]], /from 0 to 1/],
    ['a row of the wrong length', [[1]], /row 0 has 1 probabilities; expected 2/],
  ])('refuses %s', (_, rows, message) => {
    expect(() => ProbabilisticLabels.fromRows(['ham', 'spam'], rows)).toThrow(message);
  });

  it.each([
    ['take', () => labels.take([4])],
    ['top', () => labels.top(4)],
    ['distribution', () => labels.distribution(4)],
    ['probability', () => labels.probability(4, 'ham')],
  ])('refuses a record that is not there: %s', (_, ask) => {
    expect(ask).toThrow(/found row 4; expected 0 to 3/);
  });

  it('refuses unknown labels and tie policies', () => {
    expect(() => labels.probability(0, 'eggs' as 'ham')).toThrow(
      /no label 'eggs'; expected one of ham, spam/,
    );
    expect(() => labels.top(0, { ties: 'last' as 'first' })).toThrow(
      /tie policy 'last'; expected one of abstain, random, first/,
    );
  });

  it('refuses an index outside the table', () => {
    const parts = {
      labels: ['a'],
      table: Float64Array.of(1),
      covered: Uint8Array.of(1),
      index: Uint32Array.of(1),
    };
    expect(() => new ProbabilisticLabels(parts)).toThrow(
      /record 0 points to distribution 1; expected below 1/,
    );
  });
});
