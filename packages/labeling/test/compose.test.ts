import { describe, expect, it } from 'vitest';
import type { Ballot } from '../src/index.ts';
import { defineTask, firstOf, keywords, type, unanimous, unless } from '../src/index.ts';

const { when } = defineTask({ labels: ['ham', 'spam'], record: type<{ readonly text: string }>() });
type Label = 'ham' | 'spam';

const song = when('text', keywords('song')).vote('ham', 'Music.');
const link = when('text', keywords('http')).vote('spam', 'A link.');
const says =
  (ballot: Ballot<Label> | null) =>
  (_: { readonly text: string }): Ballot<Label> =>
    ballot as Ballot<Label>;

describe('firstOf', () => {
  it('takes the first vote', () => {
    const rule = firstOf(link, song);
    expect(['song http', 'song', 'hello'].map((text) => rule({ text }))).toEqual(['spam', 'ham', undefined]);
  });

  it('takes null for abstaining', () => {
    expect(firstOf(says(null), says('ham'))({ text: '' })).toBe('ham');
  });

  it('says what it is made of', () => {
    expect(firstOf(link, song).rule).toEqual({
      kind: 'first-of',
      parts: [link.rule, song.rule],
      label: undefined,
      note: 'A link. Music.',
    });
    expect(firstOf(song, song).rule.label).toBe('ham');
    expect(firstOf(song, says('ham')).rule).toMatchObject({
      label: undefined,
      parts: [song.rule, { kind: 'function' }],
    });
  });

  it('refuses to be made of nothing', () => {
    expect(() => firstOf()).toThrow('first-of has no labeling functions; expected one or more');
  });

  it('carries the examples of its parts, each for its part, and its own', () => {
    const rule = firstOf(link.examples({ spam: ['http'] }), song).examples({ ham: ['song'] });
    expect(rule.cases.map(({ record, expected, run }) => [record, expected, run({ text: record })])).toEqual([
      ['http', 'spam', 'spam'],
      ['song', 'ham', 'ham'],
    ]);
  });
});

describe('unless', () => {
  it('abstains where the exception votes or is true', () => {
    expect(['song', 'song http'].map((text) => unless(song, link)({ text }))).toEqual(['ham', undefined]);
    const shouting = ({ text }: { text: string }) => text === text.toUpperCase();
    expect(['song', 'SONG'].map((text) => unless(song, shouting)({ text }))).toEqual(['ham', undefined]);
  });

  it('takes false, null and undefined for no exception', () => {
    for (const nothing of [false, null, undefined])
      expect(unless(song, () => nothing)({ text: 'song' })).toBe('ham');
    expect(unless(song, () => 0)({ text: 'song' })).toBeUndefined();
    expect(() => unless(song, async () => false)({ text: 'song' })).toThrow(
      /found a promise as an exception/,
    );
  });

  it('says what it is made of', () => {
    expect(unless(song, link).rule).toEqual({
      kind: 'unless',
      parts: [song.rule],
      exception: link.rule,
      label: 'ham',
      note: 'Music.',
    });
  });

  it('shows evidence where it votes', () => {
    const rule = unless(song, link);
    expect(rule.evidence({ text: 'a song' })).toEqual([{ field: 'text', start: 2, end: 6 }]);
    expect(rule.evidence({ text: 'a song http' })).toEqual([]);
  });
});

describe('unanimous', () => {
  it('votes where all that vote agree', () => {
    const rule = unanimous(link, song, says(null));
    expect(['song', 'http', 'song http', 'hello'].map((text) => rule({ text }))).toEqual([
      'ham',
      'spam',
      undefined,
      undefined,
    ]);
  });

  it('takes the lowest confidence', () => {
    const sure = says({ label: 'ham', confidence: 0.9 });
    const unsure = says({ label: 'ham', confidence: 0.6 });
    expect(unanimous(sure, says('ham'), unsure)({ text: '' })).toEqual({ label: 'ham', confidence: 0.6 });
    expect(unanimous(sure, says('spam'))({ text: '' })).toBeUndefined();
  });
});
