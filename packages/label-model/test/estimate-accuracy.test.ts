import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  estimateAccuracy,
  labelModel,
  majorityVote,
  nextQuestions,
  settle,
} from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

/** 80 records with a vote for a, 20 with one for b. */
const votes = LabelMatrix.fromRows<string, string>(
  ['a', 'b'],
  ['f', 'g'],
  Array.from({ length: 100 }, (_, i) => (i < 80 ? ['a', undefined] : [undefined, 'b'])),
);
const labels = majorityVote().fit(votes).predict(votes);
const answers = (rows: readonly number[], label: string, random?: true): Answer[] =>
  rows.map((row) => ({ row, label, ...(random && { random }) }));

describe('estimateAccuracy', () => {
  it('weights what was asked for by its records, worked by hand', () => {
    const asked = [...answers([80, 81, 82], 'a'), ...answers([0, 1, 2, 3], 'a', true)];
    const { accuracy, claimed, unmeasured } = estimateAccuracy(votes, labels, asked);
    // 80 records: (1 + 4) / 5; 20 records: (1 + 0) / 4. Unweighted it were 4 of 7.
    expect(accuracy).toBeCloseTo(0.8 + 0.2 * 0.25, 12);
    expect([claimed, unmeasured]).toEqual([1, 0]);
  });

  it('says on how much it takes the word of the labels', () => {
    const { unmeasured, interval } = estimateAccuracy(votes, labels, answers([80], 'b'));
    expect(unmeasured).toBeCloseTo(0.8, 12);
    expect(interval[1] - interval[0]).toBeGreaterThan(0.4);
    expect(estimateAccuracy(votes, labels, []).unmeasured).toBe(1);
  });

  it('does not depend on the order of the answers', () => {
    const columns = [0.9, 0.7, 0.55, 0.6, 0.65].map((accuracy) => ({ coverage: 0.4, accuracy }));
    const { votes: many, gold } = simulate(400, [0.5, 0.5], columns, 3);
    const model = labelModel().fit(many);
    const given = Array.from({ length: 24 }, (_, i) => ({ row: i, label: gold[i], random: i % 3 === 0 }));
    const estimate = estimateAccuracy(many, model, given);
    const others = [given.toReversed(), [...given.slice(11), ...given.slice(0, 11)]];
    for (const order of others) expect(estimateAccuracy(many, model, order)).toEqual(estimate);
  });

  it('refuses answers with other labels or on other records, also given labels', () => {
    expect(() => estimateAccuracy(votes, labels, answers([1], 'z', true))).toThrow(/the answer 'z'/);
    expect(() => estimateAccuracy(votes, labels, answers([1.5], 'a'))).toThrow(
      /record 1.5; expected 0 to 99/,
    );
  });

  it('counts the answers that it rests on', () => {
    const rows = [['a'], ['a'], [undefined]];
    const some = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f'], rows);
    const given = majorityVote().fit(some).predict(some);
    expect(estimateAccuracy(some, given, answers([0, 2], 'a', true)).answers).toBe(1);
  });

  it('is surer with more answers, and never quite sure', () => {
    const widthOf = (count: number) => {
      const { interval } = estimateAccuracy(votes, labels, answers([...Array(count).keys()], 'a', true));
      return interval[1] - interval[0];
    };
    expect(widthOf(40)).toBeLessThan(widthOf(10));
    expect(widthOf(40)).toBeGreaterThan(0);
    const wide = estimateAccuracy(votes, labels, answers([0, 1, 2], 'a', true), { level: 0.99 }).interval;
    const narrow = estimateAccuracy(votes, labels, answers([0, 1, 2], 'a', true), { level: 0.5 }).interval;
    expect(wide[0]).toBeLessThan(narrow[0]);
  });

  it('is not flattered by labels that learnt from the answers', () => {
    const random = seededRandom(4);
    let [kept, flattered, runs] = [0, 0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const columns = [0.9, 0.7, 0.55, 0.6, 0.65].map((accuracy) => ({ coverage: 0.4, accuracy }));
      const { votes: many, gold } = simulate(1000, [0.5, 0.5], columns, seed);
      const model = labelModel().fit(many);
      const covered = gold.map((_, i) => i).filter((i) => many.votesOn(i).length > 0);
      const known: Answer[] = nextQuestions(many, model, 10).map(({ rows }) => ({
        row: rows[0],
        label: gold[rows[0]],
      }));
      for (let n = 0; n < 30; n++) {
        const row = covered[Math.floor(random() * covered.length)];
        known.push({ row, label: gold[row], random: true });
      }
      const settled = settle(many, model, known).predict(many);
      const truth = accuracyOf(
        settled.take(covered),
        covered.map((i) => gold[i]),
      );
      const { accuracy, interval } = estimateAccuracy(many, model, known);
      flattered += accuracy - truth;
      if (truth >= interval[0] && truth <= interval[1]) kept++;
      runs++;
    }
    expect(kept / runs).toBeGreaterThanOrEqual(0.8);
    expect(Math.abs(flattered / runs)).toBeLessThan(0.05);
  });

  it('refuses answers and labels that do not fit', () => {
    expect(() => estimateAccuracy(votes, labels, answers([100], 'a'))).toThrow(
      /record 100; expected 0 to 99/,
    );
    expect(() => estimateAccuracy(votes, labels.take([0]), [])).toThrow(/labels of 1 records; expected 100/);
    for (const level of [1, 1 - 1e-16, 0])
      expect(() => estimateAccuracy(votes, labels, [], { level })).toThrow(/the level is [01]/);
    const silent = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f'], [[undefined]]);
    expect(() => estimateAccuracy(silent, majorityVote().fit(silent), [])).toThrow(/no record with votes/);
  });
});
