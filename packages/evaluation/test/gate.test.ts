import { describe, expect, it } from 'vitest';
import { checkSnapshot, formatGate, parseThresholds } from '../src/index.ts';
import { columns, runOf } from './runs.ts';

// Coverage 0.77, conflict 0.05, accuracy 0.9675; short is right half of the time.
const { snapshot } = runOf();

const failed = (...args: Parameters<typeof checkSnapshot>) =>
  checkSnapshot(...args).checks.filter(({ passed }) => !passed);

describe('checkSnapshot', () => {
  it.each([
    [{ minCoverage: 0.77 }, true],
    [{ minCoverage: 0.78 }, false],
    [{ maxConflict: 0.05 }, true],
    [{ maxConflict: 0.04 }, false],
    [{ minAccuracy: 0.96 }, true],
    [{ minAccuracy: 0.97 }, false],
    [{ minExpectedAccuracy: 0.97 }, false],
    [{ minLearnt: 0.8 }, true],
    [{ minLearnt: 0.81 }, false],
  ])('passes what reaches its threshold: %j', (thresholds, passed) => {
    expect(checkSnapshot(snapshot, thresholds).passed).toBe(passed);
  });

  it('names each function that is below', () => {
    expect(failed(snapshot, { minPrecision: 0.8 })).toMatchObject([
      { of: 'function', name: 'short', figure: 'precision', found: { value: 0.5 }, limit: 0.8 },
    ]);
  });

  it('takes thresholds of a function instead of those for all', () => {
    const functions = { short: { minPrecision: 0.4, minCoverage: 0.2 } };
    expect(failed(snapshot, { minPrecision: 0.8, functions })).toMatchObject([
      { name: 'short', gate: 'minCoverage', found: { value: 0.1 } },
    ]);
  });

  it('does not pass what cannot be measured', () => {
    const { models, functions } = snapshot;
    const blind = {
      ...snapshot,
      models: models.map((model) => ({ ...model, figures: {} })),
      functions: functions.map((entry) => ({ ...entry, figures: {} })),
    };
    expect(failed(blind, { minAccuracy: 0, minPrecision: 0 }).map(({ gate }) => gate)).toEqual([
      'minPrecision',
      'minAccuracy',
    ]);
  });

  it('does not pass thresholds of a function that is not there', () => {
    expect(failed(snapshot, { functions: { gone: { minCoverage: 0 } } })).toMatchObject([{ name: 'gone' }]);
  });

  it('can ask for the worse or the better end of the interval', () => {
    // Coverage lies between 0.678 and 0.842.
    expect(checkSnapshot(snapshot, { minCoverage: 0.7, by: 'worst' }).passed).toBe(false);
    expect(checkSnapshot(snapshot, { minCoverage: 0.84, by: 'best' }).passed).toBe(true);
    // Conflict between 0.0215 and 0.112.
    expect(checkSnapshot(snapshot, { maxConflict: 0.1, by: 'worst' }).passed).toBe(false);
    expect(checkSnapshot(snapshot, { maxConflict: 0.03, by: 'best' }).passed).toBe(true);
  });

  it('finds figures that drifted', () => {
    const after = runOf({ ...columns, link: (i) => (i % 4 === 0 ? 'spam' : undefined) }).snapshot;
    const names = failed(after, {}, { against: snapshot }).map(({ of, name, figure }) => [of, name, figure]);
    expect(names).toContainEqual(['function', 'link', 'coverage']);
    expect(names).not.toContainEqual(['function', 'song', 'coverage']);
  });

  it('passes figures that differ by no more than chance', () => {
    const after = runOf({ ...columns, short: (i) => (i === 3 ? undefined : columns.short(i)) }).snapshot;
    const checks = checkSnapshot(after, {}, { against: snapshot }).checks.filter(
      ({ name }) => name === 'short',
    );
    expect(checks.some(({ found, before }) => found?.value !== before?.value)).toBe(true);
    expect(checks.every(({ passed }) => passed)).toBe(true);
  });

  it('counts the figures that did not drift among what passed', () => {
    const { passed, checks } = checkSnapshot(snapshot, {}, { against: snapshot });
    expect(passed).toBe(true);
    const coverage = checks.filter(({ figure }) => figure === 'coverage');
    expect(coverage.map(({ gate, of, name }) => [gate, of, name])).toContainEqual([
      'maxDrift',
      'function',
      'song',
    ]);
    expect(formatGate({ version: 1, passed, checks })).toContain(`Passed: ${checks.length} checks.`);
  });

  it('allows as much drift as it is told to', () => {
    const after = runOf({ ...columns, link: (i) => (i % 4 === 0 ? 'spam' : undefined) }).snapshot;
    const drifted = failed(after, { maxDrift: 0.25 }, { against: snapshot });
    expect(drifted.map(({ name, figure }) => [name, figure])).not.toContainEqual(['link', 'coverage']);
  });

  it('tells faults from other findings', () => {
    const once = (i: number) => (i === 1 ? 'ham' : undefined);
    const { snapshot: dead } = runOf({ ...columns, once, dead: () => undefined });
    expect(failed(dead, { lint: 'error' }).map(({ figure, name }) => [figure, name])).toEqual([
      ['dead', 'dead'],
    ]);
    expect(failed(dead, { lint: 'warn' }).length).toBeGreaterThan(1);
    expect(failed(dead, {})).toEqual([]);
  });
});

