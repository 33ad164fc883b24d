const labeling = `import { below, defineTask, keywords, matches, memo, type } from 'labelwright';

interface Comment {
  readonly id: string;
  readonly text: string;
}

const { when, functions } = defineTask({
  labels: ['ham', 'spam'],
  record: type<Comment>(),
  text: 'text',
});

const wordCount = memo((comment: Comment) => comment.text.split(/\\s+/).length);

// The keys are the names of the labeling functions. To abstain, a function returns undefined.
export default functions({
  link: when('text', matches(/https?:|www\\./i))
    .vote('spam', 'Spam comments link elsewhere.')
    .examples({ spam: ['see www.example.com'], abstain: ['love this'] }),

  subscribe: when('text', keywords('subscribe', 'my channel', 'check out'))
    .vote('spam', 'Asks for followers.')
    .examples({ spam: ['Check out my channel!'], abstain: ['the channel is great'] }),

  song: when('text', keywords('song', 'voice', 'lyrics', 'dance')).vote('ham', 'Talks about the music.'),

  short: when(wordCount, below(5)).vote('ham', 'A short remark is seldom an advertisement.'),

  shouting: (comment) => {
    if (comment.text === comment.text.toUpperCase()) return 'spam';
  },
});
`;

const comments = [
  'love this song',
  'Check out my channel for more covers',
  'her voice is amazing',
  'FREE GIFT CARDS FOR EVERYBODY',
  'who is listening in November?',
  'subscribe to me and I subscribe to you http://example.com/me',
  'best lyrics ever',
  'please visit https://example.org to win',
  'this dance never gets old',
  'I made a remix of this song, check out my page',
  'so good',
  'my cat likes it too, we watch it every day before she sleeps',
];

const compiler = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/** The files by which an editor knows the module's types, by name: they are written where they are not there. */
export function editorFiles(version: string): Readonly<Record<string, string>> {
  const manifest = { private: true, type: 'module', devDependencies: { labelwright: `^${version}` } };
  return {
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'tsconfig.json': `${JSON.stringify({ compilerOptions: compiler, include: ['*.ts'] }, undefined, 2)}\n`,
  };
}

/** The files that `labelwright init` writes, by name. */
export const starterFiles: Readonly<Record<string, string>> = {
  'labeling.ts': labeling,
  'comments.jsonl': comments.map((text, i) => `${JSON.stringify({ id: `c${i + 1}`, text })}\n`).join(''),
};
