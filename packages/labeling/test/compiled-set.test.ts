import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  and,
  defineTask,
  type Fault,
  firstOf,
  keywords,
  type LabelingFunction,
  type LabelingFunctions,
  matches,
  not,
  or,
  type Predicate,
  type,
  unanimous,
  unless,
} from '../src/index.ts';
import { withoutCase } from '../src/letters.ts';

interface Text {
  readonly text?: unknown;
  readonly title?: unknown;
}
type Label = 'ham' | 'spam';

const { when, functions, asyncFunctions } = defineTask<Text & { text: string; title: string }, Label>({
  labels: ['ham', 'spam'],
  record: type(),
});

/** What the functions vote when each is called alone, a fault as its message. */
function alone(set: LabelingFunctions<never, Label>, records: readonly Text[]): string[][] {
  return records.map((record) =>
    set.names.map((name) => {
      try {
        return String(set.functions[name](record as never));
      } catch (thrown) {
        return `fault: ${(thrown as Error).message}`;
      }
    }),
  );
}

/** The same, applied as a set. */
function together(set: LabelingFunctions<never, Label>, records: readonly Text[]): string[][] {
  const faults: Fault[] = [];
  const votes = set.applyTo(records as never, { onFault: (fault) => faults.push(fault) });
  const cells = records.map((_, row) => set.names.map((name) => String(votes.vote(row, name))));
  for (const { row, function: name = '', cause } of faults) {
    cells[row][set.names.indexOf(name)] = `fault: ${(cause as Error).message}`;
  }
  return cells;
}

/** Letters that differ in case, accents, scripts and units, and what stands between words. */
const LETTERS = [
  ...'aAbsSßẞſkKKiIİıéÉeσΣςοδжЖ東京ลาก_0٣',
  'e\u0301',
  '\u0301',
  'ก\u0e34',
  '\u{10400}',
  '\u{10428}',
  '😀',
  '❤',
  '\ufe0f',
  '👩‍👩‍👧',
  '\ud83d',
];
const BETWEEN = [' ', '  ', '\t', '\u00a0', '-', '.', "'", '#', '!'];
const letter = fc.constantFrom(...LETTERS);
const word = fc.array(letter, { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''));
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, fc.constantFrom(...BETWEEN)), { maxLength: 12 })
  .map((parts) => parts.join(''));
const phrase = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, fc.constantFrom(...BETWEEN)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join(''))
  .filter((found) => found.trim() !== '');
const keyword = fc
  .record({
    words: fc.array(phrase, { minLength: 1, maxLength: 3 }),
    mode: fc.constantFrom('any' as const, 'all' as const),
    caseSensitive: fc.boolean(),
    wholeWords: fc.boolean(),
  })
  .map(({ words, mode, caseSensitive, wholeWords }) =>
    keywords({ [mode]: words, caseSensitive, wholeWords }),
  );
const escaped = (literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
const atom = fc.oneof(
  word.map(escaped),
  letter.map((one) => `[${escaped(one)}]`),
  fc.tuple(word, word).map(([a, b]) => `(?:${escaped(a)}|${escaped(b)}${escaped(a)})`),
  word.map((one) => `(${escaped(one)})?`),
  word.map((one) => `(?:${escaped(one)}){1,2}`),
  fc.constantFrom('.', String.raw`\s*`, String.raw`\b`, '^', '$', String.raw`\w`, '(?!a)', '(?<=s)', '[^s]'),
);
const pattern = fc
  .tuple(fc.array(atom, { minLength: 1, maxLength: 4 }), fc.constantFrom('', 'i', 'u', 'iu', 's'))
  .map(([atoms, flags]) => {
    try {
      return matches(new RegExp(atoms.join(''), flags), { backtracking: 'allow' });
    } catch {
      return matches(new RegExp('s', flags)); // Halves of characters do not go into every class.
    }
  });
const throwing: Predicate<string> = (value) => {
  if (value.length % 3 === 0) throw new Error(`cannot read ${value}`);
  return value.length % 2 === 0;
};
const { predicate } = fc.letrec<{ predicate: Predicate<string>; leaf: Predicate<string> }>((tie) => ({
  leaf: fc.oneof(
    { weight: 4, arbitrary: keyword },
    { weight: 4, arbitrary: pattern },
    fc.constant(throwing),
  ) as fc.Arbitrary<Predicate<string>>,
  predicate: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: tie('leaf') },
    fc.tuple(tie('leaf'), tie('predicate')).map(([a, b]) => and(a, b)),
    fc.tuple(tie('leaf'), tie('predicate')).map(([a, b]) => or(a, b)),
    tie('leaf').map((part) => not(part)),
  ) as fc.Arbitrary<Predicate<string>>,
}));
const shared = ({ text: found }: { readonly text: string }) => found.toLowerCase();
const rule = fc
  .tuple(
    predicate,
    fc.constantFrom('text' as const, 'title' as const, shared),
    fc.constantFrom('ham', 'spam'),
  )
  .map(([holds, source, label]) =>
    typeof source === 'string'
      ? when(source, holds).vote(label as Label)
      : when(source, holds).vote(label as Label),
  );
