import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { describe, expect, it } from 'vitest';
import { findPump } from '../src/ambiguity.ts';
import { loopAutomaton } from '../src/position-automaton.ts';

function pumpOf(source: string) {
  const loop = new RegExpParser().parsePattern(source).alternatives[0].elements[0] as AST.Quantifier;
  const automaton = loopAutomaton(loop, {});
  const pump = automaton && findPump(automaton);
  if (typeof pump !== 'object') return pump;
  const letters = (sets: typeof pump.round) =>
    sets.map(({ ranges }) => String.fromCharCode(ranges[0].min)).join('');
  return { entry: letters(pump.entry), round: letters(pump.round) };
}

describe('findPump', () => {
  it('finds a text that takes the loop round in two ways', () => {
    expect(pumpOf('(?:a|a)+')).toEqual({ entry: 'a', round: 'aa' });
    expect(pumpOf('(?:ab|a|b)+')).toEqual({ entry: 'ab', round: 'abab' });
    expect(pumpOf('(?:xa+)+')).toBeUndefined();
    expect(pumpOf('(?:x(?:a+)+)+')).toEqual({ entry: 'xa', round: 'a' });
  });

  it('finds none where each text has one way', () => {
    expect(pumpOf('(?:a|b|cd)+')).toBeUndefined();
    expect(pumpOf('(?:a|ab)+')).toBeUndefined();
    expect(pumpOf('(?:a|ba|bb)+')).toBeUndefined();
  });

  it('gives up where there are too many pairs', () => {
    expect(pumpOf('(?:[ab]{0,140}a)+')).toBeDefined();
    expect(pumpOf(`(?:${'[ab]?'.repeat(5)}${'c?'.repeat(100)}d{0,100}e)+`)).toBe('undecided');
  });
});
