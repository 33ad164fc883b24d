import type { AST } from '@eslint-community/regexpp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWays } from '../src/count-ways.ts';
import { parsePattern } from '../src/parse-pattern.ts';

function waysOf(source: string, text: string): number {
  const [part] = parsePattern(new RegExp(`(?:${source})`))?.pattern.alternatives[0].elements ?? [];
  return countWays(
    part as AST.Element,
    Array.from(text, (character) => character.charCodeAt(0)),
    {},
  );
}

describe('countWays', () => {
  it.each([
    ['a', 'aaa', 1],
    ['a*', 'aaa', 4],
    ['(a|a){3}', 'aaa', 8],
    ['(a|aa){1,3}', 'aaa', 1 + 2 + 3],
    ['(a?){2}', 'a', 1 + 2],
    ['(?=a)a\\b', 'aa', 0],
    ['(a)\\1', 'aa', 0],
    ['a{2}b', 'xaab', 1],
  ])('counts the ways of %s on %s', (source, text, ways) => {
    expect(waysOf(source, text)).toBe(ways);
  });

  it('counts rounds of rounds as their compositions', () => {
    const count = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(count, count, count, (inner, middle, outer) => {
        const compositions = (parts: number[]) =>
          Array.from({ length: inner }, (_, n) => n + 1).flatMap((n) => parts.map((sum) => sum + n));
        const rounds = (most: number, one: (sums: number[]) => number[]) => {
          let sums = [0];
          return Array.from({ length: most }, () => {
            sums = one(sums);
            return sums;
          }).flat();
        };
        const all = rounds(outer, (sums) =>
          sums.flatMap((sum) => rounds(middle, compositions).map((more) => sum + more)),
        );
        const text = 'a'.repeat(10);
        expect(waysOf(`((a{1,${inner}}){1,${middle}}){1,${outer}}`, text)).toBe(
          all.filter((sum) => sum <= text.length).length,
        );
      }),
    );
  });
});
