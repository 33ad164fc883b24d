import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { formatSuggestions, suggestRules } from '../src/index.ts';
import { indexPhrases } from '../src/phrase-index.ts';

describe('indexPhrases', () => {
  const found = (texts: readonly string[], options = {}) => {
    const { phrases, rows } = indexPhrases(texts, { least: 2, ...options });
    return Object.fromEntries(phrases.map((phrase, n) => [phrase, [...rows[n]]]));
  };

  it('finds words whatever their case, once per text', () => {
    expect(found(['Song song', 'no', 'SONG!'])).toEqual({ song: [0, 2] });
  });

  it('finds phrases with nothing but white space inside', () => {
    expect(found(['my new song', 'My  new\nsong', 'my, new song'])).toEqual({
      new: [0, 1, 2],
      song: [0, 1, 2],
      'my new': [0, 1],
      'new song': [0, 1, 2],
      'my new song': [0, 1],
    });
  });

  it('makes phrases no longer than it is told to', () => {
    expect(Object.keys(found(['one two', 'one two'], { longest: 1 }))).toEqual(['one', 'two']);
  });

  it('leaves out what fewer texts have', () => {
    expect(Object.keys(found(['one two', 'one three'], { least: 2 }))).toEqual(['one']);
  });

  it('leaves out words too short to tell anything', () => {
    expect(found(['I am 17', 'i am 17'])).toEqual({});
  });

  it('joins letters of scripts without spaces', () => {
    expect(found(['東京に', '東京は'], { longest: 2 })).toEqual({ 東: [0, 1], 京: [0, 1], 東京: [0, 1] });
  });

  it('joins accents with their letters', () => {
    expect(found(['café', 'cafe\u0301'])).toEqual({ café: [0, 1] });
  });
});

type Comment = readonly [text: string, ...votes: readonly ('ham' | 'spam' | undefined)[]];

/** Comments of which some rules know some. */
const comments: readonly Comment[] = [
  ...repeat(10, 'visit my page, guys, friends', 'spam', undefined, undefined),
  ...repeat(10, 'subscribe now guys, friends', undefined, 'spam', undefined),
  ...repeat(10, 'lovely tune', undefined, undefined, 'ham'),
  ...repeat(10, 'lovely voice', undefined, undefined, 'ham'),
  ...repeat(6, 'hello guys', undefined, undefined, undefined),
  ...repeat(7, 'million views already', undefined, undefined, undefined),
  ...repeat(3, 'my tune, friends', 'spam', undefined, 'ham'),
  ...repeat(3, 'subscribe for a tune, friends', undefined, 'spam', 'ham'),
];

function repeat(times: number, ...comment: Comment): Comment[] {
  return Array.from({ length: times }, () => comment);
}

const votes = LabelMatrix.fromRows<'ham' | 'spam', string>(
  ['ham', 'spam'],
  ['my', 'subscribe', 'music'],
  comments.map(([, ...cast]) => cast),
);
const labels = ProbabilisticLabels.fromRows<'ham' | 'spam'>(
  ['ham', 'spam'],
  comments.map(([, my, subscribe, music]) => {
    if (music && (my || subscribe)) return [0.5, 0.5];
    if (music) return [0.95, 0.05];
    return my || subscribe ? [0.05, 0.95] : [0, 0];
  }),
);
const texts = comments.map(([text]) => text);
const suggestions = suggestRules({ votes, labels, texts });

