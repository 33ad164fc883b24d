import { describe, expect, it } from 'vitest';
import { stems } from '../src/index.ts';

describe('stems', () => {
  it('gives one stem per word, in order', () => {
    expect(stems('Dogs chasing dogs')).toEqual(['dog', 'chase', 'dog']);
  });

  it('follows the language', () => {
    expect(stems('die Häuser', { language: 'de' })).toEqual(['die', 'haus']);
  });

  it('finds none in an empty text', () => {
    expect(stems('')).toEqual([]);
  });
});
