import { findPatterns, LabelMatrix, VotePatterns } from '@labelwright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EstimatorName, estimator, estimatorNames, loadLabelModel } from '../src/index.ts';
import { simulate } from './simulate.ts';

const labels = ['a', 'b', 'c'];
const functions = ['f', 'g', 'h', 'i'];

const someRows = fc.array(fc.tuple(...functions.map(() => fc.constantFrom('a', 'b', 'c', undefined))), {
  minLength: 1,
  maxLength: 40,
});

const matrixOf = (rows: readonly (readonly (string | undefined)[])[]) =>
  LabelMatrix.fromRows<string, string>(labels, functions, rows);

/** Few starts, where there are several: each takes its time. */
const make = (name: EstimatorName) => estimator(name as string, { restarts: 2 });

/** Few rounds: a symmetric start may be a saddle point, on which rounding decides in the long run. */
const fewRounds = (name: EstimatorName) => estimator(name as string, { maxIterations: 3 });

const expectClose = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(found.length).toBe(expected.length);
  for (let n = 0; n < found.length; n++) expect(found[n]).toBeCloseTo(expected[n], 7);
};

const rowsOf = (matrix: LabelMatrix, name: EstimatorName) => {
  const predicted = fewRounds(name).fit(matrix).predict(matrix);
  return Array.from({ length: matrix.rows }, (_, i) => predicted.distribution(i));
};

/** EBCC starts at random, pattern by pattern: its result depends on the order of the patterns. */
const withoutChance = estimatorNames.filter((name) => name !== 'ebcc');

/** EBCC mixes several kinds of records per label: its posterior is no sum. */
const explained = withoutChance;

describe.each(estimatorNames)('%s', (name) => {
  it('refuses what is no votes, gold, start or option', () => {
    const votes = matrixOf([['a', 'b', undefined, 'a']]);
    const fit = (of: unknown, options: object = {}) => make(name).fit(of as LabelMatrix, options);
    expect(() => fit(null)).toThrow('found null for votes; expected a LabelMatrix or VotePatterns');
    expect(() => fit(votes, { gold: 'a' })).toThrow('found a value of type string for gold; expected a list');
    expect(() => fit(votes, { start: {} })).toThrow('to start from; expected a label model');
    expect(() => estimator(name as string, { dependencies: null } as never)).toThrow(
      "the option 'dependencies' is null; expected a value, or none at all",
    );
    const model = fit(votes);
    expect(() => model.predict(findPatterns(votes).patterns as never)).toThrow('expected a LabelMatrix');
    expect(() => model.explain(undefined as never, 0)).toThrow('found undefined for votes');
  });

  it('gives finite distributions, whatever the votes', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const predicted = make(name).fit(matrixOf(rows)).predict(matrixOf(rows));
        expect(predicted.table.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(predicted.rows).toBe(rows.length);
      }),
      { numRuns: 40 },
    );
  });

  it('predicts the same to the last bit after a journey through JSON', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const matrix = matrixOf(rows);
        const model = make(name).fit(matrix);
        const loaded = loadLabelModel(JSON.parse(JSON.stringify(model)));
        expect(loaded.predict(matrix).table).toEqual(model.predict(matrix).table);
        expect(loaded.toJSON()).toEqual(model.toJSON());
        expect(loaded.accuracies).toEqual(model.accuracies);
      }),
      { numRuns: 15 },
    );
  });

  it('works where nobody ever votes', () => {
    const votes = matrixOf([[undefined, undefined, undefined, undefined]]);
    const model = make(name).fit(votes);
    const predicted = model.predict(votes);
    expect(predicted.isCovered(0)).toBe(false);
    expectClose(predicted.distribution(0), model.balance);
    expect(Object.values(model.accuracies).every((accuracy) => accuracy === undefined)).toBe(true);
  });

  it('gives the balance to a record without votes among others', () => {
    const votes = matrixOf([
      ['a', 'a', undefined, 'b'],
      [undefined, undefined, undefined, undefined],
    ]);
    const model = make(name).fit(votes);
    expectClose(model.predict(votes).distribution(1), model.balance);
  });

  it.each([
    ['one record', matrixOf([['a', 'a', 'b', undefined]])],
    ['one function', LabelMatrix.fromRows(['a', 'b'], ['f'], [['a'], ['a'], ['b'], [undefined]])],
    [
      'one label',
      LabelMatrix.fromRows(
        ['a'],
        ['f', 'g'],
        [
          ['a', undefined],
          ['a', 'a'],
        ],
      ),
    ],
    ['no record', LabelMatrix.fromRows<string, string>(['a', 'b'], ['f'], [])],
    ['no function', LabelMatrix.fromRows<string, string>(['a', 'b'], [], [[], []])],
  ])('works with %s', (_, votes: LabelMatrix) => {
    const predicted = make(name).fit(votes).predict(votes);
    expect(predicted.rows).toBe(votes.rows);
    expect(predicted.table.every(Number.isFinite)).toBe(true);
  });

  it('follows a single vote', () => {
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f'], [['a'], ['b']]);
    const predicted = estimator(name, { balance: 'uniform' }).fit(votes).predict(votes);
    expect(predicted.hard()).toEqual(['a', 'b']);
  });

  it('works with 500 functions that agree, without running out of digits', { timeout: 30_000 }, () => {
    const rows = [
      ...Array.from({ length: 100 }, () => new Array<number>(500).fill(1)),
      ...Array.from({ length: 500 }, (_, j) => Array.from({ length: 500 }, (_, k) => (k === j ? 1 : -1))),
    ];
    const votes = new LabelMatrix({
      labels: ['a', 'b'],
      functions: Array.from({ length: 500 }, (_, j) => `f${j}`),
      votes: Int8Array.from(rows.flat()),
    });
    const predicted = estimator(name, { maxIterations: 10, restarts: 1 }).fit(votes).predict(votes);
    expect(predicted.top(0)).toBe('b');
    expect(predicted.table.every((p) => p >= 0 && p <= 1)).toBe(true);
  });

  it('works with 150 labels', { timeout: 30_000 }, () => {
    const balance = new Array<number>(150).fill(1 / 150);
    const { votes } = simulate(600, balance, new Array(5).fill({ coverage: 0.8, accuracy: 0.8 }));
    const predicted = estimator(name, { maxIterations: 5, restarts: 1, steps: 5 }).fit(votes).predict(votes);
    expect(predicted.table.every(Number.isFinite)).toBe(true);
  });

  it('takes a function that the votes lack for one that abstains', () => {
    const votes = matrixOf([
      ['a', 'a', 'b', undefined],
      ['b', 'c', 'b', 'b'],
      ['a', 'a', undefined, undefined],
    ]);
    const model = make(name).fit(votes);
    const lacking = model.predict(votes.select(['g', 'f', 'h'])).distribution(0);
    expectClose(lacking, model.predict(votes).distribution(0));
  });

  it('refuses votes of a function, or over labels, that it does not know', () => {
    const model = make(name).fit(matrixOf([['a', 'a', 'b', undefined]]));
    const unknown = LabelMatrix.fromRows<string, string>(labels, ['x'], [['a']]);
    expect(() => model.predict(unknown)).toThrow(expect.objectContaining({ code: 'mismatch' }));
    const other = LabelMatrix.fromRows<string, string>(['b', 'a'], functions, []);
    expect(() => model.predict(other)).toThrow(expect.objectContaining({ code: 'mismatch' }));
  });

  it('gives the same whenever it is asked', () => {
    const { votes } = simulate(200, [0.7, 0.3], new Array(6).fill({ coverage: 0.5, accuracy: 0.75 }));
    const [first, second] = [0, 1].map(() => make(name).fit(votes).predict(votes).table);
    expect(second).toEqual(first);
  });
});