const labelingFunction = fc.oneof(
  { weight: 6, arbitrary: rule },
  fc.tuple(rule, rule).map(([a, b]) => firstOf(a, b)),
  fc.tuple(rule, rule).map(([a, b]) => unanimous(a, b)),
  fc.tuple(rule, rule).map(([a, b]) => unless(a, b)),
  fc.constant(((record: Text) => (record.title ? 'ham' : undefined)) as LabelingFunction<never, Label>),
) as fc.Arbitrary<LabelingFunction<never, Label>>;
const record: fc.Arbitrary<Text> = fc.record({
  text: fc.oneof({ weight: 9, arbitrary: text }, fc.constantFrom(undefined, null, 3)),
  title: fc.oneof(text, fc.constant(undefined)),
});
const setOf = (list: readonly LabelingFunction<never, Label>[]) =>
  functions(
    Object.fromEntries(list.map((one, n) => [`f${n}`, one as never])),
  ) as unknown as LabelingFunctions<never, Label>;

describe('a set', () => {
  it('votes what its functions vote alone, with the same faults, in any script', () => {
    fc.assert(
      fc.property(
        fc.array(labelingFunction, { minLength: 1, maxLength: 40 }),
        fc.array(record, { minLength: 1, maxLength: 8 }),
        (list, records) => {
          const set = setOf(list);
          expect(together(set, records)).toEqual(alone(set, records));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('votes the same where texts are made of its words', () => {
    const words = fc.array(word, { minLength: 8, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.array(fc.nat({ max: 11 }), { maxLength: 12 }), (list, order) => {
        const set = setOf([
          ...list.map((one) => when('text', keywords(one)).vote('ham')),
          ...list.map((one) => when('text', keywords({ any: [one], wholeWords: false })).vote('spam')),
          ...list.map((one) => when('text', matches(new RegExp(escaped(one), 'iu'))).vote('ham')),
        ] as unknown as LabelingFunction<never, Label>[]);
        const records = [' ', '', '.'].map((between) => ({
          text: order.map((n) => list[n % list.length]).join(between),
        }));
        expect(together(set, records)).toEqual(alone(set, records));
      }),
      { numRuns: 300 },
    );
  });

  it('computes a feature that several rules test once per record', () => {
    let calls = 0;
    const loud = ({ text: found }: { readonly text: string }) => {
      calls++;
      if (found === '') throw new Error('no text');
      return found.toUpperCase();
    };
    const set = functions({
      a: when(loud, keywords('song')).vote('ham'),
      b: when(loud, matches(/SONG/)).vote('spam'),
    });
    const faults: Fault[] = [];
    const records = [
      { text: 'a song', title: '' },
      { text: '', title: '' },
    ];
    const votes = set.applyTo(records, { onFault: (fault) => faults.push(fault) });
    expect(calls).toBe(2);
    expect([votes.vote(0, 'a'), votes.vote(0, 'b')]).toEqual(['ham', 'spam']);
    expect(faults.map(({ function: name, row }) => [name, row])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('does not run a pattern whose literal is missing', () => {
    const set = functions(
      Object.fromEntries(
        Array.from({ length: 8 }, (_, n) => [`f${n}`, when('text', matches(`number${n}[0-9]*`)).vote('ham')]),
      ),
    );
    const beats = new Int32Array(2);
    const asked: string[] = [];
    const records = [
      { text: 'a NUMBER3', title: '' },
      { text: 'number3', title: '' },
    ];
    const skip = (row: number, column: number) => asked.push(`${row}:${column}`) === 0;
    const votes = set.applyTo(records, { heartbeat: beats, skip });
    expect(asked).toEqual(['0:3', '1:3']);
    expect([votes.vote(0, 'f3'), votes.vote(1, 'f3')]).toEqual([undefined, 'ham']);
  });

  it('keeps to calls that are not to be made, and to labels that are none', () => {
    const set = functions({ a: when('text', keywords('song')).vote('hamm' as Label) });
    const records = [{ text: 'song', title: '' }];
    expect(() => set.applyTo(records)).toThrow(
      "labeling function 'a' voted 'hamm'; expected one of ham, spam",
    );
    expect(set.applyTo(records, { skip: () => true }).votes[0]).toBe(-1);
  });

  it('prepares the rules of a set that has asynchronous functions too', async () => {
    const set = asyncFunctions({
      later: async () => 'ham' as const,
      song: when('text', keywords('song')).vote('spam'),
      plain: () => 'ham',
    });
    const votes = await set.applyTo([
      { text: 'a Song', title: '' },
      { text: 'b', title: '' },
    ]);
    expect(Array.from(votes.votes)).toEqual([0, 1, 0, 0, -1, 0]);
  });
});

describe('letters without case', () => {
  it('are one for all that a pattern without case takes for the same', () => {
    const cased = Array.from({ length: 0x10000 }, (_, unit) => unit).filter((unit) => {
      const character = String.fromCharCode(unit);
      return character.toLowerCase() !== character || character.toUpperCase() !== character;
    });
    const all = cased.map((unit) => String.fromCharCode(unit)).join('');
    let pairs = 0;
    for (const flags of ['gi', 'giu']) {
      for (const unit of cased) {
        for (const [found] of all.matchAll(new RegExp(String.fromCharCode(unit), flags))) {
          if (withoutCase(found.charCodeAt(0)) !== withoutCase(unit)) throw new Error(`${unit} is ${found}`);
          pairs++;
        }
      }
    }
    expect(pairs).toBeGreaterThan(4000);
  });
});
