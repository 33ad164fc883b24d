import { describe, expect, it } from 'vitest';
import { accuracy, bootstrapInterval, type Metric, wilsonInterval } from '../src/index.ts';

const right = (share: number, length: number) =>
  Array.from({ length }, (_, i): 'ham' | 'spam' => (i < share * length ? 'spam' : 'ham'));
const spam = (length: number) => Array<'spam'>(length).fill('spam');

describe('bootstrapInterval', () => {
  it.each([100, 20_000])('is near the interval that is known for a share of %i records', (length) => {
    const found = bootstrapInterval(right(0.8, length), spam(length), accuracy);
    const known = wilsonInterval(0.8 * length, length);
    const width = (known?.high ?? 0) - (known?.low ?? 0);
    expect(Math.abs((found?.low ?? 0) - (known?.low ?? 0))).toBeLessThan(width / 5);
    expect(Math.abs((found?.high ?? 0) - (known?.high ?? 0))).toBeLessThan(width / 5);
  });

  it('is the same for the same seed, and another for another', () => {
    const find = (seed: number) =>
      bootstrapInterval(right(0.7, 50), spam(50), accuracy, { seed, samples: 99 });
    expect(find(1)).toEqual(find(1));
    expect(find(1)).not.toEqual(find(2));
  });

  it('does not exist where the metric does not', () => {
    const none: Metric = () => undefined;
    expect(bootstrapInterval(['spam'], ['spam'], none, { samples: 3 })).toBeUndefined();
    expect(bootstrapInterval([], [], accuracy, { samples: 3 })).toBeUndefined();
  });

  it('refuses a number of samples that is none', () => {
    expect(() => bootstrapInterval(['spam'], ['spam'], accuracy, { samples: 0 })).toThrow('found 0 samples');
  });
});