describe.each(withoutChance)('%s', (name) => {
  it('does not depend on the order of the functions', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const matrix = matrixOf(rows);
        const turned = matrix.select(['i', 'g', 'f', 'h']);
        for (const [i, row] of rowsOf(matrix, name).entries()) expectClose(rowsOf(turned, name)[i], row);
      }),
      { numRuns: 15 },
    );
  });

  it('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const backwards = rowsOf(matrixOf(rows.toReversed()), name);
        for (const [i, row] of rowsOf(matrixOf(rows), name).entries()) {
          expectClose(backwards[rows.length - 1 - i], row);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('turns its probabilities where the labels are turned', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const next: Record<string, string> = { a: 'b', b: 'c', c: 'a' };
        const turned = matrixOf(rows.map((row) => row.map((label) => (label ? next[label] : undefined))));
        for (const [i, row] of rowsOf(matrixOf(rows), name).entries()) {
          const [a, b, c] = row;
          expectClose(rowsOf(turned, name)[i], [c, a, b]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('learns the same from records and from patterns whose counts are split', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const matrix = matrixOf(rows);
        const { patterns } = findPatterns(matrix);
        const split = splitInTwo(patterns);
        const expected = fewRounds(name).fit(matrix).predictPatterns(patterns);
        expectClose(fewRounds(name).fit(split).predictPatterns(patterns), expected);
      }),
      { numRuns: 15 },
    );
  });
});

describe.each(explained)('%s', (name) => {
  it('explains by numbers that add up to the log-odds, or to the difference of the shares', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, choice) => {
        const votes = matrixOf(rows);
        const row = choice % votes.rows;
        const model = fewRounds(name).fit(votes);
        const [p, q] = [...model.predict(votes).distribution(row)];
        const { sum, prior, reasons, unit } = model.explain(votes, row, { label: 'a', against: 'b' });
        const expected = unit === 'share' ? p - q : Math.log(p / q);
        if (Math.min(p, q) > 1e-300 || unit === 'share') expect(sum).toBeCloseTo(expected, 6);
        expect(reasons.reduce((total, { weight }) => total + weight, prior)).toBeCloseTo(sum, 9);
      }),
      { numRuns: 25 },
    );
  });
});

describe('1,200 functions over 56 labels', () => {
  it.each(['map-em', 'dawid-skene', 'majority', 'auto'])('%s works', (name) => {
    const columns = Array.from({ length: 1200 }, (_, j) => ({ coverage: 0.05, accuracy: 0.8, only: j % 56 }));
    const { votes } = simulate(300, new Array<number>(56).fill(1 / 56), columns);
    const predicted = estimator(name, { maxIterations: 3 }).fit(votes).predict(votes);
    expect(predicted.table.every(Number.isFinite)).toBe(true);
  });
});

function splitInTwo(patterns: VotePatterns): VotePatterns {
  const cells = patterns.votes.length;
  const twice = <T extends Uint32Array | Int16Array | Float64Array>(from: T, to: T): T => {
    to.set(from);
    to.set(from, from.length);
    return to;
  };
  return new VotePatterns({
    labels: patterns.labels,
    functions: patterns.functions,
    offsets: Uint32Array.from([...patterns.offsets, ...patterns.offsets.slice(1).map((end) => end + cells)]),
    columns: twice(patterns.columns, new Uint32Array(2 * cells)),
    votes: twice(patterns.votes, new Int16Array(2 * cells)),
    counts: Float64Array.from([
      ...patterns.counts.map((n) => n * 0.25),
      ...patterns.counts.map((n) => n * 0.75),
    ]),
  });
}
