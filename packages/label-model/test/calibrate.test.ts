import { LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import { calibrate, labelModel, loadLabelModel, majorityVote, mapEm, settle } from '../src/index.ts';

/** One function says spam on every record, right so often; gold for the first records. */
function oneFunction(right: number, records = 1000, known = records) {
  const random = seededRandom(3);
  const votes = LabelMatrix.fromRows(
    ['ham', 'spam'],
    ['link'],
    Array.from({ length: records }, () => ['spam' as const]),
  );
  const gold = Array.from({ length: records }, (_, i) =>
    i < known ? (random() < right ? ('spam' as const) : ('ham' as const)) : undefined,
  );
  return { votes, gold };
}

describe('calibrate', () => {
  it.each([0.6, 0.95])(
    'makes probabilities mean what they say where votes are right %d of the time',
    (right) => {
      const { votes, gold } = oneFunction(right);
      const model = calibrate(votes, labelModel({ quality: 0.8 }).fit(votes), gold);
      expect(model.predict(votes).probability(0, 'spam')).toBeCloseTo(right, 1);
      expect(model.figures.temperature).toBeDefined();
      expect(model.notes.join()).toMatch(/Calibrated on 1000 known labels: all log-odds are divided by/);
    },
  );

  it('moves little for a handful of labels, and none for labels that agree', () => {
    const { votes, gold } = oneFunction(0.6, 1000, 5);
    const model = labelModel({ quality: 0.8 }).fit(votes);
    const temperature = calibrate(votes, model, gold).figures.temperature;
    expect(temperature).toBeGreaterThan(0.8);
    expect(temperature).toBeLessThan(1.3);
  });

  it('keeps the label that leads', () => {
    const rows = [
      ['a', 'b', undefined],
      ['a', 'a', 'b'],
      ['b', undefined, undefined],
    ] as const;
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g', 'h'], [...rows, ...rows, ...rows]);
    const model = mapEm().fit(votes);
    const gold = Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? ('a' as const) : ('b' as const)));
    const after = calibrate(votes, model, gold).predict(votes);
    for (let i = 0; i < 9; i++) expect(after.leaders(i)).toEqual(model.predict(votes).leaders(i));
  });

  it('divides all log-odds by one number and keeps the label that leads, also after answers', () => {
    const votes = LabelMatrix.fromRows<string, string>(
      ['a', 'b'],
      ['f', 'g'],
      Array.from({ length: 60 }, (_, i) =>
        i < 20 ? ['a', 'b'] : i < 40 ? ['a', undefined] : [undefined, 'b'],
      ),
    );
    const answers = [0, 1, 2].map((row) => ({ row, label: row < 2 ? 'b' : 'a' }));
    const settled = settle<string, string>(votes, labelModel().fit(votes), answers);
    const gold = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'b' : 'a'));
    const model = calibrate(votes, settled, gold);
    const oddsOf = (of: typeof model) =>
      [0, 20, 40].map((row) => {
        const p = of.predict(votes).probability(row, 'a');
        return Math.log(p / (1 - p));
      });
    for (const [n, odds] of oddsOf(model).entries()) {
      expect(odds * model.figures.temperature).toBeCloseTo(oddsOf(settled)[n], 10);
    }
    const again = loadLabelModel(JSON.parse(JSON.stringify(calibrate(votes, model, gold))));
    expect(oddsOf(again)[0] * again.figures.temperature).toBeCloseTo(oddsOf(settled)[0], 10);
  });

  it('is written to a file and read again, also after answers', () => {
    const { votes, gold } = oneFunction(0.6);
    const settled = settle(votes, labelModel().fit(votes), [{ row: 0, label: 'ham' }]);
    const model = calibrate(votes, settled, gold);
    const again = loadLabelModel(JSON.parse(JSON.stringify(model)));
    expect(again.predict(votes).probability(0, 'spam')).toBe(model.predict(votes).probability(0, 'spam'));
  });

  it('multiplies temperatures when calibrated twice', () => {
    const { votes, gold } = oneFunction(0.6);
    const once = calibrate(votes, labelModel({ quality: 0.8 }).fit(votes), gold);
    const twice = calibrate(votes, once, gold);
    expect(twice.notes.filter((note) => note.startsWith('Calibrated'))).toHaveLength(1);
    expect(twice.figures.temperature).toBeCloseTo(once.figures.temperature, 0);
  });

  it('refuses what it cannot calibrate', () => {
    const { votes, gold } = oneFunction(0.6, 10);
    const model = labelModel().fit(votes);
    expect(() => calibrate(votes, majorityVote().fit(votes), gold)).toThrow(
      /'majority' has no log-odds to calibrate/,
    );
    expect(() => calibrate(votes, model, gold.slice(1))).toThrow(/found 9 known labels; expected 10/);
    expect(() =>
      calibrate(
        votes,
        model,
        gold.map(() => undefined),
      ),
    ).toThrow(/found no known label on a record/);
    expect(() =>
      calibrate(
        votes,
        model,
        gold.map(() => 'eggs' as never),
      ),
    ).toThrow(/eggs/);
  });
});
