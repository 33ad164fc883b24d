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
    // The model's own halves count as 16 · (6 / 18)^¼ answers; one answer leaves (12.157 / 2 + 1) / 13.157 for its label.
    const strength = 16 * (6 / 18) ** 0.25;
    expect(first.gain).toBeCloseTo(6 * ((strength / 2 + 1) / (strength + 1) - 0.5), 12);
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
    // One record of 16 has these votes: the model's own counts are 8 · .8 and 8 · .2.
    const fourToOne = (records: number) => {
      const all = Array.from({ length: 16 * records }, (_, i) => [
        'a',
        'a',
        'a',
        'a',
        i < records ? 'b' : 'a',
      ]);
      return LabelMatrix.fromRows<string, string>(['a', 'b'], ['f', 'g', 'h', 'i', 'j'], all);
    };
    const ask = (records: number) => {
      const all = fourToOne(records);
      return nextQuestions(all, majorityVote().fit(all), 1);
    };
    // Six answers for b, and no fewer, leave 6.4 to 7.6: in Pólya's urn with the chance of all six in a row.
    const chance = [0, 1, 2, 3, 4, 5].reduce((product, n) => (product * (1.6 + n)) / (8 + n), 1);
    expect(ask(20)[0].gain).toBeCloseTo((20 * ((chance * (7.6 - 6.4)) / 14)) / 6, 12);
    expect(ask(5)).toEqual([]);
  });

  it('refuses no records to read', () => {
    expect(() => nextQuestions(votes, model, 1, { reads: 0 })).toThrow(/1 questions with 0 records/);
  });
});
