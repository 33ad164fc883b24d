import { LabelMatrix, type Random, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { createReport, dataDrift, diffSnapshots, summarize, takeSnapshot } from '../src/index.ts';

const names = ['ham', 'spam'] as const;
const functions = ['a', 'b', 'c', 'd', 'e'];

/** The votes of five functions on one record, spam with this probability. */
type Cast = (random: Random, spam: number) => (string | undefined)[];

const vote = (random: Random, spam: number) =>
  random() < 0.4 ? (random() < spam ? 'spam' : 'ham') : undefined;
const independent: Cast = (random, spam) => functions.map(() => vote(random, spam));
const copies: Cast = (random, spam) => {
  const same = vote(random, spam);
  return functions.map(() => same);
};

function drawn(cast: Cast, spam: number, records: number, seed: number) {
  const random = seededRandom(seed);
  const rows = Array.from({ length: records }, () => cast(random, spam));
  return LabelMatrix.fromRows<string, string>(names, functions, rows);
}

/** In how many of 300 pairs of data sets the share of spam among the votes has moved. */
function found(cast: Cast, before: number, after: number): number {
  const pairs = Array.from({ length: 300 }, (_, n) => {
    const ours = { votes: drawn(cast, before, 120, 2 * n + 1) };
    const theirs = { votes: drawn(cast, after, 150, 2 * n + 2) };
    return dataDrift(ours, theirs).figures.find(({ name, figure }) => name === 'spam' && figure === 'voted');
  });
  return pairs.filter((share) => share && share.p < 0.05).length / pairs.length;
}

describe('the share of a label among the votes', () => {
  it.each([
    ['independent functions', independent],
    ['five copies of one function', copies],
  ])('moves by chance in one of twenty pairs of data sets, with %s', (_, cast) => {
    expect(Math.abs(found(cast, 0.3, 0.3) - 0.05)).toBeLessThan(0.025);
  });

  it.each([
    ['independent functions', independent, 0.45],
    ['five copies of one function', copies, 0.65],
  ])('is found to move where it does, with %s', (_, cast, after) => {
    expect(found(cast, 0.3, after)).toBeGreaterThan(0.8);
  });

  it('is as sure with copies of a function as with the function alone', () => {
    const cast = Array.from({ length: 60 }, (_, i) => (i < 20 ? 'spam' : i < 50 ? 'ham' : undefined));
    const balanceOf = (columns: Record<string, typeof cast>) =>
      createReport({ votes: LabelMatrix.fromColumns<string, string>(names, columns) }).balances[0];
    expect(balanceOf({ a: cast, b: cast, c: cast })).toEqual(balanceOf({ a: cast }));
  });

  it('counts a record once where all votes are for one label', () => {
    const cast = Array.from({ length: 30 }, () => 'spam');
    const { shares } = createReport({
      votes: LabelMatrix.fromColumns<string, string>(names, { a: cast, b: cast }),
    }).balances[0];
    // 30 of 30: 30 / (30 + 1.96²).
    expect(shares.spam.low).toBeCloseTo(0.8865, 4);
  });
});

describe('the precision of all votes', () => {
  const cast = Array.from({ length: 60 }, (_, i) => (i < 50 ? 'spam' : undefined));
  const gold = Array.from({ length: 60 }, (_, i) => (i < 40 ? 'spam' : 'ham'));
  const votes = LabelMatrix.fromColumns<string, string>(names, { a: cast, b: cast, c: cast });

  it('is as sure with copies of a function as with the function alone', () => {
    const { gold: all, functions: each } = summarize(votes, { gold });
    expect(all?.correct).toBe(120);
    expect(all?.interval?.low).toBeCloseTo(each[0].gold?.interval?.low ?? 0, 12);
    expect(all?.interval?.high).toBeCloseTo(each[0].gold?.interval?.high ?? 0, 12);
  });

  it('does not move in a diff by a chance that copies make look small', () => {
    const snapshotOf = (right: number) =>
      takeSnapshot({
        votes,
        report: createReport({ votes, gold: gold.map((_, i) => (i < right ? 'spam' : 'ham')) }),
      });
    const [change] = diffSnapshots(snapshotOf(33), snapshotOf(40)).figures.filter(
      ({ of, figure }) => of === 'data set' && figure === 'precision',
    );
    expect(change.moved).toBe(false);
  });
});