describe('suggestRules', () => {
  it('counts records without votes and with votes that disagree', () => {
    expect(suggestions).toMatchObject({ records: 59, uncovered: 13, contested: 6 });
  });

  it('suggests for records without votes what the labels of others tell', () => {
    expect(suggestions.forUncovered).toEqual([
      {
        kind: 'phrase',
        phrase: 'guys',
        label: 'spam',
        code: "guys: when('text', keywords('guys')).vote('spam'),",
        gain: 6,
        records: 26,
        precision: { value: 0.95, low: 0.763869, high: 0.991119 },
        evidence: 20,
        conflicts: 0,
        examples: [40, 41, 42],
      },
    ]);
  });

  it('suggests for records on which votes disagree', () => {
    expect(suggestions.forContested.map(({ phrase, label, gain }) => [phrase, label, gain])).toEqual([
      ['friends', 'spam', 6],
    ]);
  });

  it('suggests nothing that one function alone speaks for', () => {
    // It is always the function music that votes on lovely things, and on tunes.
    const phrases = [...suggestions.forUncovered, ...suggestions.forContested].map(({ phrase }) => phrase);
    expect(phrases).toEqual(['guys', 'friends']);
  });

  it('counts the conflicts that a rule would add', () => {
    const rows = [...comments, ...repeat(2, 'lovely guys', undefined, undefined, 'ham')];
    const more = ProbabilisticLabels.fromRows<'ham' | 'spam'>(
      ['ham', 'spam'],
      rows
        .map((_, i) => (i < 59 ? [...labels.distribution(i)] : [0.95, 0.05]))
        .map((row, i) => (i < 59 && !labels.isCovered(i) ? [0, 0] : row)),
    );
    const found = suggestRules({
      votes: LabelMatrix.fromRows<'ham' | 'spam', string>(
        ['ham', 'spam'],
        votes.functions,
        rows.map(([, ...cast]) => cast),
      ),
      labels: more,
      texts: rows.map(([text]) => text),
    });
    expect(found.forUncovered[0]).toMatchObject({ phrase: 'guys', conflicts: 2, evidence: 22 });
  });

  it('shows what the others share, without a label', () => {
    const [theme] = suggestions.themes;
    expect(theme).toMatchObject({ gain: 7, code: expect.stringContaining(".vote('…')") });
    expect(['million', 'views', 'already']).toContain(theme.phrase.split(' ')[0]);
  });

  it('tells which label lacks votes', () => {
    const [ham, spam] = suggestions.labels;
    expect([ham.functions, spam.functions]).toEqual([1, 2]);
    expect(ham.covered).toBeCloseTo(20 * 0.95 + 20 * 0.05 + 3);
    expect(ham.uncovered + spam.uncovered).toBeCloseTo(13);
    // Those that say guys are spam by their word.
    expect(spam.uncovered).toBeGreaterThan(6);
  });

  it('asks for as much precision as it is told to', () => {
    expect(suggestRules({ votes, labels, texts }, { minPrecision: 0.96 }).forUncovered).toEqual([]);
  });

  it('writes the field and names that are free', () => {
    const named = new LabelMatrix({ ...votes, functions: ['my', 'guys', 'music'] });
    const [rule] = suggestRules({ votes: named, labels, texts }, { field: 'body' }).forUncovered;
    expect(rule.code).toBe("guys2: when('body', keywords('guys')).vote('spam'),");
  });

  it('finds nothing where there are no texts', () => {
    const none = suggestRules({ votes, labels, texts: texts.map(() => '') });
    expect([none.forUncovered, none.forContested, none.themes]).toEqual([[], [], []]);
  });

  it('suggests the same whatever the order of the records', () => {
    const back = texts.map((_, i) => texts.length - 1 - i);
    const turned = suggestRules({
      votes: votes.take(back),
      labels: labels.take(back),
      texts: back.map((row) => texts[row]),
    });
    expect(turned.forUncovered.map(({ phrase, gain }) => [phrase, gain])).toEqual([['guys', 6]]);
  });

  it('refuses texts of other records', () => {
    expect(() => suggestRules({ votes, labels, texts: ['one'] })).toThrow(
      'found 1 texts and 59 labels; expected 59',
    );
  });
});

describe('formatSuggestions', () => {
  it('shows the rules, an example of each, and lines to paste', () => {
    const text = formatSuggestions(suggestions, { texts, width: 140 });
    expect(text).toContain('13 records of 59 without votes');
    expect(text).toMatch(/guys +spam +6 +26 +95\.0 +76–99 +0 +hello guys/);
    expect(text).toContain("\nguys: when('text', keywords('guys')).vote('spam'),\n");
  });

  it('puts code in Markdown into a fence', () => {
    expect(formatSuggestions(suggestions, { format: 'markdown' })).toContain(
      "```ts\nguys: when('text', keywords('guys')).vote('spam'),\n```",
    );
  });

  it('says when there is nothing to suggest', () => {
    const none = suggestRules({ votes, labels, texts: texts.map(() => '') });
    expect(formatSuggestions(none)).toContain('Found no phrase');
  });
});
