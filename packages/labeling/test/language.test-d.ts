import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  above,
  after,
  asyncLookup,
  asyncModelOutput,
  batchFunction,
  before,
  type DescribedPredicate,
  defineTask,
  equals,
  firstOf,
  keywords,
  type LabelingFunctions,
  lookupLabel,
  memo,
  modelOutput,
  not,
  or,
  type,
  unless,
} from '../src/index.ts';

interface Comment {
  readonly text: string;
  readonly author?: string;
  readonly likes: number;
  readonly posted: Date | string | number;
  readonly language: 'de' | 'en';
  readonly verified: boolean;
}

const { when, whenAsync, functions, asyncFunctions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<Comment>(),
  text: 'text',
});
const song = when('text', keywords('song')).vote('ham');
const plain = (comment: Comment) => (comment.likes > 5 ? ('ham' as const) : undefined);

test('a label that does not exist is refused', () => {
  // @ts-expect-error 'hamm' is no label
  when('text', keywords('song')).vote('hamm');
  // @ts-expect-error 'hamm' is no label
  functions({ liked: (comment) => (comment.likes > 5 ? 'hamm' : undefined) });
  // @ts-expect-error 'hamm' is no label
  functions({ upbeat: modelOutput(() => 0.5, { hamm: above(0.9) }) });
  // @ts-expect-error 'hamm' is no label
  functions({ unsure: () => ({ label: 'hamm', confidence: 0.5 }) });
  // @ts-expect-error 'hamm' is no label
  functions({ listed: lookupLabel('author', new Map([['ann', 'hamm']] as const)) });
  // @ts-expect-error 'hamm' is no label
  song.examples({ hamm: ['a song'] });
});

test('a field that does not exist is refused', () => {
  // @ts-expect-error there is no field 'txt'
  when('txt', keywords('song'));
  // @ts-expect-error there is no field 'txt'
  when((comment) => comment.txt, keywords('song'));
  // @ts-expect-error there is no field 'txt'
  song.examples({ ham: [{ txt: 'a song' }] });
  // @ts-expect-error there is no field 'txt'
  lookupLabel<Comment, 'ham'>('txt', new Map());
  // @ts-expect-error there is no field 'txt'
  defineTask({ labels: ['a', 'b'], record: type<Comment>(), text: 'txt' });
  // @ts-expect-error the field that people read is a text
  defineTask({ labels: ['a', 'b'], record: type<Comment>(), text: 'likes' });
});

test('a test that does not fit the field is refused', () => {
  // @ts-expect-error a text is no number
  when('text', above(3));
  // @ts-expect-error a number is no text
  when('likes', keywords('song'));
  // @ts-expect-error a number is no text
  when((comment) => comment.likes, keywords('song'));
  // @ts-expect-error a truth value is no text
  when('verified', equals('yes'));
  // @ts-expect-error the language is never 'fr'
  when('language', equals('fr'));
  // @ts-expect-error the language is never 'fr'
  when('language', not(equals('fr')));
  // @ts-expect-error a number is no text
  whenAsync(
    'likes',
    asyncLookup(async () => []),
  );
});

test('a test by a value that stands alone is one of values of its kind', () => {
  const german = equals('de');
  expectTypeOf(german).toEqualTypeOf<DescribedPredicate<string>>();
  when('author', german).vote('ham');
});

test('tests that fit are taken', () => {
  when('author', keywords('bot')).vote('spam');
  when('likes', above(3)).vote('ham');
  when('likes', (likes) => likes > 3).vote('ham');
  when('posted', before('2024-01-01')).vote('ham');
  when('text', after(new Date(0))).vote('ham');
  when('likes', after(0)).vote('ham');
  when('language', equals('de')).vote('ham');
  when('language', or(equals('de'), not(equals('en')))).vote('ham');
  when('author', equals('ann')).vote('ham');
  when(({ language }) => language, equals('en')).vote('ham');
  when('verified', equals(true)).vote('ham');
  when(
    memo((comment) => comment.text.length),
    above(3),
  ).vote('ham');
  whenAsync(async ({ text }) => text.length, above(3)).vote('ham');
  whenAsync('author', async (author, signal) => author.length > 3 && !signal.aborted).vote('spam');
});

