import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findPatterns,
  LabelMatrix,
  mergePatterns,
  PatternTable,
  selectPatterns,
  type VotePatterns,
} from '../src/index.ts';

const labels = ['a', 'b', 'c'] as const;
const functions = ['f', 'g', 'h', 'i'] as const;

const rows = fc.array(
  fc.tuple(...functions.map(() => fc.constantFrom('a' as const, 'b' as const, 'c' as const, undefined))),
  { minLength: 1, maxLength: 60 },
);

const matrixOf = (votes: readonly (readonly (string | undefined)[])[]) =>
  LabelMatrix.fromRows<string, string>(labels, functions, votes);

const bytesOf = ({ offsets, columns, votes, counts }: VotePatterns) => ({ offsets, columns, votes, counts });

describe('findPatterns', () => {
  it('gives each record the votes of its pattern', () => {
    fc.assert(
      fc.property(rows, (votes) => {
        const matrix = matrixOf(votes);
        const { patterns, patternOf } = findPatterns(matrix);
        for (let i = 0; i < matrix.rows; i++) {
          const [from, to] = [patterns.offsets[patternOf[i]], patterns.offsets[patternOf[i] + 1]];
          const found = Array.from(patterns.columns.subarray(from, to), (j, n) => [
            functions[j],
            labels[patterns.votes[from + n]],
          ]);
          expect(found).toEqual(matrix.votesOn(i).map((vote) => [vote.function, vote.label]));
        }
        expect(patterns.counts.reduce((sum, count) => sum + count, 0)).toBe(matrix.rows);
      }),
    );
  });

  it('finds as many patterns as there are distinct rows', () => {
    fc.assert(
      fc.property(rows, (votes) => {
        const distinct = new Set(votes.map((row) => JSON.stringify(row.map((vote) => vote ?? null))));
        expect(findPatterns(matrixOf(votes)).patterns.size).toBe(distinct.size);
      }),
    );
  });

  it('gives the same bytes for any order of the records', () => {
    fc.assert(
      fc.property(rows, (votes) => {
        const forwards = findPatterns(matrixOf(votes)).patterns;
        const backwards = findPatterns(matrixOf([...votes].reverse())).patterns;
        expect(bytesOf(backwards)).toEqual(bytesOf(forwards));
      }),
    );
  });

  it('tells votes of unequal confidence apart, to a twentieth', () => {
    const matrix = new LabelMatrix({
      labels,
      functions: ['f'],
      votes: Int8Array.of(0, 0, 0),
      confidences: Float32Array.of(0.5, 0.51, 0.9),
    });
    const { patterns } = findPatterns(matrix);
    expect([...patterns.counts].sort()).toEqual([1, 2]);
    expect([...(patterns.levels ?? [])].sort()).toEqual([10, 18]);
  });

  it('keeps a record without votes as the empty pattern', () => {
    const { patterns, patternOf } = findPatterns(matrixOf([[undefined, undefined, undefined, undefined]]));
    expect(patterns.isEmpty(patternOf[0])).toBe(true);
  });

  it('finds many thousand patterns', () => {
    const width = 16;
    const names = Array.from({ length: width }, (_, j) => `f${j}`);
    const votes = new Int8Array(20_000 * width).map((_, cell) => ((cell / width) >> (cell % width)) & 1);
    expect(findPatterns(new LabelMatrix({ labels, functions: names, votes })).patterns.size).toBe(20_000);
  });
});

describe('mergePatterns', () => {
  it('gives what the records together give, in any order of the parts', () => {
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const [one, other] = [matrixOf(left), matrixOf(right)].map((matrix) => findPatterns(matrix).patterns);
        const whole = findPatterns(matrixOf([...left, ...right])).patterns;
        expect(bytesOf(mergePatterns([one, other]))).toEqual(bytesOf(whole));
        expect(bytesOf(mergePatterns([other, one]))).toEqual(bytesOf(whole));
      }),
    );
  });
});

describe('selectPatterns', () => {
  it('gives what the selected columns give', () => {
    fc.assert(
      fc.property(rows, (votes) => {
        const matrix = matrixOf(votes);
        const selected = selectPatterns(findPatterns(matrix).patterns, ['h', 'f']);
        expect(bytesOf(selected)).toEqual(bytesOf(findPatterns(matrix.select(['h', 'f'])).patterns));
      }),
    );
  });
});

describe('what is not there', () => {
  it('is refused: functions to select, and parts to merge', () => {
    const { patterns } = findPatterns(matrixOf([]));
    expect(() => selectPatterns(patterns, ['h', 'nobody' as 'f'])).toThrow(
      /no labeling function 'nobody'; expected one of/,
    );
    expect(() => findPatterns(patterns as never)).toThrow(/something else for votes; expected a LabelMatrix/);
    expect(() => mergePatterns([] as never)).toThrow(/no patterns; expected those of at least one part/);
  });
});

describe('PatternTable', () => {
  it('refuses a matrix over other labels', () => {
    const table = new PatternTable(['a', 'b'], functions);
    expect(() => table.addMatrix(matrixOf([]) as never)).toThrow(/found the labels a, b, c; expected a, b/);
  });
});
