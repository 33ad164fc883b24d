import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { dataDrift, formatDrift, patternDrift } from '../src/index.ts';

const names = ['ham', 'spam'] as const;

/** Votes of two functions on so many records, spam with this probability. */
function drawn(records: number, spam: number, seed: number) {
  const random = seededRandom(seed);
  const cast = (share: number) =>
    Array.from({ length: records }, () =>
      random() < share ? (random() < spam ? 'spam' : 'ham') : undefined,
    );
  const votes = LabelMatrix.fromColumns(names, { link: cast(0.4), short: cast(0.2) });
  const labels = ProbabilisticLabels.fromRows(
    names,
    Array.from({ length: records }, (_, i) => {
      const [first] = votes.votesOn(i);
      return first === undefined ? [0, 0] : first.label === 'spam' ? [0.2, 0.8] : [0.8, 0.2];
    }),
  );
  return { votes, labels };
}

describe('dataDrift', () => {
  it('finds nothing between two draws of the same source, in most pairs of draws', () => {
    const found = Array.from({ length: 40 }, (_, n) =>
      dataDrift(drawn(400, 0.3, 2 * n + 1), drawn(500, 0.3, 2 * n + 2)).figures.filter(
        ({ adjusted }) => adjusted < 0.05,
      ),
    );
    expect(found.filter((list) => list.length > 0).length).toBeLessThanOrEqual(6);
  });

  it('finds a balance that moved, as voted and as modelled, and leaves coverage alone', () => {
    const drift = dataDrift(drawn(2000, 0.3, 1), drawn(2000, 0.5, 2));
    const moved = drift.figures
      .filter(({ adjusted }) => adjusted < 0.05)
      .map(({ of, name, figure }) => `${of} ${name} ${figure}`);
    expect(moved).toEqual(
      expect.arrayContaining(['label spam voted', 'label ham voted', 'label spam modelled']),
    );
    expect(moved).not.toContain('data set undefined coverage');
    expect(drift.patterns?.p).toBeLessThan(0.001);
    expect(drift.records).toEqual({ before: 2000, after: 2000 });
  });

  it('is worked by hand on one function', () => {
    const of = (spam: number) => ({
      votes: LabelMatrix.fromColumns(names, {
        link: Array.from({ length: 100 }, (_, i) => (i < spam ? 'spam' : undefined)),
      }),
    });
    const coverage = dataDrift(of(40), of(60)).figures[0];
    // z = 0.2 / sqrt(0.5 · 0.5 · 2 / 100) = 2.828: p = 0.00468.
    expect(coverage.p).toBeCloseTo(0.00468, 4);
    expect(coverage.interval.low).toBeGreaterThan(0);
  });

  it('compares the functions that both have, and refuses other labels', () => {
    const one = { votes: LabelMatrix.fromColumns(names, { link: ['spam'], old: ['ham'] }) };
    const two = { votes: LabelMatrix.fromColumns(names, { fresh: ['spam'], link: ['ham'] }) };
    expect(dataDrift(one, two).functions).toEqual(['link']);
    const other = { votes: LabelMatrix.fromColumns(['a', 'b'], { link: ['a'] }) };
    expect(() => dataDrift(one, other as never)).toThrow(expect.objectContaining({ code: 'mismatch' }));
  });

  it('refuses data sets without a function that both have', () => {
    const of = (name: string) => ({ votes: LabelMatrix.fromColumns(names, { [name]: ['spam'] }) });
    expect(() => dataDrift(of('old'), of('fresh'))).toThrow(expect.objectContaining({ code: 'mismatch' }));
  });

  it('has no NaN where there are no records or no votes', () => {
    const none = { votes: LabelMatrix.fromRows(names, ['link'], []) };
    const silent = { votes: LabelMatrix.fromRows(names, ['link'], [[undefined]]) };
    for (const drift of [dataDrift(none, none), dataDrift(silent, silent), dataDrift(none, silent)]) {
      expect(JSON.stringify(drift)).not.toContain('null');
    }
  });
});

describe('the interval of the distance of patterns', () => {
  it('holds the distance, and 0 where nothing drifted', () => {
    const [a, b, c] = [drawn(3000, 0.3, 1), drawn(3000, 0.3, 2), drawn(3000, 0.6, 3)];
    const same = patternDrift(a.votes, b.votes);
    expect(same?.interval.low).toBeLessThan(0.005);
    const moved = patternDrift(a.votes, c.votes);
    expect(moved?.interval.low).toBeGreaterThan(0.05);
    expect(moved?.interval.low).toBeLessThan(moved?.distance ?? 0);
    expect(patternDrift(a.votes, c.votes)).toEqual(moved);
  });
});

describe('formatDrift', () => {
  it('has no sign where a difference rounds to 0', () => {
    const of = (records: number) => ({
      votes: LabelMatrix.fromColumns(names, {
        link: Array.from({ length: records }, (_, i) => (i < records / 2 ? 'spam' : undefined)),
      }),
    });
    const texts = [dataDrift(of(2000), of(2001)), dataDrift(of(2001), of(2000))].map((drift) =>
      formatDrift(drift, { width: 100 }),
    );
    expect(texts.join()).not.toMatch(/[+-]0\.0/);
  });

  it('lists what moved before the rest, in every form', () => {
    const drift = dataDrift(drawn(2000, 0.3, 1), drawn(2000, 0.5, 2));
    const text = formatDrift(drift, { width: 100 });
    expect(text.indexOf('label spam')).toBeGreaterThan(text.indexOf('What moved'));
    expect(text).toContain('The rest, functions apart');
    expect(formatDrift(drift, { format: 'markdown' })).toContain('## What moved');
    expect(JSON.parse(formatDrift(drift, { format: 'json' }))).toEqual(JSON.parse(JSON.stringify(drift)));
  });
});
