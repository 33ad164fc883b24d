import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { adviceOf } from '../src/advice.ts';
import {
  createReport,
  formatReport,
  type RuleSuggestion,
  slicesByField,
  suggestRules,
} from '../src/index.ts';
import { markdownCode } from '../src/markdown-layout.ts';

const labels = ['ham', 'spam'] as const;

const rule: RuleSuggestion<'spam'> = {
  ...{ kind: 'phrase', phrase: 'prize', label: 'spam', gain: 20, records: 40, evidence: 20, conflicts: 0 },
  code: "prize: when('text', mentions('prize')).vote('spam'),",
  precision: { value: 0.914 },
  examples: [61, 63],
};

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** A hundred comments: links are spam, `nice` is ham, the last forty have a word that no function knows. */
function reportOn(gold: (row: number) => 'ham' | 'spam') {
  const texts = Array.from({ length: 100 }, (_, row) => {
    if (row >= 60) return `prize ${['http', 'now', 'www', 'today'][row % 4]}`;
    return row < 40 ? 'http' : 'nice';
  });
  const votes = LabelMatrix.fromColumns(labels, {
    link: texts.map((text) => (text.includes('http') ? 'spam' : undefined)),
    web: texts.map((text) => (text.includes('www') ? 'spam' : undefined)),
    nice: texts.map((text, row) => (text.includes('nice') || row < 10 ? 'ham' : undefined)),
    dead: texts.map(() => undefined),
  });
  const shares = texts.map((text) => (/http|www|prize/.test(text) ? [0.1, 0.9] : [0.8, 0.2]));
  const soft = ProbabilisticLabels.fromRows(labels, shares);
  const suggestions = { ...suggestRules({ votes, labels: soft, texts }), forUncovered: [rule] };
  const slices = { kind: slicesByField(texts.map((_, row) => (row < 40 ? 'first' : 'rest'))) };
  const truth = texts.map((_, row) => gold(row));
  return createReport({ votes, gold: truth, models: [{ name: 'mine', labels: soft }], slices, suggestions });
}

