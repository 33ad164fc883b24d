import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../src/parse-exactly.ts';

describe('parseExactly', () => {
  it('gives what JSON.parse gives where no whole number is too long', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!/\d{16}/.test(JSON.stringify(value)));
        expect(parseExactly(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps every digit of the others, and all texts', () => {
    const long = fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n });
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '1234567890123456789', 'a', ',', '-', ' ') });
    fc.assert(
      fc.property(long, fc.boolean(), text, (size, negative, words) => {
        const digits = `${negative ? '-' : ''}${size}`;
        const value = `{ ${JSON.stringify(words)}:[${digits}, ${JSON.stringify(words)}],"id":${digits}}`;
        expect(parseExactly(value)).toEqual({ id: digits, [words]: [digits, words] });
      }),
    );
  });

  it('leaves whole numbers alone that are exact, and numbers that are not whole', () => {
    expect(parseExactly('[9007199254740991, 9007199254740992]')).toEqual([
      9007199254740991,
      '9007199254740992',
    ]);
    const text = '[12345678901234567890.5, 1e300, 0.12345678901234567890, 12345678901234567E2]';
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });

  it('refuses what is nested too deep', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(parseExactly(nested(1000))).toHaveLength(1);
    expect(() => parseExactly(nested(100_000))).toThrow('it is nested more than 1000 levels deep');
  });
});
