import { describe, expect, it } from 'vitest';
import { above, asyncLookup, defineTask, descriptionOf, equals, keywords, type } from '../src/index.ts';

interface Comment {
  readonly text: string;
  readonly likes?: number;
}

const { when, whenAsync } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });

describe('when', () => {
  it('votes the label where the predicate holds for the field, and abstains elsewhere', () => {
    const link = when('text', (text) => text.includes('http')).vote('spam');
    expect(['see http:', 'hello'].map((text) => link({ text }))).toEqual(['spam', undefined]);
  });

  it('abstains on a record without the field', () => {
    const popular = when('likes', (likes) => likes >= 0).vote('ham');
    expect([popular({ text: '' }), popular({ text: '', likes: 0 })]).toEqual([undefined, 'ham']);
    expect(popular({ text: '', likes: null as unknown as number })).toBeUndefined();
  });

  it('takes what every object inherits for no field, and getters of a class for fields', () => {
    const names = ['constructor', 'toString', '__proto__'];
    const own = JSON.parse('{"constructor": "song", "toString": "song", "__proto__": "song"}');
    const task = defineTask({ labels: ['ham', 'spam'], record: type<Record<string, string>>() });
    const rules = task.functions(
      Object.fromEntries(names.map((name) => [`f ${name}`, task.when(name, keywords('song')).vote('ham')])),
    );
    expect(Array.from(rules.applyTo([{}, own]).votes)).toEqual([-1, -1, -1, 0, 0, 0]);
    expect(task.when('constructor', () => true).vote('ham')({})).toBeUndefined();
    class Post {
      get text() {
        return 'a song';
      }
    }
    expect(when('text', keywords('song')).vote('ham')(new Post())).toBe('ham');
  });

  it('fails where a promise comes that nobody waits for', () => {
    const never = when('text', (async () => false) as never).vote('ham');
    expect(() => never({ text: 'song' })).toThrow(
      /found a promise as the result of a test; expected an answer/,
    );
    const later = when(async () => 5, above(3) as never).vote('ham');
    expect(() => later({ text: 'song' })).toThrow(/found a promise as a value/);
    const { functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
    expect(() => functions({ never, other: never }).applyTo([{ text: 'song' }])).toThrow(
      /found a promise as/,
    );
  });

  it('tests what a feature finds', () => {
    const long = when(({ text }) => text.length, above(3)).vote('ham');
    expect([long({ text: 'abcd' }), long({ text: 'abc' })]).toEqual(['ham', undefined]);
    const nothing = when(
      (_: Comment): number | undefined => undefined,
      () => true,
    ).vote('ham');
    expect(nothing({ text: '' })).toBeUndefined();
  });

  it('says what it is', () => {
    expect(when('text', keywords('song')).vote('ham', 'It is about music.').rule).toEqual({
      kind: 'rule',
      field: 'text',
      predicate: { kind: 'keywords', mode: 'any', words: ['song'], caseSensitive: false, wholeWords: true },
      label: 'ham',
      note: 'It is about music.',
    });
    expect(
      descriptionOf(
        when(
          () => 1,
          (one) => one > 0,
        ).vote('ham'),
      ),
    ).toMatchObject({
      predicate: { kind: 'function' },
    });
  });

  it('shows the evidence in the field', () => {
    const song = when('text', keywords('song')).vote('ham');
    expect(song.evidence({ text: 'A song' })).toEqual([{ field: 'text', start: 2, end: 6 }]);
    expect(when('likes', above(1)).vote('ham').evidence({ text: 'song', likes: 5 })).toEqual([]);
    expect(
      when(({ text }) => text, keywords('song'))
        .vote('ham')
        .evidence({ text: 'song' }),
    ).toEqual([]);
  });
});

describe('whenAsync', () => {
  it('waits for the predicate', async () => {
    const known = whenAsync(
      'text',
      asyncLookup(async () => ['bot']),
    ).vote('spam', 'A known bot.');
    expect(await known({ text: 'Bot' })).toBe('spam');
    expect(await known({ text: 'ann' })).toBeUndefined();
    expect(known.rule).toEqual({
      kind: 'rule',
      field: 'text',
      predicate: { kind: 'lookup', match: 'folded' },
      label: 'spam',
      note: 'A known bot.',
    });
  });

  it('waits for the feature', async () => {
    const scored = whenAsync(async ({ text }) => text.length, above(3)).vote('ham');
    expect([await scored({ text: 'abcd' }), await scored({ text: 'a' })]).toEqual(['ham', undefined]);
    const nothing = whenAsync(async (): Promise<boolean | undefined> => undefined, equals(true)).vote('ham');
    expect(await nothing({ text: '' })).toBeUndefined();
  });

  it('hands on the signal', async () => {
    const seen: AbortSignal[] = [];
    const { signal } = new AbortController();
    const rule = whenAsync(
      (_, given) => seen.push(given),
      (_, given) => seen.push(given) > 0,
    ).vote('ham');
    await rule({ text: '' }, signal);
    expect(seen).toEqual([signal, signal]);
  });
});
