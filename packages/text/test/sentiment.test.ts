import { describe, expect, it } from 'vitest';
import { type SentimentLanguage, sentiment } from '../src/index.ts';

const feel = sentiment('text');

describe('sentiment', () => {
  it('is the mean worth of the words', () => {
    expect(feel({ text: 'good' })).toBe(3);
    expect(feel({ text: 'A GOOD song, really' })).toBe(0.75);
  });

  it('turns round after a negation', () => {
    expect(feel({ text: 'not good' })).toBeLessThan(0);
    expect(feel({ text: "This isn't good" })).toBeLessThan(0);
    expect(feel({ text: 'We cannot like it' })).toBeLessThan(0);
  });

  it('is 0 for an empty text', () => {
    expect(feel({ text: ' ' })).toBe(0);
  });

  it('is nothing where the record has no text, and names what is none', () => {
    for (const text of [undefined, null] as never[]) {
      expect([feel({ text }), sentiment(() => text)({})]).toEqual([undefined, undefined]);
    }
    expect(() => feel({ text: 5 as never })).toThrow(
      expect.objectContaining({
        code: 'function-failed',
        message: 'found a value of type number; expected a text',
      }),
    );
    expect(() => sentiment(undefined as never)).toThrow(
      'found a value of type undefined to read; expected a field or a feature',
    );
  });

  it('reads a feature as well as a field', () => {
    const loudest = sentiment((record: { lines: string[] }) => record.lines[0]);
    expect(loudest({ lines: ['terrible', 'good'] })).toBeLessThan(0);
  });

  it.each<[SentimentLanguage, string]>([
    ['ca', 'feliç'],
    ['de', 'gut'],
    ['es', 'excelente'],
    ['eu', 'ongi'],
    ['fr', 'excellent'],
    ['gl', 'feliz'],
    ['it', 'bello'],
    ['nl', 'goed'],
    ['pt', 'feliz'],
  ])('knows a pleasant word of %s', (language, word) => {
    expect(sentiment('text', { language })({ text: word })).toBeGreaterThan(0);
  });

  it('refuses a language without a vocabulary', () => {
    expect(() => sentiment('text', { language: 'fi' as SentimentLanguage })).toThrow(
      "found no sentiment for language 'fi'; expected",
    );
  });
});
