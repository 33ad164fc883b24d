import {
  above,
  after,
  and,
  asyncFunction,
  asyncModelOutput,
  batchModelOutput,
  below,
  between,
  defineTask,
  firstOf,
  keywords,
  lookup,
  lookupLabel,
  matches,
  memo,
  modelOutput,
  not,
  or,
  spend,
  type,
  unanimous,
  unless,
} from 'labelwright';
import { listFile, queryList, tableFile } from 'labelwright/io';
import { mentions, naiveBayes, sentiment, similar } from 'labelwright/text';

// #region task
interface Comment {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly posted: string;
  readonly likes?: number;
}

const { when, functions, asyncFunctions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<Comment>(),
  text: 'text',
});
// #endregion task

// #region keywords
export const keywordRules = functions({
  begging: when('text', keywords('please', 'plz', 'pls')).vote('spam', 'Begs.'),
  follow: when('text', keywords({ all: ['subscribe', 'channel'] })).vote('spam'),
  shouted: when('text', keywords({ any: ['FREE', 'WIN'], caseSensitive: true })).vote('spam'),
  tokyo: when('text', keywords('東京')).vote('ham'),
});
// #endregion keywords

// #region matches
export const patternRules = functions({
  link: when('text', matches(/https?:|www\./i)).vote('spam'),
  advert: when('text', matches('(?ix) check \\s+ (?<what> out | my ) \\b')).vote('spam'),
  cyrillic: when('text', matches('\\p{Cyrillic}{3}')).vote('ham'),
});
// #endregion matches

// #region lookup
const blocked = listFile(new URL('data/blocked.csv', import.meta.url), { column: 'name' });
const shops = await queryList(undefined, "select unnest(['buy-now.example', 'cheap.example'])");

export const lookupRules = functions({
  blocked: when('author', lookup(blocked)).vote('spam', 'The author was blocked before.'),
  shop: when('text', lookup(shops, { match: 'inside' })).vote('spam', 'Names a shop.'),
  friend: when('author', lookup(new Set(['ann', 'bob']), { match: 'exact' })).vote('ham'),
});
// #endregion lookup

// #region lookup-label
const topicTask = defineTask({ labels: ['music', 'sports'], record: type<{ readonly word: string }>() });
const topics = tableFile(new URL('data/topics.csv', import.meta.url), {
  key: 'word',
  value: 'topic',
  values: topicTask.labels,
});

export const topicRules = topicTask.functions({ listed: lookupLabel('word', topics) });
// #endregion lookup-label

// #region numbers
const wordCount = memo((comment: Comment) => comment.text.split(/\s+/).length);

export const numberRules = functions({
  short: when(wordCount, below(5)).vote('ham'),
  rambling: when(wordCount, and(above(60), not(above(500)))).vote('spam'),
  popular: when('likes', between(10, 100_000)).vote('ham', 'Spam is seldom liked.'),
  recent: when('posted', after('2026-01-01')).vote('spam'),
});
// #endregion numbers

// #region functions
export const plainRules = functions({
  shouting: (comment) => {
    if (comment.text.length > 8 && comment.text === comment.text.toUpperCase()) return 'spam';
  },
  linkShare: (comment) => {
    const share = (comment.text.match(/https?:/g) ?? []).length / wordCount(comment);
    return share > 0.1 ? { label: 'spam', confidence: Math.min(1, 0.5 + share) } : undefined;
  },
});
// #endregion functions

// #region models
const mood = sentiment('text');
const topic = naiveBayes('text', {
  ham: ['what a great song', 'love her voice', 'this video made my day'],
  spam: ['check out my channel', 'subscribe to me please', 'win free gift cards'],
});

export const modelRules = functions({
  upbeat: modelOutput(mood, { ham: above(0.9) }),
  learnt: modelOutput(topic, { threshold: 0.8, margin: 0.5 }),
});
// #endregion models

// #region async
/** Stands for a service that scores texts, one by one or many at once. */
const service = {
  score: async (text: string, _options: { readonly signal: AbortSignal }) =>
    text.includes('win') ? 0.9 : 0.1,
  scoreMany: async (texts: readonly string[]) =>
    texts.map((text) => ({ spam: text.includes('win') ? 0.9 : 0.2 })),
};

export const asyncRules = asyncFunctions({
  scored: asyncModelOutput((comment: Comment, signal) => service.score(comment.text, { signal }), {
    spam: above(0.8),
  }),
  batched: batchModelOutput(
    (comments: readonly Comment[]) => service.scoreMany(comments.map((comment) => comment.text)),
    { spam: above(0.8) },
    { size: 32 },
  ),
  link: when('text', matches(/https?:/)).vote('spam'),
});
// #endregion async

// #region calls
/** Stands for a language model that is paid by the token. */
const judge = async (text: string, _signal: AbortSignal) => ({
  label: text.includes('win') ? ('spam' as const) : ('ham' as const),
  tokens: text.length / 4,
});

export const paidRules = asyncFunctions({
  judged: asyncFunction(
    async ({ text }: Comment, signal) => {
      const { label, tokens } = await judge(text, signal);
      spend(signal, { tokens, cost: tokens * 2e-6 });
      return label;
    },
    { callsPerSecond: 20, concurrency: 4, retries: 3, timeLimit: 10_000 },
  ),
});
// #endregion calls

// #region composition
const song = when('text', keywords('song')).vote('ham', 'Talks about the music.');
const link = when('text', matches(/https?:/)).vote('spam', 'Leads elsewhere.');
const praise = when('text', or(keywords('love'), keywords('great'))).vote('ham', 'Praises.');

export const composedRules = functions({
  songWithoutLink: unless(song, link),
  linkFirst: firstOf(link, song),
  agreed: unanimous<Comment, 'ham' | 'spam'>(song, praise, link),
});
// #endregion composition

// #region examples
export const testedRules = functions({
  advert: when('text', matches(/check (this|it|my \w+) out/i))
    .vote('spam', 'Advertises.')
    .examples({ spam: ['Check my page out', 'check this out!'], abstain: ['check out', 'checkers'] }),
});
// #endregion examples

// #region text
export const textRules = functions({
  subscribe: when('text', mentions('subscribe')).vote('spam', 'Whatever the inflection.'),
  misspelt: when('text', similar('subscribe', { atLeast: 0.93 })).vote('spam', 'Also when misspelt.'),
});
// #endregion text
