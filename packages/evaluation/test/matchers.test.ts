import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { labelingMatchers } from '../src/vitest/index.ts';

expect.extend(labelingMatchers);

const link = (record: { readonly text: string }) => (record.text.includes('http') ? 'spam' : undefined);
const sure = () => ({ label: 'spam', confidence: 0.9 });
const slow = async (record: { readonly text: string }) => link(record);
const votes = LabelMatrix.fromColumns(['ham', 'spam'], {
  good: Array.from({ length: 20 }, () => 'spam' as const),
  poor: Array.from({ length: 20 }, (_, i) => (i < 4 ? ('ham' as const) : undefined)),
});
const gold = Array.from({ length: 20 }, () => 'spam');

describe('toVoteOn', () => {
  it('holds for the vote of a labeling function', () => {
    expect(link).toVoteOn({ text: 'http://a.example' }, 'spam');
    expect(link).not.toVoteOn({ text: 'http://a.example' }, 'ham');
    expect(sure).toVoteOn({}, 'spam');
  });

  it('says what was voted instead', () => {
    expect(() => expect(link).toVoteOn({ text: 'song' }, 'spam')).toThrow(
      `the function voted nothing on {"text":"song"}; expected 'spam'`,
    );
  });

  it('waits for asynchronous functions', async () => {
    await expect(slow).toVoteOn({ text: 'http://a.example' }, 'spam');
    await expect(async () => expect(slow).toVoteOn({ text: 'song' }, 'spam')).rejects.toThrow(
      'voted nothing',
    );
  });

  it('refuses what is no labeling function', () => {
    expect(() => expect('link').toVoteOn({}, 'spam')).toThrow('expected a labeling function');
    expect(() => expect(() => 3).toVoteOn({}, 'spam')).toThrow('found the ballot 3');
  });
});

describe('a record that JSON cannot hold', () => {
  const knot: Record<string, unknown> = { text: 'song' };
  knot.self = knot;

  it.each([
    [{ text: 'song', size: 12n }, '{"text":"song","size":"12n"}'],
    [knot, 'an object with text, self'],
  ])('is told: %#', (record, text) => {
    expect(() => expect(link).toVoteOn(record, 'spam')).toThrow(`voted nothing on ${text}; expected 'spam'`);
  });
});

describe('a share', () => {
  it.each([50, -0.1, Number.NaN])('is not %d', (share) => {
    const expected = expect.objectContaining({ code: 'invalid-option' });
    expect(() => expect(votes).toCover(share)).toThrow(expected);
    expect(() => expect(votes).toBePrecise(share, { gold })).toThrow(expected);
  });
});

describe('toAbstainOn', () => {
  it('holds where the function gives no vote', () => {
    expect(link).toAbstainOn({ text: 'song' });
    expect(() => expect(link).toAbstainOn({ text: 'http' })).toThrow(`voted 'spam'`);
  });
});

describe('toCover', () => {
  it('holds where enough records have a vote', () => {
    expect(votes).toCover(1);
    expect(votes.select(['poor'])).toCover(0.2);
    expect(() => expect(votes.select(['poor'])).toCover(0.21)).toThrow(
      'the votes cover 20.0 % of 20 records; expected 21.0 %',
    );
  });

  it('refuses what is no votes', () => {
    expect(() => expect([]).toCover(0.5)).toThrow('expected votes, as applyTo gives them');
  });
});

describe('toBePrecise', () => {
  it('holds where the votes are right with confidence', () => {
    // 20 of 20 are right: the interval begins at 0.839.
    expect(votes).toBePrecise(0.83, { gold, of: 'good' });
    expect(votes).not.toBePrecise(0.84, { gold, of: 'good' });
    expect(votes).not.toBePrecise(0.83, { gold });
  });

  it('says how sure it is', () => {
    expect(() => expect(votes).toBePrecise(0.5, { gold, of: 'poor' })).toThrow(
      'poor: 0.0 % of 4 votes on gold are right, 95 % interval 0–49; expected at least 50.0 % with confidence',
    );
  });

  it('refuses to judge without gold', () => {
    expect(() => expect(votes).toBePrecise(0.5, undefined as never)).toThrow('found no gold');
  });

  it('does not hold without votes on gold', () => {
    expect(votes).not.toBePrecise(0, { gold: gold.map(() => undefined) });
  });
});
