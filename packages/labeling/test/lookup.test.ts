import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asyncLookup, keywords, lookup, lookupLabel, spansOf } from '../src/index.ts';

const { signal } = new AbortController();

describe('lookup', () => {
  it('takes lists, sets, the keys of maps, and what gives one later', () => {
    const sources = [
      ['a'],
      new Set(['a']),
      new Map([['a', 1]]),
      ['a'].values(),
      () => ['a'],
      () => () => new Set(['a']),
    ];
    for (const source of sources) {
      const known = lookup(source);
      expect([known('a'), known('b')]).toEqual([true, false]);
    }
  });

  it('loads when it is first needed, once', () => {
    let loads = 0;
    const known = lookup(() => {
      loads++;
      return ['a'];
    });
    expect(loads).toBe(0);
    known('a');
    known('b');
    expect(loads).toBe(1);
  });

  it('compares whole values, whatever their case, accents and outer space', () => {
    const known = lookup(['Spam Bot', 'Jose\u0301']);
    expect([' spam bot ', 'SPAM BOT', 'Spam', 'jos\u00e9'].map(known)).toEqual([true, true, false, true]);
  });

  it('can compare to the letter', () => {
    const known = lookup(['Spam'], { match: 'exact' });
    expect(['Spam', 'spam', ' Spam'].map(known)).toEqual([true, false, false]);
    expect(() => known(5 as never)).toThrow('found a value of type number; expected a text');
  });

  it('can find entries inside a text, as whole words', () => {
    const city = lookup(['New York', 'York', 'Bern', '東京', 'São Paulo'], { match: 'inside' });
    expect(
      ['in new  york!', 'Bernese', 'YORK', '私は東京に', 'sa\u0303o paulo', 'new', ''].map(city),
    ).toEqual([true, false, true, true, true, false, false]);
  });

  it('finds the signs of an entry, and entries of signs alone', () => {
    const known = lookup(['C++', '.NET', 'C#', ':)', '🙂', 'rock’n’roll'], { match: 'inside' });
    const texts = [
      'I write c++ daily',
      'on .net',
      '(C#)',
      'hi :)',
      'so🙂!',
      'ROCK’N’ROLL',
      ...['I write C daily', 'net', 'C +', ': )', 'rock n roll', 'C+ +'],
    ];
    expect(texts.map(known)).toEqual([...new Array(6).fill(true), ...new Array(6).fill(false)]);
    const languages = lookup(['C', 'C++', 'C++ Builder'], { match: 'inside' });
    const text = 'C, C++  Builder and C++11';
    expect(spansOf(languages, text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'C',
      'C++  Builder',
      'C++',
    ]);
  });

  it('finds an entry where keywords find it', () => {
    const piece = fc.constantFrom('a', 'Bé', 'e\u0301', '東', '+', '.', '🙂', '❤', '❤️', ' ', '\n', '_', '1');
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const entry = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(entry, text, (one, given) => {
        fc.pre(one.trim() !== '');
        expect(lookup([one], { match: 'inside' })(given)).toBe(keywords(one)(given));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes the longest entry at each place', () => {
    const city = lookup(['New York', 'York', 'New', 'York City'], { match: 'inside' });
    const text = 'new york city, York';
    expect(spansOf(city, text).map(({ start, end }) => text.slice(start, end))).toEqual(['new york', 'York']);
  });

  it('finds entries among a hundred thousand', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => `name${n} of${n % 7}`);
    const known = lookup(many, { match: 'inside' });
    expect(known('this is Name99999 of4 indeed')).toBe(true);
    expect(known('this is Name99999 of5 indeed')).toBe(false);
  });

  it('finds entries among many that begin alike', () => {
    const many = Array.from({ length: 1000 }, (_, n) => `the name${n} of${' and'.repeat(n % 3)}`);
    const known = lookup([...many, '王', '王小明'], { match: 'inside' });
    const text = 'The name7 of and, the name6 of the name4 王小王小明';
    expect(spansOf(known, text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'The name7 of and',
      'the name6 of',
      '王',
      '王小明',
    ]);
  });

  it('says what it is', () => {
    expect(lookup(['a']).description).toEqual({ kind: 'lookup', match: 'folded' });
  });
});

