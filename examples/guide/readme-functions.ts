import { below, defineTask, keywords, matches, memo, type } from 'labelwright';

interface Comment {
  readonly id: string;
  readonly text: string;
}

const { when, functions } = defineTask({ labels: ['ham', 'spam'], record: type<Comment>(), text: 'text' });
const wordCount = memo((comment: Comment) => comment.text.split(/\s+/).length);

export default functions({
  link: when('text', matches(/https?:|www\./i)).vote('spam', 'Spam comments link elsewhere.'),
  subscribe: when('text', keywords('subscribe', 'my channel')).vote('spam'),
  song: when('text', keywords('song', 'voice', 'lyrics')).vote('ham'),
  short: when(wordCount, below(5)).vote('ham'),
  shouting: (comment) => {
    if (comment.text === comment.text.toUpperCase()) return 'spam';
  },
});
