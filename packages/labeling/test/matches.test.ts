import { describe, expect, it } from 'vitest';
import { matches, spansOf } from '../src/index.ts';

describe('matches', () => {
  it('takes a RegExp as it is, without its position', () => {
    const link = matches(/https?:/gy);
    expect(['see http:', 'https:', 'http:', 'ftp:'].map(link)).toEqual([true, true, true, false]);
    expect(link('http:')).toBe(true);
  });

  it('does not touch the position of the RegExp that it is given', () => {
    const pattern = /a/g;
    matches(pattern)('aaa');
    expect(pattern.lastIndex).toBe(0);
  });

  it('reads a string with named groups, free spacing, comments and scripts', () => {
    const check = matches('(?<verb> check | see ) \\s+ # a verb\n (?: my | our )', { flags: 'xi' });
    expect(check('Check  MY page')).toBe(true);
    expect(check('check your page')).toBe(false);
    expect(matches('^\\p{Cyrillic}+$')('привет')).toBe(true);
    expect(matches('^\\p{Cyrillic}+$')('hello')).toBe(false);
  });

  it('reads a leading mode', () => {
    expect(matches('(?i)song')('SONG')).toBe(true);
  });

  it('gives all places', () => {
    expect(spansOf(matches(/\d+/), 'a 12 b 3')).toEqual([
      { start: 2, end: 4 },
      { start: 7, end: 8 },
    ]);
    expect(spansOf(matches(/x*/), 'axx')).toEqual([{ start: 1, end: 3 }]);
  });

  it('names what it got where it expected a text', () => {
    expect(() => matches(/5/)(5 as never)).toThrow('found a value of type number; expected a text');
    expect(() => matches(/5/)(['5'] as never)).toThrow('found a list; expected a text');
  });

  it('says what it is', () => {
    expect(matches('(?i)a b', { flags: 's' }).description).toEqual({
      kind: 'matches',
      pattern: '(?i)a b',
      source: 'a b',
      flags: 'is',
    });
    expect(matches(/\s+$/).description).toMatchObject({ pattern: '/\\s+$/', backtracking: 'polynomial' });
  });

  it.each(['(', '[a', '\\p{Klingon}', 'a{2,1}'])('refuses %s, which is no pattern, by name', (pattern) => {
    expect(() => matches(pattern)).toThrow(
      expect.objectContaining({ code: 'invalid-definition', message: expect.stringContaining(pattern) }),
    );
  });

  it('refuses unknown flags', () => {
    expect(() => matches('a', { flags: 'k' })).toThrow(
      expect.objectContaining({ code: 'invalid-definition' }),
    );
  });

  it('refuses flags beside a RegExp, what is no pattern, and a misspelt option', () => {
    expect(() => matches(/a/, { flags: 'i' })).toThrow(
      "found the flags 'i' beside the pattern /a/; expected them in the pattern",
    );
    expect(() => matches(undefined as never)).toThrow(
      'matches has a value of type undefined; expected a pattern',
    );
    expect(() => matches('a', { backtracking: 'alow' as 'allow' })).toThrow(
      "found the backtracking 'alow'; expected one of refuse, allow",
    );
  });

  it('refuses a pattern that can backtrack exponentially, with a text that shows it', () => {
    expect(() => matches(/^(a|aa)+$/)).toThrow(
      expect.objectContaining({
        code: 'unsafe-pattern',
        message:
          'the pattern /^(a|aa)+$/ can backtrack exponentially in (a|aa)+, for instance on "aaaaaaaaaa…b" with some thirty rounds; expected repeated parts that cannot match the same text in two ways',
      }),
    );
    expect(() => matches('(?x) (?: \\w | \\d )+ !')).toThrow(
      expect.objectContaining({ code: 'unsafe-pattern' }),
    );
  });

  it('takes it where that is asked for', () => {
    const risky = matches(/^(a|aa)+$/, { backtracking: 'allow' });
    expect(risky('aaa')).toBe(true);
    expect(risky.description).toMatchObject({ backtracking: 'exponential' });
  });
});