describe('adviceOf', () => {
  const report = reportOn((row) => (row < 30 ? 'ham' : row < 40 || row >= 60 ? 'spam' : 'ham'));
  const advice = adviceOf(report);
  const textOf = (part: string) =>
    advice.filter((entry) => entry.part === part).map(({ text }) => plain(text));

  it('names no slice where all are as good', () => {
    const found = adviceOf(reportOn((row) => (row < 10 || (row >= 50 && row < 60) ? 'ham' : 'spam')));
    expect(found.filter(({ part }) => part === 'slices')).toEqual([]);
  });

  it('names functions to look at', () => {
    expect(textOf('findings')[0]).toMatch(/^Look at \d labeling functions?: .*dead \(dead\)/);
  });

  it('names the rule that covers most', () => {
    const [next] = advice.filter(({ part }) => part === 'next');
    expect(plain(next.text)).toMatch(
      /^20.0 % of the records have no vote. A rule for 20 records of them, right in about 91.4 %:$/,
    );
    expect(next.code).toContain('prize');
  });

  it('tells how far probabilities are off', () => {
    expect(textOf('quality')).toEqual([
      expect.stringMatching(/^The probabilities of mine are off by \d\d\.\d % on average: .*fit --calibrate/),
    ]);
  });

  it('does not take chance for probabilities that are off', () => {
    const random = seededRandom(3);
    const fired = Array.from({ length: 20 }, () => {
      const rows = Array.from({ length: 60 }, () => random());
      const votes = LabelMatrix.fromColumns(labels, { one: rows.map(() => 'ham' as const) });
      const made = ProbabilisticLabels.fromRows(
        labels,
        rows.map((p) => [1 - p, p]),
      );
      const gold = rows.map((p) => (random() < p ? ('spam' as const) : ('ham' as const)));
      const report = createReport({ votes, gold, models: [{ name: 'mine', labels: made }] });
      return adviceOf(report).some(({ text }) => text.includes('calibrate'));
    });
    expect(fired.filter((did) => did).length).toBeLessThanOrEqual(2);
  });

  it('takes chance into account where there are many slices', () => {
    const random = seededRandom(5);
    const fired = Array.from({ length: 60 }, () => {
      const rows = Array.from({ length: 600 }, () => (random() < 0.8 ? ('spam' as const) : ('ham' as const)));
      const votes = LabelMatrix.fromColumns(labels, { one: rows });
      const made = ProbabilisticLabels.fromRows(
        labels,
        rows.map(() => [0.2, 0.8]),
      );
      const slices = {
        part: slicesByField(
          rows.map(() => `p${Math.floor(random() * 30)}`),
          { most: 30 },
        ),
      };
      return adviceOf(createReport({ votes, gold: rows, models: [{ name: 'mine', labels: made }], slices }));
    });
    const named = fired.filter((found) => found.some(({ part }) => part === 'slices'));
    expect(named.length).toBeLessThanOrEqual(6);
  });

  it('names the slice that is worse than all records', () => {
    expect(textOf('slices')).toEqual([
      'Write functions for kind first: 25.0 % of its 40 labels with gold are right, of all 70.0 %.',
    ]);
  });

  it('names the most frequent errors, and the conflict that decides most', () => {
    expect(textOf('errors')).toEqual(
      expect.arrayContaining([
        'Read the most frequent errors: spam where gold is ham, 30 of 30 (100.0 %).',
        'Find out who is right where link votes spam and nice ham: that decides 10 labels; link is right in 0.0 %.',
      ]),
    );
  });

  it('names gold that may be wrong', () => {
    expect(textOf('errors')).toContain(
      'Read 30 gold labels that the votes speak against: gold or functions are wrong there.',
    );
  });

  it('names three functions, and counts the others', () => {
    const columns = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((name) => [name, Array(9).fill(undefined)]),
    );
    const [first] = adviceOf(createReport({ votes: LabelMatrix.fromColumns(labels, columns) }));
    expect(first.text).toBe('Look at 5 labeling functions: a (dead), b (dead), c (dead) and 2 more.');
  });

  it('does not dwell on a conflict or an error in a thousand records', () => {
    const of = (records: number) => {
      const votes = LabelMatrix.fromColumns(labels, {
        a: Array.from({ length: records }, () => 'ham'),
        b: Array.from({ length: records }, (_, row) => (row === 0 ? 'spam' : 'ham')),
      });
      const soft = ProbabilisticLabels.fromRows(labels, Array(records).fill([1, 0]));
      const gold = Array.from({ length: records }, (_, row) => (row === 0 ? 'spam' : 'ham'));
      return adviceOf(createReport({ votes, gold, models: [{ name: 'mine', labels: soft }] }))
        .map(({ text }) => text)
        .filter((text) => /^(Read the most|Find out)/.test(text)).length;
    };
    expect([of(400), of(1000)]).toEqual([2, 0]);
  });

  it('says nothing where nothing is known', () => {
    expect(adviceOf(createReport({ votes: LabelMatrix.fromColumns(labels, { a: ['ham'] }) }))).toEqual([]);
  });

  it('stands at the top of a pull request', () => {
    const markdown = formatReport(report, { format: 'markdown' });
    expect(markdown.indexOf('## What to do next')).toBeLessThan(markdown.indexOf('## Labeling functions'));
    expect(markdown).toMatch(/right in about [\d.]+ %: `prize: /);
  });
});

describe('markdownCode', () => {
  it.each([
    ['a: 1,', '`a: 1,`'],
    ['a: /`/', '`` a: /`/ ``'],
    ['``', '``` `` ```'],
  ])('keeps %s as it is', (line, code) => {
    expect(markdownCode(line)).toBe(code);
  });
});
