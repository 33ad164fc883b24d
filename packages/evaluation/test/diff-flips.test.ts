import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { findFlips } from '../src/index.ts';

type L = 'ham' | 'spam';
type Columns = Record<string, readonly (L | undefined)[]>;

const ids = ['a', 'b', 'c'];
const run = (columns: Columns, names: readonly string[] = ids) => {
  const votes = LabelMatrix.fromColumns<L, string>(['ham', 'spam'], columns, names);
  return { votes, labels: majority(votes) };
};

/** The share of the votes, ties without label. */
function majority(votes: LabelMatrix<L>): ProbabilisticLabels<L> {
  const rows = Array.from({ length: votes.rows }, (_, i) => {
    const cast = votes.votesOn(i);
    const spam = cast.filter(({ label }) => label === 'spam').length;
    return cast.length === 0 ? [0, 0] : [1 - spam / cast.length, spam / cast.length];
  });
  return ProbabilisticLabels.fromRows(['ham', 'spam'], rows, votes.ids);
}

const base: Columns = { f: ['ham', 'ham', undefined], g: ['ham', undefined, undefined] };

describe('findFlips', () => {
  it('finds no flips between a run and itself', () => {
    expect(findFlips(run(base), run(base), { relabel: majority })).toEqual({
      shared: 3,
      functions: [],
      flips: [],
      reproduced: 3,
    });
  });

  it('names the function whose old votes bring the old label back', () => {
    const { flips, functions } = findFlips(run(base), run({ ...base, f: ['ham', 'spam', undefined] }), {
      relabel: majority,
    });
    expect(flips).toEqual([
      { row: 1, id: 'b', before: 'ham', after: 'spam', functions: ['f'], cause: 'needed', direct: true },
    ]);
    expect(functions).toEqual([{ name: 'f', change: 'changed', votes: 1, flips: 1 }]);
  });

  it('names functions that are added and removed', () => {
    const { flips, functions } = findFlips(run(base), run({ f: base.f, h: ['spam', undefined, 'spam'] }), {
      relabel: majority,
    });
    expect(functions.map(({ name, change, flips: n }) => [name, change, n])).toEqual([
      ['h', 'added', 2],
      ['g', 'removed', 1],
    ]);
    // On a, ham ham became ham spam: with g back ham leads again, and without h as well.
    expect(flips.map(({ id, before, after, functions: by }) => [id, before, after, by])).toEqual([
      ['a', 'ham', undefined, ['h', 'g']],
      ['c', undefined, 'spam', ['h']],
    ]);
  });

  it('names each of two changes that would have been enough', () => {
    const after = run({
      f: base.f,
      h: [undefined, undefined, 'spam'],
      k: [undefined, undefined, 'spam'],
      g: base.g,
    });
    const [flip] = findFlips(run(base), after, { relabel: majority }).flips;
    expect(flip).toMatchObject({ id: 'c', functions: ['h', 'k'], cause: 'enough', direct: true });
  });

  it('says when changes work together', () => {
    const before = run({ f: ['ham', 'ham', 'ham'], g: ['ham', 'ham', 'ham'], h: ['ham', 'ham', 'ham'] });
    const after = run({
      f: ['spam', 'spam', 'spam'],
      g: ['spam', 'spam', 'spam'],
      h: ['spam', 'ham', 'ham'],
    });
    const flips = findFlips(before, after, { relabel: majority }).flips;
    expect(flips.map(({ cause, functions }) => [cause, functions])).toEqual([
      ['together', []],
      ['needed', ['f', 'g']],
      ['needed', ['f', 'g']],
    ]);
  });

  it('blames no function for what another label model did', () => {
    const inverted = (votes: LabelMatrix<L>) => {
      const { table, ...labels } = majority(votes);
      return new ProbabilisticLabels({ ...labels, table: table.map((p) => 1 - p) });
    };
    const after = { ...run(base), labels: inverted(run(base).votes) };
    const { flips } = findFlips(run(base), after, { relabel: inverted });
    expect(flips.map(({ id, cause }) => [id, cause])).toEqual([
      ['a', 'otherwise'],
      ['b', 'otherwise'],
    ]);
  });

  it('says so when the record is labelled otherwise by what the model learnt', () => {
    const learnt = (votes: LabelMatrix<L>) => {
      const spam = votes.votesOn(2).length > 0;
      const rows = Array.from({ length: votes.rows }, () => (spam ? [0.1, 0.9] : [0.9, 0.1]));
      return ProbabilisticLabels.fromRows<L>(['ham', 'spam'], rows, votes.ids);
    };
    const after = run({ ...base, g: ['ham', undefined, 'spam'] });
    const pair = [base, { ...base, g: ['ham', undefined, 'spam'] as const }].map((columns) => {
      const { votes } = run(columns);
      return { votes, labels: learnt(votes) };
    });
    const { flips } = findFlips(pair[0], { ...after, labels: pair[1].labels }, { relabel: learnt });
    expect(flips.map(({ id, functions, direct }) => [id, functions, direct])).toEqual([
      ['a', ['g'], false],
      ['b', ['g'], false],
      ['c', ['g'], true],
    ]);
  });

  it('takes a function with a new name for the same', () => {
    const report = findFlips(run(base), run({ f: base.f, other: base.g }), { relabel: majority });
    expect(report.functions).toEqual([]);
  });

  it('matches records by id', () => {
    const after = run({ f: ['ham', 'spam'], g: [undefined, 'ham'] }, ['b', 'new']);
    const report = findFlips(run(base), after, { relabel: majority });
    expect([report.shared, report.flips]).toEqual([1, []]);
  });

  it('counts what became right and wrong', () => {
    const after = run({ ...base, f: ['ham', 'spam', 'spam'] });
    expect(findFlips(run(base), after, { gold: ['ham', 'ham', 'spam'] }).gold).toEqual({
      fixed: 1,
      broken: 1,
    });
  });

  it('refuses runs with other labels', () => {
    const votes = LabelMatrix.fromColumns(['x', 'y'], { f: ['x'] }) as LabelMatrix;
    const labels = ProbabilisticLabels.fromRows(['x', 'y'], [[1, 0]]) as ProbabilisticLabels;
    expect(() => findFlips(run(base) as never, { votes, labels } as never)).toThrow('expected ham, spam');
  });
});
