import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPatterns, LabelMatrix, mergePatterns, PatternTable, type VotePatterns } from '../src/index.ts';

/** The patterns as text, with their counts. */
function listed(patterns: VotePatterns): Map<string, number> {
  const cellsOf = (p: number) =>
    Array.from({ length: patterns.offsets[p + 1] - patterns.offsets[p] }, (_, n) => {
      const cell = patterns.offsets[p] + n;
      return `${patterns.columns[cell]}:${patterns.votes[cell]}`;
    });
  return new Map(Array.from(patterns.counts, (count, p) => [cellsOf(p).join(' '), count]));
}

/** Matrices of every width that is kept in another way: a word, some words, lists of votes. */
const matrices = fc
  .record({
    labels: fc.constantFrom(1, 2, 3, 4, 7, 200),
    functions: fc.constantFrom(0, 1, 5, 16, 17, 33, 130, 300),
    rows: fc.integer({ min: 0, max: 40 }),
    coverage: fc.constantFrom(0.02, 0.3, 1),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ labels, functions, rows, coverage, seed }) => {
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const cells = Array.from({ length: rows * functions }, () =>
      random() < coverage ? Math.floor(random() * Math.min(labels, 3)) : -1,
    );
    const names = Array.from({ length: functions }, (_, j) => `f${j}`);
    const ids = Array.from({ length: rows }, (_, i) => String(i));
    return new LabelMatrix({
      labels: Array.from({ length: labels }, (_, k) => `label${k}`),
      functions: names,
      votes: labels > 127 ? Int16Array.from(cells) : Int8Array.from(cells),
      ids,
    });
  });

describe('PatternTable', () => {
  it('counts what a list of texts counts, and knows the pattern of each record', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const { patterns, patternOf } = findPatterns(matrix);
        const texts = Array.from({ length: matrix.rows }, (_, i) =>
          Array.from(matrix.votes.subarray(i * matrix.columns, (i + 1) * matrix.columns).entries())
            .flatMap(([j, vote]) => (vote < 0 ? [] : [`${j}:${vote}`]))
            .join(' '),
        );
        const expected = new Map<string, number>();
        for (const text of texts) expected.set(text, (expected.get(text) ?? 0) + 1);
        const found = listed(patterns);
        expect(found).toEqual(expected);
        expect(Array.from(patternOf, (p) => [...found.keys()][p])).toEqual(texts);
      }),
    );
  });

  it('gives the same patterns in the same order, however the records come', () => {
    fc.assert(
      fc.property(matrices, fc.integer({ min: 0, max: 40 }), (matrix, cut) => {
        const rows = [...Array(matrix.rows).keys()];
        const parts = [rows.slice(cut), rows.slice(0, cut)].map((part) => findPatterns(matrix.take(part)));
        const merged = mergePatterns([parts[0].patterns, parts[1].patterns]);
        const { patterns } = findPatterns(matrix);
        expect(merged.counts).toEqual(patterns.counts);
        expect(merged.columns).toEqual(patterns.columns);
        expect(merged.votes).toEqual(patterns.votes);
      }),
    );
  });

  it('takes votes that are all sure for plain ones', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const { votes, labels, functions, ids } = matrix;
        const confidences = Float32Array.from(votes, (vote) => (vote < 0 ? 0.5 : 0.99));
        const sure = new LabelMatrix({ labels, functions, votes, ids, confidences });
        expect(findPatterns(sure)).toEqual(findPatterns(matrix));
      }),
    );
  });

  it.each([1, 3, 7, 10])('counts many records of %i functions as it counts few at a time', (functions) => {
    const rows = 70_000;
    let state = 7;
    const votes = Int8Array.from({ length: rows * functions }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 16) % 3 === 0 ? (state >>> 8) % 2 : -1;
    });
    const names = Array.from({ length: functions }, (_, j) => `f${j}`);
    const matrix = new LabelMatrix({ labels: ['a', 'b'], functions: names, votes });
    const table = new PatternTable(matrix.labels, matrix.functions);
    const few = matrix.take(Array.from({ length: 999 }, (_, i) => i));
    const entered = [...table.addMatrix(few), ...table.addMatrix(matrix)];
    const parts = new PatternTable(matrix.labels, matrix.functions);
    const expected: number[] = [...parts.addMatrix(few)];
    for (let from = 0; from < rows; from += 7000) {
      const part = Array.from({ length: 7000 }, (_, i) => from + i);
      expected.push(...parts.addMatrix(matrix.take(part)));
    }
    expect(entered).toEqual(expected);
    const [whole, sum] = [table.finish().patterns, parts.finish().patterns];
    expect([whole.counts, whole.columns, whole.votes, whole.offsets]).toEqual([
      sum.counts,
      sum.columns,
      sum.votes,
      sum.offsets,
    ]);
  });

  it('keeps the numbers of patterns when votes with confidences come in', () => {
    const plain = LabelMatrix.fromRows(
      ['a', 'b'],
      ['f', 'g'],
      [
        ['a', 'b'],
        ['b', undefined],
        ['a', 'b'],
      ],
    );
    const unsure = new LabelMatrix({
      labels: ['a', 'b'],
      functions: ['f', 'g'],
      votes: Int8Array.from([0, 1, 1, -1]),
      confidences: Float32Array.from([1, 0.5, 1, 1]),
    });
    const table = new PatternTable<'a' | 'b', 'f' | 'g'>(['a', 'b'], ['f', 'g']);
    expect([...table.addMatrix(plain)]).toEqual([0, 1, 0]);
    expect([...table.addMatrix(unsure)]).toEqual([2, 1]);
    const { patterns, position } = table.finish();
    expect([0, 1, 2].map((number) => patterns.counts[position[number]])).toEqual([2, 2, 1]);
  });
});
