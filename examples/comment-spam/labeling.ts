// #region task
import {
  above,
  and,
  below,
  defineTask,
  keywords,
  lookup,
  matches,
  memo,
  modelOutput,
  not,
  type,
} from 'labelwright';
import { listFile } from 'labelwright/io';
import { mentions, sentiment } from 'labelwright/text';

export interface Comment {
  readonly id: string;
  readonly text: string;
}

const { when, functions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<Comment>(),
  text: 'text',
});
// #endregion task

// #region features
const wordCount = memo((comment: Comment) => comment.text.split(/\s+/).length);
const performers = listFile(new URL('data/performers.txt', import.meta.url));
const mood = sentiment('text');
// #endregion features

// #region functions
export default functions({
  my: when('text', keywords('my')).vote('spam', 'Spam speaks of "my channel" and "my video".'),

  subscribe: when('text', mentions('subscribe'))
    .vote('spam', 'Asks for followers, whatever the inflection.')
    .examples({ spam: ['Subscribing to everyone who subscribes!'], abstain: ['great song'] }),

  link: when('text', matches(/https?:|www\./i)).vote('spam', 'Leads elsewhere.'),

  please: when('text', keywords('please', 'plz', 'pls')).vote('spam', 'Begs.'),

  song: when('text', keywords('song')).vote('ham', 'Talks about the music.'),

  checkOut: when('text', matches('check .* out | check \\s+ out', { flags: 'isx' }))
    .vote('spam', 'Advertises.')
    .examples({ spam: ['CHECK my new video OUT', 'check out this'], abstain: ['checkers'] }),

  short: when(wordCount, below(5)).vote('ham', 'A short remark is seldom an advertisement.'),

  performer: when('text', lookup(performers, { match: 'inside' }))
    .vote('ham', 'Names whom the video shows.')
    .examples({ ham: ['I love Katy Perry'], abstain: ['katydid'] }),

  upbeat: modelOutput(mood, { ham: above(0.9) }),

  opinion: when(
    'text',
    and(keywords('love', 'best', 'favorite', 'beautiful', 'amazing', 'awesome'), not(matches(/https?:/))),
  ).vote('ham', 'Praises without a link.'),
});
// #endregion functions
