import { describe, expect, it } from 'vitest';
import { findBacktracking } from '../src/index.ts';

describe('findBacktracking', () => {
  it.each([
    '(a+)+$',
    '(a|a)*$',
    '^(?:a|ab|b)+c$',
    '^(a|aa)+$',
    '(\\w|\\d)+!',
    '(?:x|[a-z])*1',
    '(a|a?)+$',
    '(x+x+)+y',
    '^(\\w+\\s?)*$',
    '^(?:\\d+|\\w+)+;$',
    '(?:\\r\\n|\\n|\\r)+$',
    '(?:a{1,3}){10,}b',
    '(?:a|(?:a|b)c|ac?)*z',
    '^(?:a?a?)*b',
    '(?:a(?:b?|c?))*d',
    '(a?){30}a{30}',
    '(?:(\\w)\\1|\\w)+!',
    '(?:a(?=b)|a|b)+c',
    '(?=(a|a)*$)b',
    '(?:x(?:a|a)*){2}',
    '(?:a|a)*\\1()',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a{1,50}){1,50}b',
    '((a{1,4}){1,4}){1,4}b',
    '((a?){9}){9}b',
    '((a{1,50}){1,9}){1,9}b',
    '((?:[a-z]+\\s?){1,3}[,.]?){1,4}!',
    '(?:(?:a{1,6}a{1,6}){2,3}){1,2}!',
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
  ])('finds that %s is exponential', (pattern) => {
    expect(findBacktracking(new RegExp(pattern))?.growth).toBe('exponential');
  });

  it('minds case and scripts', () => {
    expect(findBacktracking(/(?:A|a)+b/)?.growth).not.toBe('exponential');
    expect(findBacktracking(/(?:A|a)+b/i)?.growth).toBe('exponential');
    expect(findBacktracking(/(?:\p{L}|\p{Lu})+!/u)?.growth).toBe('exponential');
    expect(findBacktracking(/(?:\p{Ll}|\p{Lu})+!/u)?.growth).not.toBe('exponential');
  });

  it.each([
    '\\d+(?:\\.\\d+)?',
    'https?:\\/\\/[^\\s]+',
    '(?:https?:\\/\\/)?(?:www\\.)?[\\w-]+(?:\\.[\\w-]+)+(?:\\/\\S*)?',
    '[\\w.+-]+@[\\w-]+\\.[\\w.-]+',
    '\\b\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{2}){1,2}\\b',
    '[-+]?\\d{1,3}(?:,\\d{3})*(?:\\.\\d+)?',
    '\\b(?:check|see)\\s+(?:out\\s+)?(?:my|our)\\b',
    '(?:\\w+\\s+){0,5}free\\b',
    '(\\d{1,3}\\.){3}\\d{1,3}',
    '([a-z]+ ){2,4}x',
    '(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}',
    '(?:[a-z]{1,20}\\.?){1,5}@',
    '(?:\\w+\\s?){1,6}!',
    '\\b(?:\\w+\\W+(?:\\w+\\W+){0,5}){1,3}x',
    '((a{1,2}){1,3}){1,3}b',
    '((a?){3}){3}b',
    '((a{1,50}){1,9}){1,9}',
    '((?:a|aa){1,3};){1,9}b',
    '"(?:[^"\\\\]|\\\\.)*"',
    '<[a-z]+(?:\\s+[a-z-]+="[^"]*")*\\s*>',
    '^(?:[a-z]+,)*[a-z]+$',
    '^(?:(?:\\d+|\\w+-\\d+);)+$',
    '(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}',
    '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$',
    '^(?:\\d{3} ?)+$',
    '(?:[A-Z][a-z]+\\s+)+(?:Inc|Ltd)\\b',
    '(?:\\b\\w+\\b\\s*)+!',
    '(?:\\w+(?:\\b|-)\\s)+!',
    '(?:^\\w|\\w)+!',
    '(?:(?!end)\\w)+ end',
    '(?:(.)\\1)+$',
    '(.)\\1{3,}',
    '(a|b)*c',
    '(?:a|a)*',
    '(?:(?:a|a)*)*',
    '\\((?:[^()]|\\([^()]*\\))*\\)',
  ])('does not take %s for exponential', (pattern) => {
    expect(findBacktracking(new RegExp(pattern))?.growth).not.toBe('exponential');
  });

  it('finds that a pattern is polynomial', () => {
    expect(findBacktracking(/\s+$/)).toEqual({ growth: 'polynomial', parts: ['\\s+'] });
  });

  it('finds nothing in plain patterns', () => {
    expect(findBacktracking(/\bsong\b/i)).toBeUndefined();
    expect(findBacktracking(/(?:a{1,3}){2}$/)).toBeUndefined();
  });

  it('names the part at fault and a text that shows it', () => {
    expect(findBacktracking(/^ab(?:x|xx|y)+z/)).toEqual({
      growth: 'exponential',
      parts: ['(?:x|xx|y)+'],
      attack: { start: 'abx', round: 'xxx', end: 'c' },
    });
  });

  it('leaves loops that are too long to look at to a rougher test', () => {
    expect(findBacktracking(/(?:(?:.{400})+)+$/)?.growth).toBe('exponential');
  });

  it('counts the ways through what matches strings, and through what matches nothing', () => {
    const strings = String.raw`(?:(?:a{1,4}){1,4}\p{RGI_Emoji}?){1,4}b`;
    expect(findBacktracking(new RegExp(strings, 'v'))?.growth).toBe('exponential');
    const nothing = /(?:(?:a{1,4}){1,4}[^\s\S]){1,4}b/;
    expect(findBacktracking(nothing)?.growth).not.toBe('exponential');
  });

  it('says nothing about syntax that it does not know', () => {
    const strange = { source: '(?<', flags: '' } as RegExp;
    expect(findBacktracking(strange)).toBeUndefined();
  });
});
