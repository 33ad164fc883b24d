import { describe, expect, it, test } from 'vitest';
import * as rules from '../rules.ts';

const comments = [
  {
    id: '1',
    author: 'spam bot',
    text: 'PLEASE subscribe to my channel, check out http://x.example win',
    posted: '2026-05-01',
    likes: 3,
  },
  { id: '2', author: 'ann', text: '私は東京に住んでいます love this song', posted: '2020-01-01', likes: 50 },
  { id: '3', author: 'zed', text: 'subscrbe at buy-now.example привет', posted: 'unknown' },
];

const names = (votes: { votesOn(row: number): { function: string }[] }, row: number) =>
  votes.votesOn(row).map((vote) => vote.function);

describe('the rules of the guides', () => {
  it.each([
    ['keywordRules', rules.keywordRules, [['begging', 'follow'], ['tokyo'], []]],
    ['patternRules', rules.patternRules, [['link', 'advert'], [], ['cyrillic']]],
    ['lookupRules', rules.lookupRules, [['blocked'], ['friend'], ['shop']]],
    ['numberRules', rules.numberRules, [['recent'], ['short', 'popular'], ['short']]],
    ['plainRules', rules.plainRules, [['linkShare'], [], []]],
    ['modelRules', rules.modelRules, [['learnt'], ['learnt'], []]],
    [
      'composedRules',
      rules.composedRules,
      [['linkFirst', 'agreed'], ['songWithoutLink', 'linkFirst', 'agreed'], []],
    ],
    ['textRules', rules.textRules, [['subscribe', 'misspelt'], [], ['misspelt']]],
  ])('%s vote as the guide says', (_, set, expected) => {
    const votes = set.applyTo(comments);
    expect(comments.map((_, row) => names(votes, row))).toEqual(expected);
  });

  it('paidRules vote as the guide says, and tell what it cost', async () => {
    const costs: number[] = [];
    const votes = await rules.paidRules.applyTo(comments.slice(0, 2), {
      onCall: ({ cost }) => costs.push(cost),
    });
    expect(costs).toHaveLength(2);
    expect(Math.min(...costs)).toBeGreaterThan(0);
    expect(votes.votes).not.toContain(-1);
  });

  it('asyncRules vote as the guide says', async () => {
    const votes = await rules.asyncRules.applyTo(comments);
    expect(comments.map((_, row) => names(votes, row))).toEqual([['scored', 'batched', 'link'], [], []]);
  });

  it('topicRules take the label from the table', () => {
    expect(rules.topicRules.applyTo([{ word: 'Guitar' }]).vote(0, 'listed')).toBe('music');
  });
});

// #region vitest
for (const { name, check } of rules.testedRules.examples()) test(name, check);
// #endregion vitest
