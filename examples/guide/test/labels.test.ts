import { describe, expect, it } from 'vitest';
import * as guide from '../labels.ts';

describe('the values of the guides', () => {
  it('are what the comments say', () => {
    expect(guide.first).toBe('spam');
    expect(guide.withoutSong.functions).toEqual(['link', 'subscribe']);
    expect([guide.distinct, guide.shared]).toEqual([3, 2]);
    expect([guide.sure, guide.tied, guide.trainingSet]).toEqual(['spam', undefined, [0]]);
    expect(guide.coverage).toBe(0.8);
    expect([...guide.shares]).toEqual([0.5, 0.5]);
  });

  it('train on the records with a label', () => {
    expect(guide.training.map(({ id }) => id)).toContain('0');
    expect(guide.training.map(({ id }) => id)).not.toContain('4');
  });

  it('explain a label by numbers that add up', () => {
    const { prior, reasons, sum, probability } = guide.reasons;
    const total = prior + reasons.reduce((total, { weight }) => total + weight, 0);
    expect(total).toBeCloseTo(sum, 9);
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(probability, 9);
  });
});
