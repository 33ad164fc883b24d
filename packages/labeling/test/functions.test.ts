import { describe, expect, it, test } from 'vitest';
import {
  above,
  asyncModelOutput,
  batchModelOutput,
  defineTask,
  keywords,
  modelOutput,
  type,
} from '../src/index.ts';

interface Comment {
  readonly text: string;
  readonly author?: string;
}

const { when, functions, asyncFunctions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<Comment>(),
  text: 'text',
});
const song = when('text', keywords('song'))
  .vote('ham', 'Music.')
  .examples({ ham: ['a song'], abstain: ['hello'] });
const bot = when('author', keywords('bot'))
  .vote('spam')
  .examples({ spam: ['Spam Bot', { author: 'bot', text: 'song' }] });
const rules = functions({ song, bot, plain: () => undefined });

describe('functions', () => {
  it('knows its task, names and descriptions', () => {
    expect(rules).toMatchObject({
      labels: ['ham', 'spam'],
      names: ['song', 'bot', 'plain'],
      text: 'text',
      async: false,
    });
    expect(rules.descriptions.song).toMatchObject({
      kind: 'rule',
      field: 'text',
      label: 'ham',
      note: 'Music.',
    });
    expect(rules.descriptions.plain).toEqual({ kind: 'function' });
  });

  it('keeps every function callable', () => {
    expect(rules.functions.song({ text: 'song' })).toBe('ham');
  });

  it('selects functions in another order', () => {
    const selected = rules.select(['plain', 'song']);
    expect(selected.names).toEqual(['plain', 'song']);
    expect(Array.from(selected.applyTo([{ text: 'song' }]).votes)).toEqual([-1, 0]);
    expect(() => rules.select(['sogn' as 'song'])).toThrow(
      expect.objectContaining({
        code: 'mismatch',
        message: "found no labeling function 'sogn'; expected one of song, bot, plain",
      }),
    );
  });

  it('refuses what is no list of names to select', () => {
    expect(() => rules.select('song' as never)).toThrow(
      'found a value of type string to select; expected a list of names',
    );
  });

  it.each([
    [when('text', keywords('a')), "'f' is a condition without .vote(…); expected a labeling function"],
    ['spam', "'f' is a value of type string; expected a labeling function"],
    [undefined, "'f' is a value of type undefined; expected a labeling function"],
  ])('refuses what is no function', (f, message) => {
    expect(() => functions({ f: f as never })).toThrow(
      expect.objectContaining({ code: 'invalid-definition', message }),
    );
  });

  it('refuses what are no functions by their names', () => {
    expect(() => functions(undefined as never)).toThrow(
      'found a value of type undefined; expected labeling functions by their names',
    );
  });

  it('refuses examples of labels that the task does not have, and what are no examples', () => {
    const misspelt = song.examples({ hamm: ['a song'] } as never);
    expect(() => functions({ misspelt })).toThrow(
      `the example "a song" of 'misspelt' expects 'hamm'; expected one of ham, spam, abstain`,
    );
    expect(() => asyncFunctions({ misspelt })).toThrow(/expects 'hamm'/);
    expect(() => song.examples(null as never)).toThrow('the examples are null; expected a list of records');
    expect(() => song.examples({ ham: 'a song' } as never)).toThrow(
      "the examples of 'ham' are a value of type string; expected a list of records for each label",
    );
  });

  it('runs the examples beside the rules', () => {
    const wrong = functions({ song: song.examples({ spam: ['my song'] }), bot });
    expect(wrong.testExamples()).toEqual([
      { function: 'song', record: 'a song', expected: 'ham', found: 'ham', passed: true },
      { function: 'song', record: 'hello', expected: undefined, found: undefined, passed: true },
      { function: 'song', record: 'my song', expected: 'spam', found: 'ham', passed: false },
      { function: 'bot', record: 'Spam Bot', expected: 'spam', found: 'spam', passed: true },
      {
        function: 'bot',
        record: { author: 'bot', text: 'song' },
        expected: 'spam',
        found: 'spam',
        passed: true,
      },
    ]);
  });

  it('runs examples of selected functions only', () => {
    expect(rules.select(['bot']).testExamples()).toHaveLength(2);
  });
});

describe('the examples of a set as tests', () => {
  for (const { name, check } of rules.examples()) test(name, check);

  it('have titles', () => {
    expect(rules.examples().map(({ name }) => name)).toEqual([
      'song: "a song" → ham',
      'song: "hello" → abstain',
      'bot: "Spam Bot" → spam',
      'bot: {"author":"bot","text":"song"} → spam',
    ]);
  });

  it('fail with what was expected and found', () => {
    const [, , , failing] = functions({
      song: song.examples({ spam: ['song'], abstain: ['song'] }),
    }).examples();
    expect(failing.check).toThrow(`'song' on "song": expected abstain, found ham`);
  });

  it('fail with the error of a function that throws', () => {
    const angry = when('text', () => {
      throw new Error('no');
    })
      .vote('ham')
      .examples({ ham: ['song'] });
    const set = functions({ angry });
    expect(set.testExamples()).toMatchObject([{ passed: false, error: 'no' }]);
    expect(set.examples()[0].check).toThrow(`'angry' on "song": expected ham, found no`);
  });
});

describe('examples of functions that test no field', () => {
  const upbeat = modelOutput(({ text }: Comment) => text.length, { ham: above(3) }).examples({
    ham: ['lovely'],
    abstain: ['ugh'],
  });

  it('take a text for the text of the task', () => {
    expect(
      functions({ upbeat })
        .testExamples()
        .map(({ passed }) => passed),
    ).toEqual([true, true]);
  });

  it('need a record where the task has no text', () => {
    const task = defineTask({ labels: ['ham', 'spam'], record: type<Comment>() });
    expect(() => task.functions({ upbeat })).toThrow(
      expect.objectContaining({
        code: 'invalid-definition',
        message:
          "the example 'lovely' of 'upbeat' is a text; expected a record, for the function tests no field and the task has no text",
      }),
    );
    const withRecord = modelOutput(({ text }: Comment) => text.length, { ham: above(3) }).examples({
      ham: [{ text: 'lovely' }],
    });
    expect(task.functions({ withRecord }).testExamples()[0].passed).toBe(true);
  });
});

describe('asyncFunctions', () => {
  const scored = asyncModelOutput(async ({ text }: Comment) => text.length, { ham: above(3) });
  const batched = batchModelOutput((all: readonly Comment[]) => all.map(({ text }) => text.length), {
    ham: above(3),
  });
  const set = asyncFunctions({
    song,
    scored: scored.examples({ ham: ['lovely'], abstain: ['lovely'] }),
    batched: batched.examples({ ham: ['lovely'] }),
  });

  it('runs the examples of functions of all kinds', async () => {
    expect(set.async).toBe(true);
    expect((await set.testExamples()).map(({ passed }) => passed)).toEqual([true, true, true, false, true]);
    const checks = set.examples();
    await checks[2].check();
    await expect(checks[3].check()).rejects.toThrow(`'scored' on "lovely": expected abstain, found ham`);
  });

  it('selects', async () => {
    const votes = await set.select(['batched']).applyTo([{ text: 'lovely' }]);
    expect(votes.vote(0, 'batched')).toBe('ham');
    expect(() => set.select(['nobody' as 'song'])).toThrow(expect.objectContaining({ code: 'mismatch' }));
  });
});
