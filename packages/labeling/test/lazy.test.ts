import { describe, expect, it } from 'vitest';
import { lazy } from '../src/index.ts';

describe('lazy', () => {
  it('loads once, when it is first asked', () => {
    let loads = 0;
    const value = lazy(() => {
      loads++;
      return undefined;
    });
    expect(loads).toBe(0);
    expect([value(), value()]).toEqual([undefined, undefined]);
    expect(loads).toBe(1);
  });

  it('tries again after a failure', () => {
    let loads = 0;
    const value = lazy(() => {
      if (++loads === 1) throw new Error('not yet');
      return 5;
    });
    expect(value).toThrow('not yet');
    expect(value()).toBe(5);
  });

  it('tries again after a promise that was rejected', async () => {
    let loads = 0;
    const value = lazy(async () => {
      if (++loads === 1) throw new Error('offline');
      return loads;
    });
    await expect(value()).rejects.toThrow('offline');
    expect([await value(), await value()]).toEqual([2, 2]);
  });
});