test('names of functions are inferred from the keys', () => {
  const rules = functions({ song, plain, liked: (comment) => (comment.likes > 5 ? 'ham' : undefined) });
  expectTypeOf(rules).toEqualTypeOf<LabelingFunctions<Comment, 'ham' | 'spam', 'song' | 'plain' | 'liked'>>();
  expectTypeOf(rules.select(['song']).names).toEqualTypeOf<readonly 'song'[]>();
  const votes = rules.applyTo([]);
  expectTypeOf(votes.vote(0, 'song')).toEqualTypeOf<'ham' | 'spam' | undefined>();
  // @ts-expect-error there is no function 'sogn'
  rules.select(['sogn']);
  // @ts-expect-error there is no function 'sogn'
  votes.vote(0, 'sogn');
});

test('an asynchronous function in a synchronous set is refused', () => {
  // @ts-expect-error a promise is no vote
  functions({ asynchronous: async () => 'ham' as const });
  // @ts-expect-error a promise is no vote
  functions({ asynchronous: whenAsync('text', () => true).vote('ham') });
  // @ts-expect-error a promise is no vote
  functions({ model: asyncModelOutput(async () => 0.5, { ham: above(0.1) }) });
  // @ts-expect-error a promise is no vote
  functions({ batch: batchFunction<Comment, 'ham'>(() => []) });
  // @ts-expect-error a promise is no vote
  firstOf<Comment, 'ham' | 'spam'>(song, async () => 'ham');
  // @ts-expect-error an asynchronous test is no test for when
  when('text', async () => true);
});

test('an asynchronous set takes functions of all kinds', () => {
  const rules = asyncFunctions({
    song,
    plain,
    later: async (comment, signal) => (comment.text && !signal.aborted ? 'ham' : undefined),
    known: whenAsync(
      'author',
      asyncLookup(async () => ['bot']),
    ).vote('spam'),
    model: asyncModelOutput(async ({ likes }: Comment) => likes, { ham: above(3) }),
    batch: batchFunction<Comment, 'ham'>((comments) => comments.map(() => 'ham')),
  });
  expectTypeOf(rules.names).toEqualTypeOf<
    readonly ('song' | 'plain' | 'later' | 'known' | 'model' | 'batch')[]
  >();
  expectTypeOf(rules.applyTo([])).resolves.toHaveProperty('votes');
  // @ts-expect-error 'hamm' is no label
  asyncFunctions({ later: async () => 'hamm' as const });
  // @ts-expect-error records have a text
  rules.applyTo([{ likes: 5 }]);
});

test('functions for other records are refused', () => {
  // @ts-expect-error comments have no stars
  functions({ starred: ({ stars }: { stars: number }) => (stars > 3 ? 'ham' : undefined) });
  // @ts-expect-error comments have no stars
  unless(song, ({ stars }: { stars: number }) => stars > 3);
  // @ts-expect-error records have a text
  functions({ song }).applyTo([{ likes: 5 }]);
});

test('labels may be known only when it runs', () => {
  const task = defineTask({ labels: ['a', 'b'] as readonly string[], record: type<Comment>() });
  const rules = task.functions({
    any: () => 'anything',
    song: task.when('text', keywords('song')).vote('other'),
  });
  expectTypeOf(rules.labels).toEqualTypeOf<readonly string[]>();
  expectTypeOf(rules.names).toEqualTypeOf<readonly ('any' | 'song')[]>();
});

test('the record type comes from a schema', () => {
  const task = defineTask({
    labels: ['ham', 'spam'],
    record: z.object({ text: z.string(), stars: z.coerce.number(), author: z.string().optional() }),
    text: 'text',
  });
  task.when('stars', above(3)).vote('ham');
  task.when('author', keywords('bot')).vote('spam');
  // @ts-expect-error there is no field 'txt'
  task.when('txt', keywords('song'));
  // @ts-expect-error a number is no text
  task.when('stars', keywords('song'));
  task.functions({
    long: (record) => {
      expectTypeOf(record).toEqualTypeOf<{ text: string; stars: number; author?: string | undefined }>();
      return undefined;
    },
  });
});
