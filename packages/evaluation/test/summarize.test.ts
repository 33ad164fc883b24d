import { LabelMatrix } from '@labelwright/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarize } from '../src/index.ts';

const labels = ['ham', 'spam'] as const;

const votes = LabelMatrix.fromColumns(labels, {
  link: ['spam', 'spam', 'spam', undefined, undefined],
  short: ['ham', 'spam', undefined, 'ham', undefined],
  dead: [undefined, undefined, undefined, undefined, undefined],
});

describe('summarize', () => {
  it('describes the data set', () => {
    const summary = summarize(votes);
    expect(summary).toMatchObject({ records: 5, coverage: 0.8, overlap: 0.4, conflict: 0.2, patterns: 5 });
    expect(summary.votesPerRecord).toEqual([1, 2, 2]);
    expect(summary.votesPerLabel).toEqual({ ham: 2, spam: 4 });
    expect(summary.gold).toBeUndefined();
  });

  it('describes each function', () => {
    const [link, short, dead] = summarize(votes).functions;
    expect(link).toMatchObject({
      polarity: ['spam'],
      votes: 3,
      coverage: 0.6,
      overlaps: 0.4,
      conflicts: 0.2,
    });
    expect(link.unique).toBeCloseTo(0.2);
    expect(link.conflictsOfVotes).toBeCloseTo(1 / 3);
    expect(short).toMatchObject({ polarity: ['ham', 'spam'], votesPerLabel: { ham: 2, spam: 1 } });
    expect(dead).toMatchObject({ polarity: [], votes: 0, coverage: 0, conflictsOfVotes: 0 });
  });

  it('judges votes on the records whose gold is known, and on no others', () => {
    const { gold, functions } = summarize(votes, { gold: ['spam', 'ham', undefined, 'ham', null] });
    expect(gold).toMatchObject({
      records: 3,
      recordsPerLabel: { ham: 2, spam: 1 },
      correct: 2,
      incorrect: 3,
    });
    expect(functions[0].gold).toMatchObject({ correct: 1, incorrect: 1, precision: 0.5, recall: 1 });
    expect(functions[1].gold?.perLabel.ham).toMatchObject({ correct: 1, incorrect: 1, recall: 0.5 });
    expect(functions[2].gold).toMatchObject({ correct: 0, incorrect: 0 });
    expect(functions[2].gold?.precision).toBeUndefined();
    expect(functions[2].gold?.interval).toBeUndefined();
  });

  it('sets what was learnt and the faults beside the function of that name', () => {
    const { functions } = summarize(votes, { accuracies: { short: 0.7 }, faults: { dead: 3 } });
    expect(functions.map(({ learntAccuracy }) => learntAccuracy)).toEqual([undefined, 0.7, undefined]);
    expect(functions.map(({ faults }) => faults)).toEqual([0, 0, 3]);
  });

  it('takes names that every object has', () => {
    const odd = LabelMatrix.fromColumns(['__proto__', 'toString'], { constructor: ['toString'] });
    const summary = summarize(odd, { faults: {} });
    expect(summary.functions[0].faults).toBe(0);
    expect(Object.entries(summary.votesPerLabel)).toEqual([
      ['__proto__', 0],
      ['toString', 1],
    ]);
  });

  it('says nothing false about no records', () => {
    const summary = summarize(LabelMatrix.fromRows(labels, ['link'], []), { gold: [] });
    expect(summary).toMatchObject({ records: 0, coverage: 0, conflict: 0, patterns: 0 });
    expect(summary.gold?.precision).toBeUndefined();
  });

  it('counts votes alike whatever their confidence', () => {
    const cells = Int8Array.from([1, 1]);
    const confidences = Float32Array.from([0.5, 1]);
    const sure = new LabelMatrix({ labels, functions: ['link'], votes: cells, confidences });
    expect(summarize(sure).patterns).toBe(1);
  });

  it('refuses gold of another number of records, or of another task', () => {
    expect(() => summarize(votes, { gold: ['ham'] })).toThrow('found 1 gold labels; expected 5');
    expect(() => summarize(votes, { gold: Int16Array.of(0, 1, 2, 0, 0) })).toThrow(
      'the gold label of record 2 is at position 2; expected below 2',
    );
  });

  it('gives what a count record by record gives', () => {
    const vote = fc.constantFrom('ham' as const, 'spam' as const, undefined);
    const rows = fc.array(fc.tuple(vote, vote, vote), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, (given) => {
        const summary = summarize(LabelMatrix.fromRows(labels, ['a', 'b', 'c'], given));
        const cast = given.map((row) => row.filter((label) => label !== undefined));
        const share = (holds: (row: string[]) => boolean) => cast.filter(holds).length / given.length;
        expect(summary.coverage).toBeCloseTo(share((row) => row.length > 0));
        expect(summary.overlap).toBeCloseTo(share((row) => row.length > 1));
        expect(summary.conflict).toBeCloseTo(share((row) => new Set(row).size > 1));
        for (const [j, entry] of summary.functions.entries()) {
          const conflicts = given.filter((row) =>
            row.some((other) => row[j] !== undefined && other !== undefined && other !== row[j]),
          );
          expect(entry.conflicts).toBeCloseTo(conflicts.length / given.length);
        }
      }),
    );
  });
});
