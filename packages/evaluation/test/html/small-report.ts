import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import type { HtmlOptions } from '../../src/html/index.ts';
import { createReport, type Report } from '../../src/index.ts';

const functions = ['link', 'song', 'short'] as const;

/** Six records with votes, gold, labels, texts and reasons. */
export const options = {
  votes: LabelMatrix.fromRows(
    ['ham', 'spam'],
    functions,
    [
      ['spam', undefined, 'ham'],
      ['spam', undefined, undefined],
      [undefined, 'ham', undefined],
      [undefined, 'ham', 'ham'],
      ['spam', 'ham', undefined],
      [undefined, undefined, undefined],
    ],
    ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'],
  ),
  gold: ['spam', 'spam', 'ham', 'spam', undefined, 'ham'],
  models: [
    {
      name: 'mine',
      labels: ProbabilisticLabels.fromRows(
        ['ham', 'spam'],
        [
          [0.3, 0.7],
          [0.1, 0.9],
          [0.8, 0.2],
          [0.95, 0.05],
          [0.5, 0.5],
          [0, 0],
        ],
      ),
    },
  ],
  records: [
    {
      fields: { text: 'see http://a.example', author: 'Ann' },
      evidence: [{ function: 'link', field: 'text', start: 4, end: 20 }],
    },
    { fields: { text: 'http://b.example' } },
    { fields: { text: 'love this song' } },
    { fields: { text: 'song' } },
    { fields: { text: 'a song at http://c.example' } },
    { fields: { text: 'the weather was fine' } },
  ],
  explain: (row: number) => ({
    label: 'spam',
    against: 'ham',
    unit: 'log-odds' as const,
    prior: -0.5,
    reasons: [{ function: functions[row % 3], vote: 'spam', weight: 1.25 }],
  }),
} satisfies HtmlOptions<'ham' | 'spam'>;

export const report: Report = createReport({ ...options, title: 'Comments' });
