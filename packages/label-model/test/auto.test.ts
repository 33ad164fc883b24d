import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { type EstimatorName, estimator, labelModel, majorityVote } from '../src/index.ts';
import { simulate } from './simulate.ts';

const rowsOf = <const L extends string>(
  ...groups: readonly (readonly [number, readonly (L | undefined)[]])[]
): (readonly (L | undefined)[])[] =>
  groups.flatMap(([count, row]) => Array.from({ length: count }, () => row));

const figure = (model: object, name: string) => (model as { figures: Record<string, number> }).figures[name];

describe('labelModel', () => {
  it('lets a rarely voted label win over a common one', () => {
    const votes = LabelMatrix.fromRows(
      ['ham', 'spam'],
      ['common', 'rare'],
      rowsOf([90, ['ham', undefined]], [5, [undefined, 'spam']], [5, ['ham', 'spam']]),
    );
    const labels = labelModel().fit(votes).predict(votes);
    expect(labels.top(0)).toBe('ham');
    expect(labels.top(99)).toBe('spam');
  });

  it('weighs the votes as worked by hand', () => {
    const votes = LabelMatrix.fromRows(
      ['a', 'b'],
      ['f', 'g'],
      rowsOf([6, ['a', undefined]], [2, [undefined, 'b']], [2, ['a', 'b']]),
    );
    const labels = labelModel().fit(votes).predict(votes);
    // a has 7 of 10 votes, so half-way to uniform .6; no pair agrees, so the precision is .7.
    const balance = 0.1 * Math.log(0.6 / 0.4);
    const right = { f: (0.7 * 0.8) / 0.6, g: (0.7 * 0.4) / 0.4 };
    const wrong = { f: (0.3 * 0.8) / 0.4, g: (0.3 * 0.4) / 0.6 };
    const vote = (name: 'f' | 'g') => 0.55 * Math.log(right[name] / wrong[name]) + 0.58;
    const silentG = 0.015 * (Math.log(1 - wrong.g) - Math.log(1 - right.g));
    const silentF = 0.015 * (Math.log(1 - right.f) - Math.log(1 - wrong.f));
    const odds = (row: number) => Math.log(labels.probability(row, 'a') / labels.probability(row, 'b'));
    expect(odds(0)).toBeCloseTo(balance + vote('f') + silentG, 10);
    expect(odds(6)).toBeCloseTo(balance - vote('g') + silentF, 10);
    expect(odds(8)).toBeCloseTo(balance + (vote('f') - vote('g')) / Math.SQRT2, 10);
  });

  it.each([0.65, 0.75, 0.85])('recovers a mean precision of %d from agreement and conflict', (accuracy) => {
    const { votes } = simulate(20000, [0.5, 0.5], new Array(8).fill({ coverage: 0.3, accuracy }));
    const precision = figure(labelModel().fit(votes), 'precision');
    // 70 % of the estimate, 30 % of the usual precision.
    expect((precision - 0.3 * 0.7) / 0.7).toBeCloseTo(accuracy, 1);
  });

  it('learns each annotator of a crowd: a majority that is wrong the same way loses', () => {
    const good = new Array(6).fill({ coverage: 0.6, accuracy: 0.95 });
    const poor = new Array(14).fill({ coverage: 0.6, accuracy: 0.55 });
    const { votes, gold } = simulate(800, [0.5, 0.5], [...good, ...poor]);
    const correct = (labels: readonly (string | undefined)[]) =>
      labels.filter((label, i) => label === gold[i]).length / gold.length;
    const model = labelModel().fit(votes);
    expect(model.notes[0]).toContain('taken for a crowd');
    const learnt = correct(model.predict(votes).hard());
    expect(learnt).toBeGreaterThan(correct(majorityVote().fit(votes).predict(votes).hard()) + 0.05);
    expect(model.accuracies.function0).toBeGreaterThan((model.accuracies.function19 ?? 1) + 0.2);
  });

  it('does without tables of chances where they would find another split than the labels', () => {
    const random = seededRandom(3);
    const other = { a: 'b', b: 'a' } as const;
    const gold: string[] = [];
    const rows = Array.from({ length: 400 }, () => {
      const truth = random() < 0.85 ? 'a' : 'b';
      const beside = random() < 0.5 ? 'a' : 'b';
      gold.push(truth);
      // Four annotators answer another question, and answer it alike.
      return Array.from({ length: 18 }, (_, j) => {
        const meant = j >= 4 ? truth : random() < 0.95 ? beside : 'b';
        return random() < (j < 4 ? 0.97 : 0.75) ? meant : other[meant];
      });
    });
    const names = Array.from({ length: 18 }, (_, j) => `annotator${j}`);
    const votes = LabelMatrix.fromRows<string, string>(['a', 'b'], names, rows);
    const right = (name: EstimatorName) =>
      estimator(name)
        .fit(votes)
        .predict(votes)
        .hard()
        .filter((label, i) => label === gold[i]).length / gold.length;
    expect(right('pooled-dawid-skene')).toBeLessThan(0.6);
    expect(right('auto')).toBeGreaterThan(0.95);
    expect(labelModel().fit(votes).notes[1]).toContain('one chance of being right instead');
  });

  it('believes the functions that known labels prove right', () => {
    const rows = rowsOf([20, ['a', undefined]], [20, [undefined, 'b']], [20, ['a', 'b']]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
    const settled = (label: 'a' | 'b') => {
      const gold = rows.map((_, i) => (i >= 50 ? label : undefined));
      return labelModel().fit(votes, { gold }).predict(votes).top(40);
    };
    expect(settled('a')).toBe('a');
    expect(settled('b')).toBe('b');
  });

  it('takes a few functions for labeling functions, however densely they vote', () => {
    const { votes } = simulate(500, [0.5, 0.5], new Array(6).fill({ coverage: 0.9, accuracy: 0.8 }));
    expect(labelModel().fit(votes).notes[0]).toContain('one precision for all functions');
  });

  it('says when majority vote gives the same labels', () => {
    const rows = rowsOf([50, ['a', 'a']], [50, ['b', 'b']], [10, ['a', undefined]]);
    const model = labelModel().fit(LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows));
    expect(model.notes.join(' ')).toContain('Majority vote gives the same labels');
  });

  it('says which share of the records changes', () => {
    const rows = rowsOf([80, ['a', undefined]], [10, [undefined, 'b']], [10, ['a', 'b']]);
    const model = labelModel().fit(LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows));
    expect(model.notes.join(' ')).toContain('10.0 % are ties that it settles');
  });

  it('only counts votes where weighing them would give one label nearly all records', () => {
    // The slightly rarer a would win every conflict.
    const rows = rowsOf([100, ['a', 'b']], [1, [undefined, 'b']]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
    const model = labelModel().fit(votes);
    expect(model.notes.join(' ')).toContain('So the votes are only counted');
    expect(model.predict(votes).leaders(0)).toEqual(['a', 'b']);
  });

  it('names a label that loses its records', () => {
    // Each b meets an a or a c, both rarer: b wins nowhere.
    const rows = rowsOf([50, ['a', 'b', undefined]], [50, [undefined, 'b', 'c']]);
    const model = labelModel().fit(LabelMatrix.fromRows(['a', 'b', 'c'], ['f', 'g', 'h'], rows));
    expect(model.notes).toContain('b gets 0.0 % of the records with 50 % of the votes.');
  });

  it('takes a known balance for the prior', () => {
    const rows = rowsOf([10, ['a', undefined]], [10, [undefined, 'b']], [1, [undefined, undefined]]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
    const model = labelModel({ balance: { a: 0.8 } }).fit(votes);
    expect(model.balance[0]).toBeCloseTo(0.8, 10);
    expect(model.predict(votes).probability(20, 'a')).toBeCloseTo(0.8, 10);
  });

  it('believes a function of high quality more than one of low quality', () => {
    const rows = rowsOf([20, ['a', undefined]], [20, [undefined, 'b']], [5, ['a', 'b']]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
    const top = (quality: Record<string, number>) =>
      labelModel({ quality }).fit(votes).predict(votes).top(40);
    expect(top({ f: 0.95, g: 0.6 })).toBe('a');
    expect(top({ f: 0.6, g: 0.95 })).toBe('b');
  });

  it('hardly moves when every record is there ten times', () => {
    const { votes } = simulate(60, [0.6, 0.4], new Array(5).fill({ coverage: 0.5, accuracy: 0.75 }));
    const tenfold = votes.take(Array.from({ length: 600 }, (_, i) => i % 60));
    const once = labelModel().fit(votes).predict(votes);
    const often = labelModel().fit(tenfold).predict(votes);
    for (let i = 0; i < 60; i++) {
      expect(often.probability(i, 'label0')).toBeCloseTo(once.probability(i, 'label0'), 1);
    }
  });

  it.each([
    [{ f: 1 }, 'the quality of f is 1'],
    [0, 'the quality of all functions is 0'],
  ])('refuses the quality %j', (quality, message) => {
    expect(() => labelModel({ quality })).toThrow(message);
  });
});