describe('lookupLabel', () => {
  interface Word {
    word?: string;
  }
  const table = new Map([
    ['Oak', 'plant'],
    ['cod', 'animal'],
  ] as const);

  it('votes the label of the table, whatever the case', () => {
    const topic = lookupLabel<Word, 'plant' | 'animal'>('word', table);
    expect(['oak', 'COD', 'table', undefined].map((word) => topic({ word } as Word))).toEqual([
      'plant',
      'animal',
      undefined,
      undefined,
    ]);
  });

  it('can compare to the letter, and ask a feature and a table that comes later', () => {
    const topic = lookupLabel<string, 'plant' | 'animal'>(
      (text: string) => text.slice(1),
      () => table,
      { match: 'exact' },
    );
    expect(['-Oak', '-oak'].map(topic)).toEqual(['plant', undefined]);
  });

  it('says what it is, and can have examples', () => {
    const topic = lookupLabel<Word, 'plant' | 'animal'>('word', table, { note: 'by name' });
    expect(topic.rule).toEqual({
      kind: 'lookup-label',
      field: 'word',
      predicate: { kind: 'lookup', match: 'folded' },
      note: 'by name',
    });
    expect(topic.examples({ plant: ['oak'] }).cases).toMatchObject([{ record: 'oak', expected: 'plant' }]);
  });
});

describe('what cannot be looked up', () => {
  it.each([
    [
      Promise.resolve(['a']),
      /found a promise to look up; expected a list: await it at the top of the module/,
    ],
    ['abc', /found a value of type string to look up; expected a list/],
    [{ a: 1 }, /found a value of type object to look up/],
    [undefined, /found a value of type undefined to look up/],
    [null, /found null to look up/],
  ])('is refused: %o', (source, message) => {
    expect(() => lookup(source as never)).toThrow(message);
  });

  it('is refused when it is loaded, and as a table', () => {
    expect(() => lookup((async () => ['a']) as never)('a')).toThrow(/found a promise to look up/);
    expect(() => lookupLabel('word', { a: 'ham' } as never)).toThrow(
      /type object to look up; expected a Map/,
    );
    expect(() => lookupLabel('word', ['ab'] as never)).toThrow('found a list to look up; expected a Map');
    expect(() => lookupLabel('word', () => new Set(['ab']) as never)({ word: 'a' } as never)).toThrow(
      'found a value of type object to look up; expected a Map',
    );
    expect(() => lookup(['a'], { match: 'insde' as 'inside' })).toThrow(
      /found the match 'insde'; expected one of folded, exact, inside/,
    );
  });
});

describe('asyncLookup', () => {
  it('fetches the list once, when it is first needed', async () => {
    let loads = 0;
    const known = asyncLookup(async () => {
      loads++;
      return new Set(['Bot']);
    });
    expect(loads).toBe(0);
    expect(await Promise.all([known('bot', signal), known('ann', signal)])).toEqual([true, false]);
    expect(loads).toBe(1);
  });

  it('keeps its list where a value is no text, and takes one that comes at once', async () => {
    let loads = 0;
    const known = asyncLookup((() => {
      loads++;
      return ['bot'];
    }) as never);
    await expect(known(5 as never, signal)).rejects.toThrow(/type number; expected a text/);
    expect([await known('bot', signal), loads]).toEqual([true, 1]);
  });

  it('refuses an unknown match when it is written', () => {
    expect(() => asyncLookup(async () => [], { match: 'insde' as 'inside' })).toThrow(
      /found the match 'insde'; expected one of folded, exact, inside/,
    );
  });

  it('asks again after a failure', async () => {
    let loads = 0;
    const known = asyncLookup(async () => {
      if (++loads === 1) throw new Error('offline');
      return ['bot'];
    });
    await expect(known('bot', signal)).rejects.toThrow('offline');
    expect(await known('bot', signal)).toBe(true);
    let tries = 0;
    const atOnce = asyncLookup((() => {
      if (++tries === 1) throw new Error('offline');
      return ['bot'];
    }) as never);
    await expect(atOnce('bot', signal)).rejects.toThrow('offline');
    expect(await atOnce('bot', signal)).toBe(true);
  });

  it('says what it is', () => {
    expect(asyncLookup(async () => [], { match: 'inside' })).toHaveProperty('description', {
      kind: 'lookup',
      match: 'inside',
    });
  });
});
