import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { comparePairs, confuseFunctions, krippendorffAlpha } from '../src/index.ts';

const votes = LabelMatrix.fromColumns(['a', 'b'], {
  f: ['a', 'a', undefined, 'b'],
  g: ['b', 'a', 'a', 'b'],
  h: [undefined, 'a', undefined, 'a'],
});

describe('comparePairs', () => {
  it('is symmetric, with the votes of each function on the diagonal', () => {
    const { overlaps, agreements, conflicts } = comparePairs(votes);
    expect([...overlaps]).toEqual([3, 3, 2, 3, 4, 2, 2, 2, 2]);
    expect([...agreements]).toEqual([3, 2, 1, 2, 4, 1, 1, 1, 2]);
    expect([...conflicts]).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 0]);
  });
});

describe('confuseFunctions', () => {
  it('leaves records without gold out, and counts abstaining', () => {
    const { records, counts } = confuseFunctions(votes, ['a', 'b', undefined, 'b']);
    expect([...records]).toEqual([1, 2]);
    expect([...counts.subarray(12, 18)]).toEqual([0, 0, 1, 2, 0, 0]);
  });
});

describe('krippendorffAlpha', () => {
  it('is 1 where all agree, and does not exist where all say the same', () => {
    expect(krippendorffAlpha(LabelMatrix.fromColumns(['a', 'b'], { f: ['a', 'b'], g: ['a', 'b'] }))).toBe(1);
    expect(krippendorffAlpha(LabelMatrix.fromColumns(['a', 'b'], { f: ['a'], g: ['a'] }))).toBeUndefined();
    expect(krippendorffAlpha(LabelMatrix.fromColumns(['a', 'b'], { f: ['a', 'b'] }))).toBeUndefined();
  });
});
