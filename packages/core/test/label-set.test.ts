import { describe, expect, it } from 'vitest';
import { assertNames, labelPositions, oneOf, seededRandom } from '../src/index.ts';

describe('labelPositions', () => {
  it('refuses a label that is not of the task, with the record', () => {
    expect(() => labelPositions(['ham', 'spam'], ['ham', 'spm' as 'spam'])).toThrow(
      "record 1 has the label 'spm'; expected one of ham, spam",
    );
  });

  it('takes null for unknown, as files write it', () => {
    expect([...labelPositions(['ham'], [null, 'ham'])]).toEqual([-1, 0]);
  });
});

describe('assertNames', () => {
  it('refuses an empty name', () => {
    expect(() => assertNames('label', [''])).toThrow(
      'found a label without a name; expected a non-empty string',
    );
  });
});

describe('oneOf', () => {
  it('cuts a long list', () => {
    expect(oneOf(Array.from({ length: 150 }, (_, i) => `f${i}`))).toMatch(/f11 … \(150 in all\)$/);
  });
});

describe('seededRandom', () => {
  it('draws numbers in [0, 1) with the mean of a fair draw', () => {
    const random = seededRandom(11);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(drawn.reduce((sum, x) => sum + x, 0) / drawn.length).toBeCloseTo(0.5, 1);
  });

  it('draws other numbers for another seed', () => {
    expect(seededRandom(1)()).not.toBe(seededRandom(2)());
  });
});
