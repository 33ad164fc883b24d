import { describe, expect, it } from 'vitest';
import { memo } from '../src/index.ts';

describe('memo', () => {
  it('computes once for a record, and again for an equal one', () => {
    const seen: number[] = [];
    const square = memo(({ num }: { num: number }) => {
      seen.push(num);
      return num * num;
    });
    const record = { num: 3 };
    expect([square(record), square(record), square({ num: 3 })]).toEqual([9, 9, 9]);
    expect(seen).toEqual([3, 3]);
  });

  it('remembers that there is nothing', () => {
    let calls = 0;
    const nothing = memo((_: object) => {
      calls++;
      return undefined;
    });
    const record = {};
    expect([nothing(record), nothing(record)]).toEqual([undefined, undefined]);
    expect(calls).toBe(1);
  });

  it('computes once for a key, where one is given', () => {
    let calls = 0;
    const upper = memo(
      ({ text }: { text: string }) => {
        calls++;
        return text.toUpperCase();
      },
      { by: ({ text }) => text },
    );
    expect([upper({ text: 'a' }), upper({ text: 'a' }), upper({ text: 'b' })]).toEqual(['A', 'A', 'B']);
    expect(calls).toBe(2);
  });

  it('names what it got where it expected a record', () => {
    const length = (text: string) => text.length;
    const without = memo(length as never) as (text: unknown) => unknown;
    expect(() => without('abc')).toThrow(
      'memo got a value of type string as the record; expected an object, or the option by',
    );
    expect(() => without(undefined)).toThrow('memo got a value of type undefined as the record');
    expect((memo(length as never, { by: (text) => text }) as (text: unknown) => unknown)('abc')).toBe(3);
  });

  it('does not remember promises that are rejected', async () => {
    let calls = 0;
    const flaky = memo(
      async (_: object) => {
        if (++calls === 1) throw new Error('busy');
        return calls;
      },
      { by: () => 'same' },
    );
    await expect(flaky({})).rejects.toThrow('busy');
    expect([await flaky({}), await flaky({})]).toEqual([2, 2]);
  });

  it('does not remember failures', () => {
    let calls = 0;
    const feature = memo((_: object) => {
      if (++calls === 1) throw new Error('busy');
      return calls;
    });
    const record = {};
    expect(() => feature(record)).toThrow('busy');
    expect(feature(record)).toBe(2);
  });
});
