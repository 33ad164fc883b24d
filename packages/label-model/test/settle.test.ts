import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  dawidSkene,
  ebcc,
  labelModel,
  loadLabelModel,
  majorityVote,
  mapEm,
  settle,
} from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

/** Four records on which f and g conflict, and others. */
const rows = [
  ['a', 'b', undefined],
  ['a', 'b', undefined],
  ['a', 'b', undefined],
  ['a', 'b', undefined],
  ['a', undefined, 'a'],
  [undefined, 'b', 'b'],
  ['a', 'b', 'a'],
  [undefined, undefined, undefined],
];
const votes = LabelMatrix.fromRows<'a' | 'b', string>(
  ['a', 'b'],
  ['f', 'g', 'h'],
  rows as ('a' | 'b' | undefined)[][],
);

describe('settle', () => {
  it('mixes answers into its own, worked by hand', () => {
    const model = majorityVote().fit(votes);
    const settled = settle(votes, model, [
      { row: 0, label: 'b' },
      { row: 1, label: 'b' },
      { row: 2, label: 'a' },
    ]);
    // 4 of 7 covered records have these votes: (13.911 · .5 + 2) / (13.911 + 3)
    const strength = 16 * (4 / 7) ** 0.25;
    expect(settled.predict(votes).probability(3, 'b')).toBeCloseTo((strength * 0.5 + 2) / (strength + 3), 12);
    expect(settled.predict(votes).distribution(6)).toEqual(model.predict(votes).distribution(6));
  });

  it.each([labelModel(), mapEm(), dawidSkene()])(
    'moves what the votes of $name say elsewhere',
    (estimator) => {
      const model = estimator.fit(votes);
      const answers: Answer<'a' | 'b'>[] = [0, 1, 2, 3].map((row) => ({ row, label: 'b' }));
      const settled = settle(votes, model, answers);
      const before = model.predict(votes).probability(6, 'b');
      expect(settled.predict(votes).probability(6, 'b')).toBeGreaterThan(before + 0.05);
      expect(settled.accuracies.g).toBeGreaterThan(model.accuracies.g ?? 1);
      expect(settled.accuracies.f).toBeLessThan(model.accuracies.f ?? 0);
    },
  );

  it('moves rare votes more than frequent ones, by the same answers', () => {
    const some = LabelMatrix.fromRows<'a' | 'b', string>(
      ['a', 'b'],
      ['f', 'g', 'h'],
      Array.from({ length: 1000 }, (_, i) => (i < 1 ? [undefined, 'b', 'a'] : ['a', 'b', undefined])),
    );
    const answers: Answer<'a' | 'b'>[] = [0, 1].map((row) => ({ row, label: 'b' }));
    const settled = settle(some, majorityVote().fit(some), answers).predict(some);
    // One record in a thousand: 16 · .001^¼ = 2.845 of the model's own; 999: 15.996.
    expect(settled.probability(0, 'b')).toBeCloseTo((1.4226 + 1) / 3.8451, 4);
    expect(settled.probability(1, 'b')).toBeCloseTo((7.998 + 1) / 16.996, 4);
  });

  it('changes nothing without answers', () => {
    const model = labelModel().fit(votes);
    expect(settle(votes, model, []).predict(votes).table).toEqual(model.predict(votes).table);
  });

  it('replaces earlier answers, in any order of the answers', () => {
    const model = labelModel().fit(votes);
    const answers: Answer<'a' | 'b'>[] = [
      { row: 0, label: 'a' },
      { row: 1, label: 'b' },
      { row: 6, label: 'b' },
    ];
    const once = settle(votes, model, answers);
    const twice = settle(votes, settle(votes, model, answers.slice(0, 1)), [...answers].reverse());
    expect(twice.predict(votes).table).toEqual(once.predict(votes).table);
    expect(twice.notes).toEqual(once.notes);
  });

  it('explains itself as a sum, with what the answers add', () => {
    const settled = settle(votes, labelModel().fit(votes), [{ row: 0, label: 'b' }]);
    for (const row of [0, 6]) {
      const { label, against, prior, reasons, answers, sum } = settled.explain(votes, row);
      const odds = settled.predict(votes).probability(row, label);
      expect(sum).toBeCloseTo(Math.log(odds / (1 - odds)), 9);
      expect(prior + reasons.reduce((total, { weight }) => total + weight, 0) + (answers ?? 0)).toBeCloseTo(
        sum,
        12,
      );
      expect(against).not.toBe(label);
      expect(answers === undefined).toBe(row === 6);
    }
  });

  it('is the same to the last bit when loaded from its file, with columns in another order', () => {
    const answers: Answer<'a' | 'b'>[] = [
      { row: 0, label: 'b' },
      { row: 6, label: 'b' },
    ];
    const settled = settle(votes, labelModel().fit(votes), answers);
    const loaded = loadLabelModel(JSON.parse(JSON.stringify(settled.toJSON())));
    expect(loaded.predict(votes).table).toEqual(settled.predict(votes).table);
    const turned = votes.select(['h', 'g', 'f']);
    expect(loaded.predict(turned).probability(0, 'b')).toBeCloseTo(
      settled.predict(votes).probability(0, 'b'),
      12,
    );
    const resettled = settle(turned, loaded, answers as Answer[]);
    expect(resettled.predict(turned).probability(6, 'b')).toBeCloseTo(
      settled.predict(votes).probability(6, 'b'),
      9,
    );
  });

  it('learns on the same votes only where the posterior is no sum over labels', () => {
    const model = ebcc({ restarts: 1 }).fit(votes);
    const settled = settle(votes, model, [{ row: 0, label: 'b' }]);
    expect(settled.predict(votes).probability(6, 'b')).toBeCloseTo(
      model.predict(votes).probability(6, 'b'),
      12,
    );
    expect(settled.predict(votes).probability(1, 'b')).toBeGreaterThan(
      model.predict(votes).probability(1, 'b'),
    );
  });

  it('makes labels better where functions are not as good as was said', () => {
    const { votes: many, gold } = simulate(
      2000,
      [0.5, 0.5],
      [
        { coverage: 0.5, accuracy: 0.55 },
        { coverage: 0.5, accuracy: 0.9 },
        { coverage: 0.5, accuracy: 0.6 },
      ],
    );
    const model = majorityVote().fit(many);
    const random = seededRandom(3);
    const answers = Array.from({ length: 40 }, () => Math.floor(2000 * random())).map((row) => ({
      row,
      label: gold[row],
    }));
    const settled = settle(many, model, answers);
    expect(accuracyOf(settled.predict(many), gold)).toBeGreaterThan(
      accuracyOf(model.predict(many), gold) + 0.03,
    );
  });

  it('knows the same votes in a matrix with confidences and without', () => {
    const unsure = new LabelMatrix({
      labels: votes.labels,
      functions: votes.functions,
      votes: votes.votes,
      confidences: Float32Array.from(votes.votes, (_, cell) => (cell === votes.votes.length - 1 ? 0.5 : 1)),
    });
    for (const [one, other] of [
      [unsure, votes],
      [votes, unsure],
    ]) {
      const model = settle(one, labelModel().fit(one), [{ row: 0, label: 'a' }]);
      expect(model.predict(other).distribution(0)).toEqual(model.predict(one).distribution(0));
      expect(model.explain(other, 0).answers).toBeDefined();
    }
  });

  it('refuses answers that are not of the task', () => {
    const model = labelModel().fit(votes);
    expect(() => settle(votes, model, [{ row: 99, label: 'a' }])).toThrow(/record 99; expected 0 to 7/);
    expect(() => settle(votes, model, [{ row: 'length' as never, label: 'a' }])).toThrow(/record length/);
    expect(() => settle(votes, model, [{ row: 0, label: 'c' as 'a' }])).toThrow(
      /the answer 'c'; expected one of a, b/,
    );
  });
});
