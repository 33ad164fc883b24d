import { describe, expect, it } from 'vitest';
import { mentions } from '../src/index.ts';

describe('mentions', () => {
  it('holds for any inflection of any of the words', () => {
    const holds = mentions('subscribe', 'channel');
    expect(['Subscribing now', 'my CHANNELS', 'a channelled script', 'subscription'].map(holds)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('compares whole words', () => {
    expect(mentions('cat')('concatenate')).toBe(false);
  });

  it('finds a phrase only where its words follow each other', () => {
    const holds = mentions('check channel');
    expect(holds('checking channels')).toBe(true);
    expect(holds('check my channel')).toBe(false);
    expect(holds('check')).toBe(false);
  });

  it('wants every word of "all", in any order', () => {
    const holds = mentions({ all: ['song', 'love', 'loves'] });
    expect(holds('I loved those songs')).toBe(true);
    expect(holds('songs and songs')).toBe(false);
  });

  it('stems in the given language', () => {
    expect(mentions({ any: ['Haus'], language: 'de' })('alte Häuser')).toBe(true);
    expect(mentions('Haus')('alte Häuser')).toBe(false);
  });

  it('keeps texts apart when functions of two languages read them in turn', () => {
    const german = mentions({ any: ['Haus'], language: 'de' });
    const english = mentions('horse');
    expect([german('Häuser'), english('Häuser'), german('Häuser'), english('horses')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('shows where it holds, the longest phrase first', () => {
    const text = 'Check channels, then CHECK out';
    const spans = mentions('check', 'check channel').spans?.(text) ?? [];
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['Check channels', 'CHECK']);
  });

  it.each([[[]], [['a', ' … ']]])('refuses words without a letter: %j', (words) => {
    expect(() => mentions(...words)).toThrow(/mentions has/);
  });

  it.each([
    [null, "mentions has 'null'; expected a text with at least one letter or digit"],
    [['song', 'music'], "mentions has 'song,music'; expected a text"],
    [{ any: 'song' }, "mentions has no words; expected either 'any' or 'all' words"],
  ])('names %j where it expected words', (words, message) => {
    expect(() => mentions(words as never)).toThrow(
      expect.objectContaining({ code: 'invalid-definition', message: expect.stringContaining(message) }),
    );
  });

  it('refuses both any and all', () => {
    expect(() => mentions({ any: ['a'], all: ['b'] })).toThrow("expected either 'any' or 'all' words");
  });
});
