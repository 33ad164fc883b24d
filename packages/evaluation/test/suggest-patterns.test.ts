import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { formatSuggestions, suggestRules } from '../src/index.ts';

const names = ['ham', 'spam'] as const;
type Vote = (typeof names)[number] | undefined;
type Row = readonly [text: string, first: Vote, second: Vote];

/** Records whose votes and labels follow from two functions. */
function study(rows: readonly Row[]) {
  const votes = LabelMatrix.fromRows(
    names,
    ['f', 'g'],
    rows.map(([, first, second]) => [first, second]),
  );
  const labels = ProbabilisticLabels.fromRows(
    names,
    rows.map(([, first, second]) => {
      const spam = [first, second].filter((vote) => vote === 'spam').length;
      const ham = [first, second].filter((vote) => vote === 'ham').length;
      if (spam + ham === 0) return [0, 0];
      return spam === ham ? [0.5, 0.5] : spam > ham ? [0.05, 0.95] : [0.95, 0.05];
    }),
  );
  return { votes, labels, texts: rows.map(([text]) => text) };
}

const many = (times: number, of: (n: number) => Row): Row[] => Array.from({ length: times }, (_, n) => of(n));
const letters = 'abcdefghijklmnopqrstuvwxyz';
/** A word that no other text has. */
const once = (n: number): string =>
  `${letters[n % 26]}${letters[Math.floor(n / 26) % 26]}q${letters[(n * 7) % 26]}z`;

describe('suggested patterns', () => {
  it('are the first letters that forms of a word share', () => {
    const forms = ['subscribe', 'subscriber', 'subscribed', 'subscription', 'subscribing'];
    const rows = [
      ...many(
        20,
        (n): Row => [`${forms[n % 5]} ${once(n)}`, n % 2 ? 'spam' : undefined, n % 2 ? undefined : 'spam'],
      ),
      ...many(20, (n): Row => [`lovely ${once(n + 40)}`, 'ham', undefined]),
      ...many(10, (n): Row => [`${forms[n % 5]} ${once(n + 90)}`, undefined, undefined]),
    ];
    const [first] = suggestRules(study(rows)).forUncovered;
    expect(first).toMatchObject({
      kind: 'pattern',
      phrase: '/\\bsubsc/i',
      label: 'spam',
      gain: 10,
      records: 30,
    });
    expect(first.code).toBe("subsc: when('text', matches(/\\bsubsc/i)).vote('spam'),");
  });

  it('are shapes such as links and sums of money', () => {
    const rows = [
      ...many(20, (n): Row => [`${once(n)} $${n}00`, n % 2 ? 'spam' : undefined, n % 2 ? undefined : 'spam']),
      ...many(20, (n): Row => [`lovely ${once(n + 40)}`, 'ham', undefined]),
      ...many(8, (n): Row => [`${once(n + 90)} €${n + 10}`, undefined, undefined]),
    ];
    const [first] = suggestRules(study(rows)).forUncovered;
    expect(first.code).toBe("money: when('text', matches(/[$€£¥]\\s?\\d/)).vote('spam'),");
    expect(first.gain).toBe(8);
  });

  it('keep to letters beyond ASCII', () => {
    const forms = ['früher', 'frühere', 'früherer', 'früheres'];
    const rows = [
      ...many(
        20,
        (n): Row => [`${forms[n % 4]} ${once(n)}`, n % 2 ? 'spam' : undefined, n % 2 ? undefined : 'spam'],
      ),
      ...many(20, (n): Row => [`lovely ${once(n + 40)}`, 'ham', undefined]),
      ...many(8, (n): Row => [`${forms[n % 4]} ${once(n + 90)}`, undefined, undefined]),
    ];
    const [first] = suggestRules(study(rows)).forUncovered;
    expect(first.phrase).toBe('/(?<![\\p{L}\\p{M}\\p{N}_])frühe/iu');
  });
});

describe('what contested records share', () => {
  it('is found as for records without votes', () => {
    const rows = [
      ...many(20, (n): Row => [`plain ${once(n)}`, 'spam', undefined]),
      ...many(10, (n): Row => [`giveaway ${once(n + 30)}`, 'spam', 'ham']),
    ];
    const found = suggestRules(study(rows));
    expect(found.contestedThemes[0]).toMatchObject({ phrase: 'giveaway', gain: 10 });
    expect(found.themes).toEqual([]);
    expect(formatSuggestions(found)).toContain('What records with votes that disagree share');
  });
});

describe('a sample', () => {
  const random = seededRandom(5);
  const rows = many(4000, (n): Row => {
    const spam = random() < 0.5;
    const text = `${spam ? 'giveaway' : 'lovely'} ${once(n)}`;
    const vote = spam ? 'spam' : 'ham';
    const votes: readonly Vote[][] = [
      [undefined, undefined],
      [vote, vote],
      [vote, undefined],
      [undefined, vote],
    ];
    return [text, votes[n % 4][0], votes[n % 4][1]];
  });
  const parts = study(rows);

  it('says how many records it looked at, and names records as they stand among all', () => {
    const found = suggestRules(parts, { sample: 1000 });
    expect([found.records, found.sampled]).toEqual([4000, 1000]);
    expect(found.uncovered).toBeGreaterThan(200);
    expect(found.uncovered).toBeLessThan(300);
    const examples = found.forUncovered.flatMap((rule) =>
      rule.examples.map((row) => [rule.phrase, parts.texts[row]]),
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const [phrase, text] of examples) expect(text).toContain(phrase);
    expect(formatSuggestions(found)).toContain('of 1,000 drawn at random from 4,000 without votes');
    expect(suggestRules(parts, { sample: 1000 })).toEqual(found);
  });

  it('is all records where there are not more', () => {
    expect(suggestRules(parts, { sample: 4000 }).sampled).toBeUndefined();
  });
});
