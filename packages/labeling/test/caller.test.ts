import { describe, expect, it } from 'vitest';
import {
  asyncFunction,
  batchFunction,
  type CallOptions,
  type CallReport,
  defineTask,
  type Fault,
  spend,
  type,
} from '../src/index.ts';

type Label = 'ham' | 'spam';
interface Numbered {
  readonly n: number;
}
const { asyncFunctions } = defineTask<Numbered, Label>({ labels: ['ham', 'spam'], record: type() });
const records = Array.from({ length: 20 }, (_, n) => ({ n }));
const soon = (milliseconds = 1) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('retries', () => {
  it('ask again after an error, and keep the order of the records', async () => {
    const tries = new Map<number, number>();
    const flaky = asyncFunction<Numbered, Label>(
      async ({ n }) => {
        const count = (tries.get(n) ?? 0) + 1;
        tries.set(n, count);
        await soon(20 - n);
        if (count <= n % 3) throw new Error('busy');
        return n % 2 ? 'spam' : 'ham';
      },
      { retries: 2, backoff: 1 },
    );
    const reports: CallReport[] = [];
    const votes = await asyncFunctions({ flaky }).applyTo(records, { onCall: (call) => reports.push(call) });
    expect(Array.from(votes.votes)).toEqual(records.map(({ n }) => n % 2));
    expect(reports).toHaveLength(records.reduce((sum, { n }) => sum + 1 + (n % 3), 0));
  });

  it('end: the last error is the fault', async () => {
    let calls = 0;
    const broken = asyncFunction<Numbered, Label>(
      async () => {
        throw new Error(`no network ${++calls}`);
      },
      { retries: 2, backoff: 0 },
    );
    const faults: Fault[] = [];
    await asyncFunctions({ broken }).applyTo([{ n: 1 }], { onFault: (fault) => faults.push(fault) });
    expect(faults[0].message).toBe("labeling function 'broken' failed on record '0': no network 3");
  });

  it('are only for errors that are worth it, and for calls that take too long', async () => {
    const calls = { refused: 0, slow: 0 };
    const set = asyncFunctions({
      refused: asyncFunction(
        async () => {
          calls.refused++;
          throw new Error('401');
        },
        { retries: 5, backoff: 0, retryOn: (error) => !String(error).includes('401') },
      ),
      slow: asyncFunction(
        async () => {
          if (++calls.slow === 1) await soon(10_000);
          return 'ham';
        },
        { retries: 1, backoff: 0, timeLimit: 20 },
      ),
    });
    const votes = await set.applyTo([{ n: 1 }], { onFault: () => undefined });
    expect(calls).toEqual({ refused: 1, slow: 2 });
    expect(votes.vote(0, 'slow')).toBe('ham');
  });

  it('ask a batch again as a whole', async () => {
    let calls = 0;
    const many = batchFunction<Numbered, Label>(
      async (batch) => {
        if (++calls === 1) throw new Error('busy');
        return batch.map(() => 'ham' as const);
      },
      { size: 20, retries: 1, backoff: 0 },
    );
    const votes = await asyncFunctions({ many }).applyTo(records);
    expect([calls, votes.vote(19, 'many')]).toEqual([2, 'ham']);
  });

  it('stop with the run', async () => {
    const stop = new AbortController();
    const broken = asyncFunction<Numbered, Label>(
      async () => {
        setTimeout(() => stop.abort(new Error('enough')), 5);
        throw new Error('busy');
      },
      { retries: 9, backoff: 60_000 },
    );
    const started = performance.now();
    const run = asyncFunctions({ broken }).applyTo([{ n: 1 }], { signal: stop.signal });
    await expect(run).rejects.toThrow('enough');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('the rate', () => {
  it('is kept from one run to the next', async () => {
    const starts: number[] = [];
    const slow = asyncFunction<Numbered, Label>(
      async () => {
        starts.push(performance.now());
        return 'ham';
      },
      { callsPerSecond: 50 },
    );
    const set = asyncFunctions({ slow });
    await set.applyTo(records.slice(0, 4));
    await set.applyTo(records.slice(0, 3));
    expect(starts).toHaveLength(7);
    expect(starts[6] - starts[0]).toBeGreaterThan(6 * 20 - 15);
  });

  it('does not bound what is under way, which its concurrency does', async () => {
    const most = { narrow: 0, wide: 0 };
    const counting = (name: 'narrow' | 'wide') => {
      let now = 0;
      return async () => {
        most[name] = Math.max(most[name], ++now);
        await soon(5);
        now--;
        return 'ham' as const;
      };
    };
    const narrow = asyncFunction<Numbered, Label>(counting('narrow'), { concurrency: 2 });
    const wide = asyncFunction<Numbered, Label>(counting('wide'));
    await asyncFunctions({ narrow, wide }).applyTo(records, { concurrency: 5 });
    expect(most).toEqual({ narrow: 2, wide: 5 });
  });
});

describe('a budget', () => {
  const paid = (cost: (n: number) => number, options: CallOptions = {}) =>
    asyncFunction<Numbered, Label>(async ({ n }, signal) => {
      await soon();
      spend(signal, { tokens: 10, cost: cost(n) });
      return 'ham';
    }, options);

  it('stops in time, and keeps what was paid for', async () => {
    const reports: CallReport[] = [];
    const left: number[] = [];
    const set = asyncFunctions({ paid: paid(() => 0.25), free: async () => 'spam' as const });
    const votes = await set.applyTo(records, {
      budget: 1.6,
      onCall: (call) => reports.push(call),
      onUnaffordable: (row, column) => left.push(row * 2 + column),
    });
    const asked = reports.filter(({ function: name }) => name === 'paid');
    expect(asked).toHaveLength(6);
    expect(asked[0]).toEqual({ function: 'paid', calls: 1, tokens: 10, cost: 0.25 });
    expect(left).toEqual(Array.from({ length: 14 }, (_, n) => (n + 6) * 2));
    expect(records.map((_, row) => votes.vote(row, 'paid'))).toEqual(
      records.map((_, row) => (row < 6 ? 'ham' : undefined)),
    );
    expect(votes.vote(19, 'free')).toBe('spam');
  });

  it('is never passed where the most is known that a call can cost', async () => {
    for (const budget of [0, 0.5, 3, 7.3]) {
      let spent = 0;
      await asyncFunctions({ paid: paid((n) => (n % 4) / 2, { mostCost: 1.5 }) }).applyTo(records, {
        budget,
        onCall: ({ cost }) => {
          spent += cost;
        },
      });
      expect(spent).toBeLessThanOrEqual(budget);
      if (budget > 3) expect(spent).toBeGreaterThan(budget - 1.5);
    }
  });

  it('is not passed by more than a call where the first one fails', async () => {
    let [first, spent] = [true, 0];
    const flaky = asyncFunction<Numbered, Label>(
      async (_, signal) => {
        await soon();
        if (first) {
          first = false;
          throw new Error('busy');
        }
        spend(signal, { cost: 1 });
        return 'ham';
      },
      { retries: 1, backoff: 1 },
    );
    await asyncFunctions({ flaky }).applyTo(records, {
      budget: 2,
      concurrency: 8,
      onCall: ({ cost }) => {
        spent += cost;
      },
    });
    expect(spent).toBe(2);
  });

  it('counts what is spent by calls that were given up', async () => {
    let spent = 0;
    const slow = asyncFunction<Numbered, Label>(
      async (_, signal) => {
        await soon(10);
        spend(signal, { tokens: 5, cost: 1 });
        return 'ham';
      },
      { timeLimit: 5, concurrency: 1 },
    );
    await asyncFunctions({ slow }).applyTo(records, {
      budget: 3,
      concurrency: 1,
      onFault: () => undefined,
      onCall: ({ cost }) => {
        spent += cost;
      },
    });
    await soon(30);
    expect(spent).toBeGreaterThanOrEqual(3);
    expect(spent).toBeLessThanOrEqual(5);
  });

  it('allows ten calls at a tenth each within one', async () => {
    const reports: CallReport[] = [];
    const set = asyncFunctions({ paid: paid(() => 0.1) });
    await set.applyTo(records, { budget: 1, onCall: (call) => reports.push(call) });
    expect(reports).toHaveLength(10);
  });

  it.each([-1, Number.NaN])('cannot be %d', async (budget) => {
    await expect(asyncFunctions({}).applyTo([], { budget })).rejects.toThrow(
      `the budget is ${budget}; expected an amount from 0`,
    );
  });
});

describe('options of a call', () => {
  it.each([
    [{ retries: -1 }, 'the option retries of an asynchronous function is -1; expected a whole number from 0'],
    [{ concurrency: 0 }, 'concurrency of an asynchronous function is 0; expected a whole number from 1'],
    [{ callsPerSecond: 0 }, 'callsPerSecond of an asynchronous function is 0; expected a number above 0'],
    [{ backoff: Number.NaN }, 'backoff of an asynchronous function is NaN; expected milliseconds from 0'],
    [{ timeLimit: -5 }, 'timeLimit of an asynchronous function is -5; expected a number above 0'],
  ])('out of their range are refused: %o', (options, message) => {
    expect(() => asyncFunction(async () => undefined, options)).toThrow(message);
  });

  it('refuse a spending that is no amount', async () => {
    const set = asyncFunctions({
      odd: async (_, signal) => {
        spend(signal, { cost: Number.NaN });
        return 'ham' as const;
      },
    });
    await expect(set.applyTo([{ n: 1 }])).rejects.toThrow(
      'the cost of a call is NaN; expected a number from 0',
    );
  });
});
