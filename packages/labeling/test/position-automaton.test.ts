import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { describe, expect, it } from 'vitest';
import { loopAutomaton } from '../src/position-automaton.ts';

function automatonOf(source: string) {
  const pattern = new RegExpParser().parsePattern(source);
  return loopAutomaton(pattern.alternatives[0].elements[0] as AST.Quantifier, {});
}

const followOf = (source: string) => automatonOf(source)?.follow.map((positions) => [...positions].sort());

describe('loopAutomaton', () => {
  it('gives which position may follow which, the next round included', () => {
    expect(followOf('(?:ab?c)+')).toEqual([[1, 2], [2], [0]]);
    expect(followOf('(?:a|bc)*')).toEqual([[0, 1], [2], [0, 1]]);
  });

  it('unrolls counted parts', () => {
    expect(followOf('(?:a{2})+')).toEqual([[1], [0]]);
    expect(followOf('(?:a{1,2}b)+')).toEqual([[1, 2], [2], [0]]);
  });

  it('tells where a position can follow another in two ways', () => {
    expect(automatonOf('(?:a+)+')?.doubled).toEqual([0, 0]);
    expect(automatonOf('(?:a+b)+')?.doubled).toBeUndefined();
    expect(automatonOf('(?:a(?:b?|c?)d)+')?.doubled).toEqual([0, 3]);
  });

  it('heeds the edges of words', () => {
    expect(followOf('(?:a\\b)+')).toEqual([[]]);
    expect(followOf('(?:a\\B)+')).toEqual([[0]]);
    expect(followOf('(?:\\ba|-)+')).toEqual([[1], [0, 1]]);
  });

  it('lets nothing stand before the start of the text', () => {
    expect(followOf('(?:^a|b)+')).toEqual([[1], [1]]);
  });

  it('is not exact with lookarounds and references', () => {
    expect(automatonOf('(?:(?=a)a|b)+')?.exact).toBe(false);
    expect(automatonOf('(?:(a)\\1)+')).toMatchObject({ exact: false });
    expect(automatonOf('(?:a|b)+')?.exact).toBe(true);
  });

  it('takes references to each other for empty', () => {
    expect(followOf('(?:(a\\2)(b\\1))+')).toBeDefined();
  });

  it('gives up on long loops', () => {
    expect(automatonOf('(?:a{301})+')).toBeUndefined();
  });
});
