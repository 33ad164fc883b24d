import { findPatterns, LabelMatrix, ProbabilisticLabels, VotePatterns } from '@labelwright/core';
import { describe, expect, it, vi } from 'vitest';
import { labelModel } from '../src/index.ts';

const rows: ('a' | 'b' | undefined)[][] = [
  ['a', 'a'],
  ['a', 'b'],
  ['b', undefined],
];

describe('two copies of the core in one program', () => {
  it('know the objects of each other', async () => {
    vi.resetModules();
    const other = await import('@labelwright/core');
    expect(other.LabelMatrix).not.toBe(LabelMatrix);
    const [ours, theirs] = [LabelMatrix, other.LabelMatrix].map((type) =>
      type.fromRows(['a', 'b'], ['f', 'g'], rows),
    );
    expect(theirs).toBeInstanceOf(LabelMatrix);
    expect(theirs).not.toBeInstanceOf(VotePatterns);
    expect(other.findPatterns(theirs).patterns).toBeInstanceOf(VotePatterns);
    const labels = labelModel().fit(theirs).predict(theirs);
    expect(labels).toBeInstanceOf(other.ProbabilisticLabels);
    expect(labels.table).toEqual(labelModel().fit(findPatterns(ours).patterns).predict(ours).table);
  });

  it('take nothing else for one', () => {
    for (const value of [null, undefined, 1, 'a', [], {}] as unknown[]) {
      expect(value instanceof LabelMatrix).toBe(false);
      expect(value instanceof ProbabilisticLabels).toBe(false);
    }
  });
});
