import { describe, expect, it } from 'vitest';
import { digamma, dirichletDivergence, logGamma, normalQuantile } from '../src/special-functions.ts';

describe('digamma', () => {
  it('has its known values', () => {
    const eulerMascheroni = 0.5772156649015329;
    expect(digamma(1)).toBeCloseTo(-eulerMascheroni, 12);
    expect(digamma(0.5)).toBeCloseTo(-eulerMascheroni - 2 * Math.log(2), 12);
    expect(digamma(10)).toBeCloseTo(2.251752589066721, 12);
  });
});

describe('logGamma', () => {
  it('is the logarithm of the factorial', () => {
    expect(logGamma(1)).toBeCloseTo(0, 12);
    expect(logGamma(6)).toBeCloseTo(Math.log(120), 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 12);
    expect(logGamma(171)).toBeCloseTo(706.5730622457874, 9);
  });
});

describe('dirichletDivergence', () => {
  it('is 0 where nothing was counted, and grows with what was', () => {
    expect(dirichletDivergence([0, 0], [4, 1], 5)).toBeCloseTo(0, 12);
    const some = dirichletDivergence([5, 0], [4, 1], 5);
    expect(some).toBeGreaterThan(0);
    expect(dirichletDivergence([50, 0], [4, 1], 5)).toBeGreaterThan(some);
  });
});

describe('normalQuantile', () => {
  it('has its known values to within .0005', () => {
    expect(Math.abs(normalQuantile(0.975) - 1.959964)).toBeLessThan(0.0005);
    expect(Math.abs(normalQuantile(0.05) + 1.644854)).toBeLessThan(0.0005);
    expect(Math.abs(normalQuantile(0.5))).toBeLessThan(0.0005);
  });
});
