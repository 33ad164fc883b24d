import { describe, expect, it } from 'vitest';
import { defineTask, type } from '../src/index.ts';

const { functions, asyncFunctions } = defineTask({ labels: ['a', 'b'], record: type<number>() });

/** Keeps the thread busy for about so long. */
function busy(milliseconds: number): undefined {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('the times of labeling functions', () => {
  it('are those of all records, though some are timed', () => {
    const set = functions({ slow: () => busy(1), quick: () => undefined });
    const times = new Float64Array(2);
    const records = Array.from({ length: 40 }, (_, i) => i);
    set.applyTo(records, { times });
    expect(times[0]).toBeGreaterThanOrEqual(39);
    const once = times[0];
    set.applyTo(records, { times });
    expect(times[0]).toBeGreaterThanOrEqual(once + 39);
  });

  it('count the wait for a promise', async () => {
    const set = asyncFunctions({
      waits: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return 'a' as const;
      },
      quick: () => undefined,
    });
    const times = new Float64Array(2);
    await set.applyTo([1, 2, 3], { times });
    expect(times[0]).toBeGreaterThanOrEqual(15);
  });
});
