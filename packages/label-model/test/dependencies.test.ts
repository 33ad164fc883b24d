import { LabelMatrix, type ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  dependencyFinders,
  estimator,
  findDependencies,
  type LabelModel,
  majorityVote,
  mapEm,
} from '../src/index.ts';
import { accuracyOf, simulate } from './simulate.ts';

const columns = [0, 1, 0, 1, 0, 1].map((only) => ({ coverage: 0.4, accuracy: 0.75, only }));
const { votes, gold } = simulate(3000, [0.5, 0.5], columns, 3);

/** The votes, and functions that vote as the first does on nine of ten records. */
function withCopies(count: number, of = votes, share = 0.9): LabelMatrix {
  const random = seededRandom(9);
  const copies = Array.from({ length: count }, (_, n) => {
    const column = Array.from({ length: of.rows }, (_, i) =>
      random() < share ? of.vote(i, 'function0') : undefined,
    );
    return [`copy${n}`, column] as const;
  });
  return LabelMatrix.join(of, LabelMatrix.fromColumns<string, string>(of.labels, Object.fromEntries(copies)));
}

/** The mean probability of the labels that lead. */
function meanTop(labels: ProbabilisticLabels): number {
  const tops = Array.from({ length: labels.rows }, (_, i) => Math.max(...labels.distribution(i)));
  return tops.reduce((sum, top) => sum + top, 0) / labels.rows;
}

describe('findDependencies', () => {
  it('finds a copy, and nothing where functions are independent', () => {
    expect(findDependencies(votes, mapEm().fit(votes))).toEqual([]);
    const both = withCopies(1);
    const found = findDependencies(both, mapEm().fit(both));
    expect(found.map((dependency) => dependency.functions)).toEqual([['function0', 'copy0']]);
    expect(found[0].excess).toBeGreaterThan(0.9);
    expect(found[0].together).toBeGreaterThan(2 * found[0].expected);
  });

  it('takes no single record for a dependency', () => {
    const sparse = new Array(150).fill({ coverage: 0.002, accuracy: 0.8 });
    const { votes: rare } = simulate(1000, [0.5, 0.5], sparse, 4);
    expect(findDependencies(rare, majorityVote().fit(rare))).toEqual([]);
  });

  it.each([
    ['all', /found the dependencies "all"; expected pairs of labeling functions/],
    [['function0', 'function1'], /found the dependency "function0"; expected a pair/],
    [[['function0']], /found the dependency \["function0"\]; expected a pair of labeling functions/],
    [[['function0', 'f']], /found a dependency of 'f'; expected one of function0, function1/],
  ])('refuses %j', (dependencies, message) => {
    for (const name of ['auto', 'map-em', 'triplets', 'matrix-completion'] as const) {
      expect(() => estimator(name, { dependencies } as never).fit(votes)).toThrow(message);
    }
  });

  it('asks for as much as it is told to', () => {
    const all = findDependencies(votes, majorityVote().fit(votes), { excess: -1, deviations: -1e9 });
    expect(all.length).toBe(6);
  });
});

describe('mapEm with dependencies', () => {
  it('counts a function and its copies as one, and says so', () => {
    const both = withCopies(4);
    const discounted = mapEm({ dependencies: 'find' }).fit(both);
    const counted = mapEm().fit(both);
    expect(accuracyOf(discounted.predict(both), gold)).toBeGreaterThan(
      accuracyOf(counted.predict(both), gold) + 0.005,
    );
    expect(discounted.notes.join()).toMatch(/function0 and copy\d vote alike on \d+ records, \d+ expected/);
  });

  it('comes close to what it learns without the copies', () => {
    const both = withCopies(4);
    const discounted = mapEm({ dependencies: 'find' }).fit(both).predict(both);
    const alone = mapEm().fit(votes).predict(votes);
    const difference = accuracyOf(discounted, gold) - accuracyOf(alone, gold);
    expect(Math.abs(difference)).toBeLessThan(0.01);
  });

  it('accepts dependencies that the caller knows, and refuses unknown functions', () => {
    const both = withCopies(1);
    const told = mapEm({ dependencies: [['function0', 'copy0']] })
      .fit(both)
      .predict(both).table;
    expect(told).toEqual(mapEm({ dependencies: 'find' }).fit(both).predict(both).table);
    expect(() => mapEm({ dependencies: [['function0', 'x']] }).fit(both)).toThrow(
      /found a dependency of 'x'/,
    );
  });

  it('still explains by a sum, and survives JSON', () => {
    const both = withCopies(2);
    const model = mapEm({ dependencies: 'find' }).fit(both);
    const [p, q] = model.predict(both).distribution(0);
    const { sum } = model.explain(both, 0, { label: 'label0', against: 'label1' });
    expect(sum).toBeCloseTo(Math.log(p / q), 9);
  });
});

describe.each(dependencyFinders.filter((name) => name !== 'auto'))('dependencies in %s', (name) => {
  const dense = simulate(3000, [0.55, 0.45], new Array(5).fill({ coverage: 0.6, accuracy: 0.75 }), 5);
  const accuracy = (model: LabelModel, of: LabelMatrix) => accuracyOf(model.predict(of), dense.gold);

  it('are found after a first fit, and count as one', () => {
    const both = withCopies(4, dense.votes);
    const counted = estimator(name).fit(both);
    const found = estimator(name, { dependencies: 'find' }).fit(both);
    expect(found.notes.join()).toMatch(/function0 and copy\d vote alike on \d+ records, \d+ expected/);
    expect(meanTop(found.predict(both))).toBeLessThan(meanTop(counted.predict(both)));
    expect(accuracy(found, both)).toBeGreaterThan(accuracy(counted, both) + 0.02);
  });

  it('give the same where the pairs are named', () => {
    const both = withCopies(2, dense.votes);
    const pairs = findDependencies(both, estimator(name).fit(both)).map((pair) => pair.functions);
    const [found, told] = (['find', pairs] as const).map((dependencies) =>
      estimator(name, { dependencies }).fit(both),
    );
    expect(told.toJSON().evidence).toEqual(found.toJSON().evidence);
  });

  it('give about what the functions give alone, where they are copies', () => {
    const both = withCopies(3, dense.votes, 1);
    const dependencies = [0, 1, 2].map((n) => ['function0', `copy${n}`] as const);
    const told = estimator(name, { dependencies }).fit(both);
    const alone = estimator(name).fit(dense.votes);
    expect(Math.abs(accuracy(told, both) - accuracy(alone, dense.votes))).toBeLessThan(0.01);
  });
});
