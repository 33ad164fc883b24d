import { describe, expect, it } from 'vitest';
import { type Language, stem } from '../src/index.ts';

describe('stem', () => {
  it.each<[Language, string, string]>([
    ['de', 'Häuser', 'haus'],
    ['en', 'running', 'run'],
    ['es', 'corriendo', 'corr'],
    ['fa', 'کتاب', 'کتاب'],
    ['fr', 'mangeront', 'mang'],
    ['id', 'berlari', 'lari'],
    ['it', 'mangiando', 'mang'],
    ['nl', 'lopende', 'lopend'],
    ['no', 'husene', 'hus'],
    ['pt', 'correndo', 'corr'],
    ['ru', 'книгами', 'книг'],
    ['sv', 'husen', 'hus'],
    ['uk', 'книгами', 'книг'],
  ])('opens the stemmer of %s', (language, word, expected) => {
    expect(stem(word, language)).toBe(expected);
  });

  it('gives the same stem again from its cache', () => {
    expect(stem('channels')).toBe(stem('channels'));
    expect(stem('constructor')).toBe(stem('constructors'));
  });

  it('refuses a language without a stemmer', () => {
    expect(() => stem('talo', 'fi' as Language)).toThrow(/found no stemmer for language 'fi'; expected .*de/);
  });
});
