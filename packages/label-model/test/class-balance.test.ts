import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { type Balance, mapEm } from '../src/index.ts';

const votes = LabelMatrix.fromRows(['a', 'b', 'c'], ['f'], [['a'], ['a'], ['a'], ['b']]);
const balanceOf = (balance?: Balance) => mapEm({ balance }).fit(votes).balance;
const near = (shares: readonly number[]) => shares.map((share) => expect.closeTo(share, 5));

describe('the class balance', () => {
  it('is the same for all labels, the shares of the votes, or the mean of both', () => {
    expect(balanceOf('uniform')).toEqual(near([1 / 3, 1 / 3, 1 / 3]));
    expect(balanceOf('votes')).toEqual(near([0.75, 0.25, 0]));
    expect(balanceOf('half-uniform')).toEqual(near([0.375 + 1 / 6, 0.125 + 1 / 6, 1 / 6]));
  });

  it('is half uniform by default', () => {
    expect(balanceOf()).toEqual(balanceOf('half-uniform'));
  });

  it('can be given by label; labels left out share the rest', () => {
    expect(balanceOf({ a: 0.2, b: 0.3, c: 0.5 })).toEqual(near([0.2, 0.3, 0.5]));
    expect(balanceOf({ b: 0.5 })).toEqual(near([0.25, 0.5, 0.25]));
  });

  it('takes the middle of an interval, in log-odds', () => {
    const middle = Math.sqrt(((0.1 / 0.9) * 0.3) / 0.7);
    const share = middle / (1 + middle);
    expect(balanceOf({ a: [0.1, 0.3] })).toEqual(near([share, (1 - share) / 2, (1 - share) / 2]));
    expect(balanceOf({ a: [0.2, 0.2], b: 0.5 })).toEqual(near([0.2, 0.5, 0.3]));
  });

  it('moves intervals alike until the shares sum to 1', () => {
    const [a, b, c] = balanceOf({ a: [0.4, 0.7], b: [0.4, 0.7], c: 0.1 });
    expect([a, b, c]).toEqual(near([0.45, 0.45, 0.1]));
    const [d, e] = balanceOf({ a: [0.6, 0.9], b: [0.3, 0.6] });
    expect(d + e).toBeLessThanOrEqual(1);
    expect(d).toBeGreaterThanOrEqual(0.6);
  });

  it('is integrated over where it is an interval: the wider, the more cautious', () => {
    const sure = (balance: Balance) => mapEm({ balance }).fit(votes).predict(votes).probability(0, 'a');
    const middle = 1 / (1 + Math.sqrt(((0.9 / 0.1) * 0.1) / 0.9));
    expect(sure({ a: [0.45, 0.55] })).toBeLessThan(sure({ a: middle }));
    expect(sure({ a: [0.1, 0.9] })).toBeLessThan(sure({ a: [0.45, 0.55] }));
    expect(sure({ a: [middle, middle] })).toBe(sure({ a: middle }));
  });

  it('never rules a label out', () => {
    expect(balanceOf({ a: 1, b: 0, c: 0 }).every((share) => share > 0)).toBe(true);
  });

  it.each([
    [{ d: 0.5 }, /found the label 'd' in the balance; expected one of a, b, c/],
    [{ a: 1.5 }, /the balance of 'a' is 1.5; expected 0 to 1/],
    [{ a: Number.NaN }, /the balance of 'a' is NaN/],
    [{ a: [0.3, 0.1] }, /the balance of 'a' is 0.3 to 0.1; expected the lower end first/],
    [{ a: [0.7, 0.8], b: [0.5, 0.6] }, /the balance sums to at least 1.2; expected 1/],
    [{ a: [0.1, 0.2], b: [0.1, 0.2], c: 0.2 }, /the balance sums to at most 0.6/],
    [{ a: 0.7, b: 0.7 }, /the balance sums to 1.4; expected 1/],
    [{ a: 0.1, b: 0.1, c: 0.1 }, /expected 1$/],
    ['even' as Balance, /found the balance 'even'/],
  ])('refuses %j', (balance, message) => {
    expect(() => balanceOf(balance as Balance)).toThrow(message);
  });
});
