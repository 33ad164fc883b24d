import { describe, expect, it } from 'vitest';
import { count, figure, percent, percentRange, points, signedPoints } from '../src/figures.ts';

describe('the figures of a report', () => {
  it('set thousands apart', () => {
    expect([0, 999, 1956, 1234567.25].map(count)).toEqual(['0', '999', '1,956', '1,234,567.3']);
  });

  it('call a share nothing or all only where it is', () => {
    expect([0, 0.0001, 0.5, 0.99999, 1].map(percent)).toEqual(['0.0', '<0.1', '50.0', '>99.9', '100.0']);
  });

  it('have no negative zero', () => {
    expect(figure(-0.0001)).toBe('0.000');
    expect(figure(-0.25)).toBe('-0.250');
    expect([-0.0004, -0.004, 0.02].map((share) => points(share))).toEqual(['0.0', '-0.4', '2.0']);
    expect([-0.0004, 0.0004, -0.004, 0.02].map((share) => signedPoints(share))).toEqual([
      ...['0.0', '0.0', '-0.4', '+2.0'],
    ]);
  });

  it('say where there is none', () => {
    expect([count(undefined), percent(undefined), figure(undefined), percentRange(undefined)]).toEqual([
      ...['–', '–', '–', '–'],
    ]);
  });
});