describe('thresholds that are none', () => {
  it.each([
    [{ minCoverge: 0.9 }, "no threshold 'minCoverge'"],
    [{ minCoverage: 90 }, 'the minCoverage 90; expected a number from 0 to 1'],
    [{ functions: { link: { minAccuracy: 0.9 } } }, "no threshold 'minAccuracy'"],
    [{ lint: 'all' }, 'the lint "all"; expected one of error, warn'],
  ])('are refused: %j', (thresholds, message) => {
    expect(() => checkSnapshot(snapshot, thresholds as never)).toThrow(message);
  });

  it('are not those that are not set', () => {
    const unset = { minCoverage: undefined, lint: undefined, functions: undefined };
    expect(checkSnapshot(snapshot, unset).checks).toEqual([]);
  });
});

describe('formatGate', () => {
  it('shows what failed and what was expected', () => {
    const text = formatGate(checkSnapshot(snapshot, { minCoverage: 0.9, maxConflict: 0.5 }), { width: 100 });
    expect(text).toContain('Failed: 1 check; 1 check passed.');
    expect(text).toMatch(/minCoverage +data set +coverage +0\.770 +0\.678–0\.842 +≥ 0\.900/);
    expect(text).not.toContain('maxConflict');
  });

  it('says that all passed', () => {
    expect(formatGate(checkSnapshot(snapshot, { minCoverage: 0.5 }), { format: 'markdown' })).toBe(
      '# Check\n\nPassed: 1 check.',
    );
  });
});

describe('parseThresholds', () => {
  it('takes thresholds of the data set and of functions', () => {
    const thresholds = { minCoverage: 0.5, lint: 'warn', functions: { link: { minPrecision: 0.9 } } };
    expect(parseThresholds(thresholds)).toEqual(thresholds);
  });

  it.each([
    [[], 'expected thresholds by name'],
    [{ minCover: 0.5 }, "found no threshold 'minCover'; expected one of minCoverage"],
    [{ minCoverage: '0.5' }, 'found the minCoverage "0.5"; expected a number from 0 to 1'],
    [{ minCoverage: 50 }, 'found the minCoverage 50'],
    [{ lint: 'off' }, 'expected one of error, warn'],
    [{ functions: { link: { minAccuracy: 1 } } }, "found no threshold 'minAccuracy'"],
  ])('refuses %j', (value, message) => {
    expect(() => parseThresholds(value)).toThrow(message);
  });
});
