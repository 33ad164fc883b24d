import { LabelMatrix } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { type Answer, majorityVote, nextQuestions, settle } from '../src/index.ts';

const rows = [
  ...Array.from({ length: 6 }, () => ['a', 'b', undefined]),
  ...Array.from({ length: 3 }, () => [undefined, 'b', 'a']),
  ...Array.from({ length: 9 }, () => ['a', undefined, 'a']),
  [undefined, undefined, undefined],
];
const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], ['f', 'g', 'h'], rows);
const model = majorityVote().fit(votes);

describe('nextQuestions', () => {
  it('asks for the votes that leave most labels open, with records to read', () => {
    const questions = nextQuestions(votes, model, 10);
    expect(questions.map(({ records }) => records)).toEqual([6, 3]);
    const [first] = questions;
    expect(first.votes).toEqual([
      { function: 'f', label: 'a', confidence: 1 },
      { function: 'g', label: 'b', confidence: 1 },
    ]);
    expect(first.probabilities).toEqual([0.5, 0.5]);
    // One answer leaves (5 · .5 + 1) / 6 for its label: six times .0833 more than half.
    expect(first.gain).toBeCloseTo(0.5, 12);
    expect(first.rows.length).toBe(3);
    expect(new Set(first.rows).size).toBe(3);
    expect(first.rows.every((row) => row < 6)).toBe(true);
  });

  it('is the same for the same seed, and reads other records for another', () => {
    const readsOf = (seed: number) => nextQuestions(votes, model, 1, { seed, reads: 2 })[0].rows;
    expect(readsOf(1)).toEqual(readsOf(1));
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => readsOf(seed).join())).size).toBeGreaterThan(1);
  });

  it('asks neither what was answered nor what answers have settled', () => {
    const answers: Answer[] = [0, 1, 2].map((row) => ({ row, label: 'b' }));
    const settled = settle(votes, model, answers);
    const questions = nextQuestions(votes, settled, 10, { answers });
    expect(questions.map(({ records }) => records)).toEqual([3]);
    const open = nextQuestions(votes, model, 1, { answers, reads: 6 })[0];
    expect([...open.rows].sort()).toEqual([3, 4, 5]);
  });

  it('asks nothing where no answer can change a label', () => {
    const sure = votes.take([9, 10, 18]);
    expect(nextQuestions(sure, majorityVote().fit(sure), 5)).toEqual([]);
  });

  it('asks where six answers would turn a label that the model is sure of, and six can be had', () => {
    const fourToOne = (records: number) => {
      const row = ['a', 'a', 'a', 'a', 'b'];
      const same = Array.from({ length: records }, () => row);
      return LabelMatrix.fromRows<string, string>(['a', 'b'], ['f', 'g', 'h', 'i', 'j'], same);
    };
    const ask = (records: number) => {
      const all = fourToOne(records);
      return nextQuestions(all, majorityVote().fit(all), 1);
    };
    // From counts of 4 and 1, five and six answers for b leave 5 to 6 and 4 to 7, in 4 and 1 of 210 ways of Pólya's urn.
    const rise = (4 * (6 - 5) + (7 - 4)) / 210 / 11;
    expect(ask(60)[0].gain).toBeCloseTo((60 * rise) / 6, 12);
    expect(ask(5)).toEqual([]);
  });

  it('refuses no records to read', () => {
    expect(() => nextQuestions(votes, model, 1, { reads: 0 })).toThrow(/1 questions with 0 records/);
  });
});
