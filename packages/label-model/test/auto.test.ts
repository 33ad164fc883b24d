import { findPatterns, LabelMatrix, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  type Balance,
  type EstimatorName,
  estimator,
  type LabelModel,
  labelModel,
  loadLabelModel,
  majorityVote,
  mapEm,
  pooledDawidSkene,
} from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

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
    const model = labelModel().fit(votes);
    const labels = model.predict(votes);
    // f votes on 8 of 10 records, g on 4: 3.2 conflicts are expected by chance, from either side, and 2 are seen.
    const all = (2 + 2 + 1) / (3.2 + 3.2 + 1);
    const label = (2 + 10 * all) / (3.2 + 10);
    const own = (2 + 10 * label) / (3.2 + 10);
    const log = (lift: number) => Math.log(lift + 0.05);
    const precision = 1 / (1 + Math.exp(-1.04 + 0.73 * log(all)));
    expect(figure(model, 'conflict')).toBeCloseTo(all, 12);
    expect(figure(model, 'precision')).toBeCloseTo(precision, 12);
    // a has 7 of 10 votes, so half-way to uniform .6.
    const right = { f: (precision * 0.8) / 0.6, g: (precision * 0.4) / 0.4 };
    const wrong = { f: ((1 - precision) * 0.8) / 0.4, g: ((1 - precision) * 0.4) / 0.6 };
    const usual = (0.8 * Math.log(0.8) + 0.4 * Math.log(0.4)) / 1.2;
    const vote = (name: 'f' | 'g', coverage: number) =>
      0.6 * Math.log(Math.min(right[name], 0.999) / wrong[name]) -
      0.9 * (log(label) - log(all)) -
      0.7 * (log(own) - log(label)) -
      0.4 * usual -
      0.6 * (Math.log(coverage) - usual);
    const balance = 0.55 * Math.log(0.6 / 0.4);
    const odds = (row: number) => Math.log(labels.probability(row, 'a') / labels.probability(row, 'b'));
    expect(odds(0)).toBeCloseTo(balance + vote('f', 0.8), 10);
    expect(odds(6)).toBeCloseTo(balance - vote('g', 0.4), 10);
    expect(odds(8)).toBeCloseTo(balance + (vote('f', 0.8) - vote('g', 0.4)) / 2 ** 0.15, 10);
  });

  it('says how many labels the interval of the balance leaves open', () => {
    const votes = LabelMatrix.fromRows(
      ['ham', 'spam'],
      ['link', 'song'],
      rowsOf([60, ['spam', undefined]], [60, [undefined, 'ham']], [40, ['spam', 'ham']]),
    );
    const model = labelModel({ balance: { spam: [0.1, 0.9] } }).fit(votes);
    const note = model.notes.find((text) => text.startsWith('Whether'));
    expect(note).toMatch(/^Whether spam has 10.0 % or 90 % of the records decides the label of \d+ % of/);
    // Those with both votes, at least.
    expect(Number(/label of (\d+) %/.exec(note ?? '')?.[1])).toBeGreaterThanOrEqual(25);
    const known = labelModel({ balance: { spam: 0.5 } }).fit(votes);
    expect(known.notes.some((text) => text.startsWith('Whether'))).toBe(false);
    expect(model.predict(votes).probability(0, 'spam')).toBeLessThan(
      known.predict(votes).probability(0, 'spam'),
    );
  });

  it('tells of each interval how many labels hang on it, also where there are several', () => {
    const rows = rowsOf(
      [60, ['a', undefined, 'c']],
      [60, [undefined, 'b', 'c']],
      [40, ['a', 'b', undefined]],
    );
    const votes = LabelMatrix.fromRows(['a', 'b', 'c'], ['f', 'g', 'h'], rows);
    const notesOf = (balance: Balance) =>
      labelModel({ balance })
        .fit(votes)
        .notes.filter((text) => text.startsWith('Whether'));
    expect(notesOf({ a: [0.2, 0.6], b: [0.1, 0.5], c: [0.1, 0.3] })).toHaveLength(3);
    expect(notesOf({ a: [0.1, 0.9], b: [0.3, 0.5] })).toHaveLength(2);
    expect(notesOf({ a: 0.8, b: [0.05, 0.15] })).toHaveLength(1);
    const single = LabelMatrix.fromRows(['a'], ['f'], [['a'], [undefined]]);
    expect(labelModel({ balance: { a: [0, 1] } }).fit(single).notes).toHaveLength(3);
  });

  it('lets copies count as one where it is asked to', () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 400 }, () => {
      const say = () => (random() < 0.7 ? 'a' : 'b');
      const copy = random() < 0.5 ? say() : undefined;
      return [copy, copy, copy, random() < 0.5 ? say() : undefined] as const;
    });
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'f2', 'f3', 'g'], rows);
    const odds = (dependencies?: 'find' | [string, string][]) => {
      const model = labelModel({ dependencies, quality: 0.8 }).fit(votes);
      const row = rows.findIndex(([f, , , g]) => f === 'a' && g === undefined);
      const p = model.predict(votes).probability(row, 'a');
      return Math.log(p / (1 - p));
    };
    expect(odds('find')).toBeLessThan(odds());
    expect(
      odds([
        ['f', 'f2'],
        ['f2', 'f3'],
      ]),
    ).toBeCloseTo(odds('find'), 10);
    const notes = labelModel({ dependencies: 'find' }).fit(votes).notes.join(' ');
    expect(notes).toMatch(/f and f2 vote alike on \d+ records/);
    expect(() => odds([['f', 'none']])).toThrow(/a dependency of 'none'; expected one of f, f2, f3, g/);
  });

  it('counts votes for the same label the less, the more they repeat each other', () => {
    const rows = rowsOf([4, ['a', 'a', undefined]], [4, ['a', undefined, 'b']], [4, [undefined, 'a', 'b']]);
    const model = labelModel().fit(LabelMatrix.fromRows(['a', 'b'], ['f', 'g', 'h'], rows));
    const weightOf = (row: readonly ('a' | undefined)[]) =>
      model.explain(LabelMatrix.fromRows(['a', 'b'], ['f', 'g', 'h'], [row]), 0).reasons[0].weight;
    // f and g vote a on 8 of 12 records each, and meet on 4; a has two thirds of the votes.
    const [right, balance] = [figure(model, 'precision'), (2 / 3 + 1 / 2) / 2];
    const expected = 12 * (8 / 12) ** 2 * (right ** 2 / balance + (1 - right) ** 2 / (1 - balance));
    const repeated = Math.max(0, (4 - expected + 3) / (8 - expected + 10));
    const repeats = 0.75 * ((4 * repeated + 0.3) / (4 + 1));
    const alone = weightOf(['a', undefined, undefined]);
    expect(weightOf(['a', 'a', undefined])).toBeCloseTo((alone * 2 ** -0.15) / (1 + repeats), 12);
  });

  it('lets a copy count hardly, and an independent function more', () => {
    const random = seededRandom(8);
    const rows = Array.from({ length: 2000 }, () => {
      const chance = random() < 0.5 ? 0.32 : 0.08;
      const [first, other, third] = [1, 2, 3].map(() => (random() < chance ? 'a' : undefined));
      return [first, first, other, third, random() < 0.4 - chance ? 'b' : undefined] as const;
    });
    const names = ['first', 'copy', 'other', 'third', 'against'];
    const model = labelModel({ quality: 0.8 }).fit(LabelMatrix.fromRows(['a', 'b'], names, rows));
    const oddsOf = (row: readonly ('a' | undefined)[]) =>
      model.explain(LabelMatrix.fromRows(['a', 'b'], names, [row]), 0).sum;
    const alone = oddsOf(['a', undefined, undefined, undefined, undefined]);
    expect(oddsOf(['a', 'a', undefined, undefined, undefined])).toBeLessThan(1.35 * alone);
    expect(oddsOf([undefined, undefined, 'a', 'a', undefined])).toBeGreaterThan(1.5 * alone);
    // One more vote for a label never takes from it.
    expect(oddsOf(['a', 'a', undefined, undefined, undefined])).toBeGreaterThan(alone);
  });

  it('takes votes to be right the more often, the less they conflict', () => {
    const precisionAt = (accuracy: number) => {
      const { votes } = simulate(20000, [0.5, 0.5], new Array(8).fill({ coverage: 0.3, accuracy }));
      return figure(labelModel().fit(votes), 'precision');
    };
    const found = [0.55, 0.65, 0.75, 0.85, 0.95].map(precisionAt);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeLessThan(0.76);
    expect(found[4]).toBeGreaterThan(0.87);
  });

  it('believes a function less whose votes conflict more often than those of others', () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 3000 }, () => {
      const truth = random() < 0.5 ? 'a' : 'b';
      const says = (label: 'a' | 'b', hit: number, miss: number) =>
        random() < (truth === label ? hit : miss) ? label : undefined;
      return [says('a', 0.3, 0.03), says('a', 0.2, 0.13), says('b', 0.3, 0.03), says('b', 0.3, 0.03)];
    });
    const model = labelModel().fit(LabelMatrix.fromRows(['a', 'b'], ['good', 'poor', 'g', 'h'], rows));
    const weightOf = (row: readonly ('a' | undefined)[]) =>
      model.explain(LabelMatrix.fromRows(['a', 'b'], ['good', 'poor'], [row]), 0).reasons[0].weight;
    expect(weightOf(['a', undefined])).toBeGreaterThan(weightOf([undefined, 'a']) + 0.3);
  });

  it.each([4, 5, 6])('does not lose to majority vote with %d dense functions and a rarer label', (count) => {
    const losses = [0.1, 0.2, 0.3].map((share) => {
      const draw = new Array(count).fill({ coverage: 0.8, accuracy: 0.8 });
      const { votes, gold } = simulate(4000, [1 - share, share], draw);
      const right = (name: EstimatorName) => {
        const labels = estimator(name).fit(votes).predict(votes);
        const chances = gold.map((label, i) => {
          const leaders: readonly string[] = labels.leaders(i);
          return leaders.includes(label) ? 1 / leaders.length : 0;
        });
        return chances.reduce((sum, chance) => sum + chance, 0) / gold.length;
      };
      return right('majority') - right('auto');
    });
    expect(Math.max(...losses)).toBeLessThan(0.005);
  });

  it.each([2, 5, 20])('knows how sure it may be where functions vote all of %i labels densely', (K) => {
    const random = seededRandom(K);
    const labels = Array.from({ length: K }, (_, k) => `label${k}`);
    const draw = () => labels[Math.floor(K * random())];
    const gold = Array.from({ length: 3000 }, draw);
    const rows = gold.map((truth) =>
      Array.from({ length: 5 }, () => (random() < 0.7 ? (random() < 0.8 ? truth : draw()) : undefined)),
    );
    const votes = LabelMatrix.fromRows(labels, ['a', 'b', 'c', 'd', 'e'], rows);
    const model = labelModel().fit(votes);
    // Of 16 functions tables of chances would be believed alone, of two not at all.
    expect(figure(model, 'learnt')).toBeCloseTo(3 / 14, 12);
    expect(figure(model, 'counted')).toBeCloseTo(11 / 14, 12);
    const given = model.predict(votes);
    const top = given.hard({ ties: 'first' });
    const covered = [...gold.keys()].filter((row) => given.isCovered(row));
    const sure = covered.reduce((sum, row) => sum + given.probability(row, top[row] ?? ''), 0);
    const right = covered.filter((row) => top[row] === gold[row]).length;
    expect(Math.abs(sure - right) / covered.length).toBeLessThan(0.06);
  });

  it('learns which of a few dense functions are better, and that they favour a label', () => {
    const random = seededRandom(11);
    const gold = Array.from({ length: 3000 }, () => (random() < 0.6 ? 'a' : 'b'));
    const other = { a: 'b', b: 'a' } as const;
    const chances = [
      { a: 0.9, b: 0.9 },
      { a: 0.95, b: 0.5 },
      { a: 0.6, b: 0.6 },
      { a: 0.6, b: 0.6 },
    ];
    const rows = gold.map((truth) => {
      const label = truth as 'a' | 'b';
      return chances.map((chance) => (random() < chance[label] ? label : other[label]));
    });
    const votes = LabelMatrix.fromRows(['a', 'b'], ['good', 'eager', 'poor', 'poorer'], rows);
    const model = labelModel().fit(votes);
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(
      accuracyOf(majorityVote().fit(votes).predict(votes), gold) + 0.05,
    );
    expect(model.notes.join(' ')).toContain("tables of each function's own chances are 14 %");
    const told = labelModel({ quality: 0.8 }).fit(votes);
    expect(figure(told, 'learnt')).toBe(figure(model, 'learnt'));
  });

  it('learns them from a sample that lacks votes which are cast once', () => {
    const { votes, gold } = simulate(
      200_000,
      [0.4, 0.3, 0.3],
      new Array(14).fill({ coverage: 0.7, accuracy: 0.7 }),
    );
    // Functions vote the last label on a few records only.
    const cells = votes.votes.map((vote, cell) => (vote === 2 && cell >= 14 * 14 ? -1 : vote));
    const rare = new LabelMatrix({ labels: votes.labels, functions: votes.functions, votes: cells });
    expect(findPatterns(rare).patterns.size).toBeGreaterThan(100_000);
    const model = labelModel().fit(rare);
    expect(figure(model, 'learnt')).toBeGreaterThan(0.5);
    expect(model.toJSON().evidence.evidence.flat().every(Number.isFinite)).toBe(true);
    expect(accuracyOf(model.predict(rare), gold)).toBeGreaterThan(
      accuracyOf(majorityVote().fit(rare).predict(rare), gold) - 0.005,
    );
  });

  it('takes functions for dense only where each votes on many records, and together on nearly all', () => {
    const random = seededRandom(8);
    const label = () => (random() < 0.5 ? 'a' : 'b');
    // Ten records in turn; which function votes on which of them.
    const denseIn = (...turns: readonly (readonly number[])[]) => {
      const rows = Array.from({ length: 1000 }, (_, i) =>
        turns.map((turn) => (turn.includes(i % 10) ? label() : undefined)),
      );
      const names = turns.map((_, j) => `f${j}`);
      const model = labelModel().fit(LabelMatrix.fromRows(['a', 'b'], names, rows));
      return figure(model, 'counted') + figure(model, 'learnt');
    };
    const half = [0, 1, 2, 3, 4];
    expect(denseIn(half, half, half)).toBe(0);
    expect(denseIn([0, 1, 2], [3, 4, 5], [6, 7, 8])).toBeCloseTo(1 / 3, 9);
    expect(denseIn([...half, 5, 6, 7, 8], half, half)).toBe(1);
  });

  it('believes no tables of chances that explain another split of the records', () => {
    const random = seededRandom(4);
    // All are a; on four of ten records each function errs four times in ten.
    const rows = Array.from({ length: 2000 }, () => {
      const wrong = random() < 0.4 ? 0.42 : 0.02;
      return Array.from({ length: 6 }, () => (random() < wrong ? 'b' : 'a'));
    });
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g', 'h', 'i', 'j', 'k'], rows);
    const tables = pooledDawidSkene().fit(votes).predict(votes);
    expect(tables.hard().filter((label) => label === 'b').length).toBeGreaterThan(700);
    const model = labelModel().fit(votes);
    expect(figure(model, 'learnt')).toBe(0);
    expect(figure(model, 'counted')).toBe(1);
  });

  it.each([
    ['ties that EM settles no better than a millionth', ['cbab', 'caac']],
    ['two records of ten', ['cacb', 'caaa', 'aaab', '-a-b', 'cbcc', 'bbab', 'aaaa', 'acac', 'aaac', 'aaa-']],
  ])('does not leave it to rounding whether tables are believed: %s', (_, rows) => {
    const labels = ['a', 'b', 'c'];
    const learnt = [
      [0, 1, 2],
      [1, 2, 0],
      [2, 1, 0],
    ].flatMap((turn) =>
      [
        [0, 1, 2, 3],
        [3, 1, 0, 2],
      ].map((columns) => {
        const votes = rows.map((row) => columns.map((j) => labels[turn[labels.indexOf(row[j])]]));
        const names = columns.map((j) => `f${j}`);
        return figure(labelModel().fit(LabelMatrix.fromRows(labels, names, votes)), 'learnt');
      }),
    );
    expect(Math.max(...learnt) - Math.min(...learnt)).toBeLessThan(1e-9);
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

  it('knows a crowd by its annotators with few answers, of whom many show one label by chance', () => {
    const random = seededRandom(3);
    const rows = Array.from({ length: 100 }, (_, i) => {
      const row: ('no' | 'yes' | undefined)[] = Array.from({ length: 150 }, () => undefined);
      for (let n = 0; n < 3; n++) {
        // Each annotator answers two of the records, one time in four wrongly.
        const right = random() < 0.75;
        row[(3 * i + n) % 150] = right === i < 85 ? 'yes' : 'no';
      }
      return row;
    });
    const names = rows[0].map((_, j) => `annotator${j}`);
    const several = labelModel().fit(LabelMatrix.fromRows(['no', 'yes'], names, rows)).notes[0];
    const [both = 0] = (several.match(/^\d+/) ?? []).map(Number);
    expect(both).toBeLessThan(75);
    expect(several).toContain('of 150 functions vote more than one label, with 3.0 votes per covered record');
    expect(several).toContain('taken for a crowd');
    // Rules vote one label each, however seldom.
    const rules = rows.map((row) => row.map((vote, j) => vote && (j % 2 === 0 ? 'yes' : 'no')));
    const one = labelModel().fit(LabelMatrix.fromRows(['no', 'yes'], names, rules)).notes[0];
    expect(one).toContain('0 of 150 functions vote more than one label');
    expect(one).not.toContain('crowd');
  });

  it('learns a crowd with very many patterns from a random sample, the same each time', () => {
    const annotators = Array.from({ length: 20 }, (_, j) => ({ coverage: 0.7, accuracy: 0.6 + j / 60 }));
    const { votes } = simulate(130_000, [0.6, 0.4], annotators);
    expect(findPatterns(votes).patterns.size).toBeGreaterThan(120_000);
    const [one, same] = [labelModel().fit(votes), labelModel().fit(votes)];
    expect(one.toJSON().evidence).toEqual(same.toJSON().evidence);
    const [sampled, whole] = [one, pooledDawidSkene().fit(votes)].map((model) =>
      model.toJSON().evidence.evidence.flat(),
    );
    const moved = sampled.map((value, n) => Math.abs(value - whole[n]));
    expect(Math.max(...moved)).toBeGreaterThan(0);
    expect(Math.max(...moved)).toBeLessThan(0.1);
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

  it.each([
    ['rules', 6],
    ['a crowd', 24],
  ])('lets a vote that is hardly sure take nothing from its label: %s', (_, count) => {
    const { votes } = simulate(600, [0.5, 0.5], new Array(count).fill({ coverage: 0.5, accuracy: 0.8 }));
    const cells = votes.votes.slice();
    cells.fill(-1, 0, 2 * count);
    for (const row of [0, 1]) cells.fill(1, row * count, row * count + 3);
    cells.fill(1, count, 2 * count);
    const unsure = new LabelMatrix({
      labels: votes.labels,
      functions: votes.functions,
      votes: cells,
      confidences: Float32Array.from(cells, (_, cell) => (cell >= count + 3 && cell < 2 * count ? 0.05 : 1)),
    });
    const labels = labelModel().fit(unsure).predict(unsure);
    expect(labels.probability(1, 'label1')).toBeGreaterThan(labels.probability(0, 'label1') - 0.02);
  });

  it('has better labels and probabilities where some labels are known', () => {
    const functions = [0.95, 0.9, 0.8, 0.6, 0.55, 0.5].map((accuracy) => ({ coverage: 0.3, accuracy }));
    const { votes, gold } = simulate(3000, [0.7, 0.3], functions);
    const some = gold.map((label, i) => (i % 15 === 0 ? label : undefined));
    const lossOf = (model: LabelModel) => {
      const labels = model.predict(votes);
      const losses = gold.map((label, i) => -Math.log(labels.probability(i, label)));
      return losses.reduce((sum, loss) => sum + loss, 0) / gold.length;
    };
    const [alone, helped] = [labelModel().fit(votes), labelModel().fit(votes, { gold: some })];
    expect(accuracyOf(helped.predict(votes), gold)).toBeGreaterThan(
      accuracyOf(alone.predict(votes), gold) + 0.04,
    );
    expect(lossOf(helped)).toBeLessThan(lossOf(alone) - 0.09);
    const loaded = loadLabelModel(JSON.parse(JSON.stringify(helped)));
    expect(loaded.predictPatterns(findPatterns(votes).patterns)).toEqual(
      helped.predictPatterns(findPatterns(votes).patterns),
    );
  });

  it('takes a few functions for labeling functions, however densely they vote', () => {
    const { votes } = simulate(500, [0.5, 0.5], new Array(6).fill({ coverage: 0.9, accuracy: 0.8 }));
    expect(labelModel().fit(votes).notes[0]).toContain('weighed by how often they conflict');
  });

  it('measures nothing where nobody votes, or a single function does', () => {
    const nobody = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], [[undefined, undefined]]);
    expect(labelModel().fit(nobody).notes).toEqual(['Nobody voted: every record has the class balance.']);

    const single = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], [['a', undefined]]);
    expect(labelModel().fit(single).notes[1]).toContain('Only one function votes');
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

  it('believes a vote for a rare label less, where the balance is known', () => {
    const rows = rowsOf([70, ['a', undefined]], [30, [undefined, 'b']], [20, ['a', 'b']]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
    const weightOf = (row: number) =>
      labelModel({ balance: { a: 0.8 } })
        .fit(votes)
        .explain(votes, row).reasons[0].weight;
    expect(weightOf(0)).toBeGreaterThan(0.3);
    expect(weightOf(99)).toBeLessThan(1.6);
  });

  it('takes a known quality as it is where the balance is known too, as the formula of the page says', () => {
    const rows = rowsOf([70, ['a', undefined]], [30, [undefined, 'b']], [20, ['a', 'b']]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['f', 'g'], rows);
    const model = labelModel({ balance: { a: 0.8 }, quality: { f: 0.9 } }).fit(votes);
    const coverages = [90 / 120, 50 / 120];
    const mean = coverages.reduce((sum, c) => sum + c * Math.log(c), 0) / (coverages[0] + coverages[1]);
    const expected = 0.8 * (Math.log(0.9 / 0.1) - Math.log(0.8 / 0.2)) - 0.3 * mean;
    expect(model.explain(votes, 0).reasons[0].weight).toBeCloseTo(expected, 10);
  });

  it('gives a crowd the balance that is known, and believes tables that match it', () => {
    const random = seededRandom(5);
    const gold = Array.from({ length: 600 }, () => (random() < 0.9 ? 'a' : 'b'));
    // All find every b, and take a third of the others for one.
    const rows = gold.map((label) =>
      Array.from({ length: 20 }, () => {
        if (random() < 0.6) return undefined;
        return label === 'b' || random() < 0.45 ? 'b' : 'a';
      }),
    );
    const names = Array.from({ length: 20 }, (_, j) => `annotator${j}`);
    const votes = LabelMatrix.fromRows(['a', 'b'], names, rows);
    const model = labelModel({ balance: { a: 0.9, b: 0.1 } }).fit(votes);
    expect(model.balance[0]).toBeCloseTo(0.9, 10);
    expect(model.notes.join(' ')).toContain('Each function has a table of its own chances');
    expect(accuracyOf(model.predict(votes), gold)).toBeGreaterThan(
      accuracyOf(majorityVote().fit(votes).predict(votes), gold) + 0.1,
    );
  });

  it('takes the votes of a function known to be worse than chance against their label', () => {
    const rows = rowsOf([20, ['a', undefined]], [20, [undefined, 'b']], [5, ['b', undefined]]);
    const votes = LabelMatrix.fromRows(['a', 'b'], ['bad', 'good'], rows);
    const labels = labelModel({ quality: { bad: 0.05 }, balance: 'uniform' })
      .fit(votes)
      .predict(votes);
    expect(labels.probability(0, 'a')).toBeLessThan(0.3);
    expect(labels.probability(44, 'b')).toBeLessThan(0.3);
    expect(labels.probability(20, 'b')).toBeGreaterThan(0.5);
  });

  it('has better labels and probabilities where the accuracy of each function is known', () => {
    const functions = [0.95, 0.9, 0.8, 0.6, 0.55, 0.35].map((accuracy) => ({ coverage: 0.3, accuracy }));
    const { votes, gold } = simulate(3000, [0.5, 0.5], functions);
    const quality = Object.fromEntries(votes.functions.map((name, j) => [name, functions[j].accuracy]));
    const rightOf = (options: { quality?: typeof quality }) =>
      accuracyOf(labelModel(options).fit(votes).predict(votes), gold);
    expect(rightOf({ quality })).toBeGreaterThan(rightOf({}) + 0.03);
  });

  it('hardly moves when every record is there ten times', () => {
    const { votes } = simulate(60, [0.6, 0.4], new Array(5).fill({ coverage: 0.5, accuracy: 0.75 }));
    const tenfold = votes.take(Array.from({ length: 600 }, (_, i) => i % 60));
    const once = labelModel().fit(votes).predict(votes);
    const often = labelModel().fit(tenfold).predict(votes);
    for (let i = 0; i < 60; i++) {
      const moved = often.probability(i, 'label0') - once.probability(i, 'label0');
      expect(Math.abs(moved)).toBeLessThan(0.1);
    }
  });

  it.each([
    [{ f: 1 }, 'the quality of f is 1'],
    [0, 'the quality of all functions is 0'],
    ['0.8', 'the quality of all functions is "0.8"; expected between 0 and 1'],
    [[0.9], 'the quality of all functions is [0.9]'],
    [null, 'the quality of all functions is null'],
  ])('refuses the quality %j', (quality, message) => {
    expect(() => labelModel({ quality: quality as number })).toThrow(message);
  });

  it('refuses the quality of a function that is not there, and takes none for none', () => {
    const { votes } = simulate(100, [0.5, 0.5], new Array(16).fill({ coverage: 0.5, accuracy: 0.8 }));
    expect(() => labelModel({ quality: { function_0: 0.9 } }).fit(votes)).toThrow(
      /found the labeling function 'function_0' in the quality; expected one of function0, function1/,
    );
    expect(labelModel({ quality: {} }).fit(votes).notes).toEqual(labelModel().fit(votes).notes);
    const notes = labelModel({ quality: { function0: 0.9 } })
      .fit(votes)
      .notes.join(' ');
    expect(notes).toContain('The precision of 1 of 16 functions was given. Votes for different labels meet');
  });

  it('knows functions and labels that are called like what every object has', () => {
    const rows = [
      ['a', 'valueOf'],
      ['a', undefined],
      [undefined, 'valueOf'],
    ] as const;
    const votes = LabelMatrix.fromRows(['a', 'valueOf'], ['constructor', 'toString'], rows);
    const plain = LabelMatrix.fromRows(
      ['a', 'b'],
      ['f', 'g'],
      rows.map((row) => row.map((label) => (label === 'valueOf' ? 'b' : label))),
    );
    const chances = (of: LabelMatrix, names: readonly string[]) => {
      const quality = { [names[1]]: 0.9 };
      const balance = { a: 0.3 };
      return [labelModel({ quality, balance }), mapEm({ quality, balance }), mapEm()].map((model) =>
        model.fit(of).predict(of).probability(0, 'a'),
      );
    };
    expect(chances(votes, ['constructor', 'toString'])).toEqual(chances(plain, ['f', 'g']));
  });

  it('says so where functions come out worse than chance', () => {
    const columns = [0.9, 0.9, 0.9, 0.9, 0.1].map((accuracy) => ({ coverage: 1, accuracy }));
    const { votes } = simulate(300, [0.5, 0.5], columns, 2);
    expect(labelModel().fit(votes).notes.join(' ')).toMatch(
      /Right less often than a label drawn at random \(50 %\), by these labels: function4 \(\d+ %\)\. Either/,
    );
    expect(
      labelModel()
        .fit(votes.drop(['function4']))
        .notes.join(' '),
    ).not.toContain('drawn at random');
  });
});
