import { describe, expect, it } from 'vitest';
import { findBacktracking } from '../src/index.ts';

const attackOn = (pattern: RegExp) => findBacktracking(pattern)?.attack;

describe('an attack text', () => {
  it('leads to the loop, goes round it and then fails', () => {
    expect(attackOn(/https?:(?:\w|\d)+;/)).toEqual({ start: 'http:a', round: '0a', end: '!' });
  });

  it('takes the characters that nothing behind the loop matches', () => {
    expect(attackOn(/(?:[ab]|[ab])+a$/)?.round).toBe('bb');
  });

  it('ends with a character that no other alternative matches', () => {
    expect(attackOn(/[a-f]+|(?:x|x)+$/)?.end).toBe('g');
  });

  it('has no end where everything matches', () => {
    expect(attackOn(/^(?:[^"]|"[^"]*"|")*$x/)?.end).toBe('');
  });

  it('is not made up where assertions or references decide', () => {
    expect(findBacktracking(/\b(?:a|a)+!/)).toEqual({ growth: 'exponential', parts: ['(?:a|a)+'] });
    expect(attackOn(/(?:(?!x)\w|\d)+!/)).toBeUndefined();
    expect(attackOn(/(b)\1(?:a|a)+!/)).toBeUndefined();
  });

  it('passes over sets of strings, and is not made up behind one', () => {
    const [before, behind] = [String.raw`(?:a|aa)+\p{RGI_Emoji}`, String.raw`[\q{abc|d}](?:a|aa)+b`];
    expect(attackOn(new RegExp(before, 'v'))).toEqual({ start: 'a', round: 'aaa', end: 'b' });
    expect(findBacktracking(new RegExp(behind, 'v'))).toEqual({
      growth: 'exponential',
      parts: ['(?:a|aa)+'],
    });
  });

  it('doubles the work of the engine with each round', () => {
    const { start, round, end } = attackOn(/^(?:a|ab|b)+c$/) ?? { start: '', round: '', end: '' };
    const ways = (text: string): number =>
      text === ''
        ? 1
        : ['a', 'ab', 'b'].reduce(
            (sum, part) => sum + (text.startsWith(part) ? ways(text.slice(part.length)) : 0),
            0,
          );
    const counts = [1, 2, 3, 4].map((rounds) => ways(start + round.repeat(rounds)));
    expect(counts).toEqual([2, 4, 8, 16]);
    expect(end).toBe('d');
  });
});
