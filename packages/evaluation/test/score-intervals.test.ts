import { LabelMatrix, ProbabilisticLabels, seededRandom } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  bootstrapInterval,
  createReport,
  logLoss,
  type Metric,
  macroF1,
  matthews,
  rocAuc,
} from '../src/index.ts';

const names = ['no', 'yes'] as const;

/** Probabilities and gold that is drawn from them; so many different probabilities. */
function simulated(records: number, steps: number) {
  const random = seededRandom(3);
  const shares = Array.from({ length: records }, () => Math.round(random() * steps) / steps);
  const gold = shares.map((share) => names[random() < share ? 1 : 0]);
  const rows = shares.map((share) => [1 - share, share]);
  const labels = ProbabilisticLabels.fromRows(names, rows);
  const votes = LabelMatrix.fromColumns(names, { f: gold, g: gold });
  return { gold, labels, report: createReport({ votes, gold, models: [{ name: 'mine', labels }] }) };
}

describe('the intervals of scores', () => {
  it('are those of the bootstrap, score by score', () => {
    const { gold, labels, report } = simulated(600, 10);
    const { intervals, scores } = report.models[0];
    const metrics = { macroF1, matthews, rocAuc, logLoss } satisfies Record<string, Metric>;
    for (const [name, metric] of Object.entries(metrics)) {
      const slow = bootstrapInterval(labels, gold, metric);
      const quick = intervals?.[name as keyof typeof metrics];
      const width = (slow?.high ?? 0) - (slow?.low ?? 0);
      expect(Math.abs((quick?.low ?? 0) - (slow?.low ?? 0)), name).toBeLessThan(0.2 * width);
      expect(Math.abs((quick?.high ?? 0) - (slow?.high ?? 0)), name).toBeLessThan(0.2 * width);
    }
    expect(intervals?.accuracy?.low).toBeLessThan(scores?.accuracy ?? 0);
    expect(intervals?.accuracy?.high).toBeGreaterThan(scores?.accuracy ?? 1);
  });

  it('hold the score where many outcomes are drawn together', () => {
    const { report } = simulated(8000, 1_000_000);
    const { intervals, scores } = report.models[0];
    for (const name of ['accuracy', 'f1', 'macroF1', 'matthews', 'rocAuc', 'logLoss', 'brier'] as const) {
      const [value, found] = [scores?.[name] ?? -1, intervals?.[name] ?? { low: 1, high: 0 }];
      expect(found.low, name).toBeLessThan(value);
      expect(found.high, name).toBeGreaterThan(value);
      expect(found.high - found.low, name).toBeLessThan(0.06);
    }
  });

  it('are the same each time', () => {
    expect(simulated(200, 10).report).toEqual(simulated(200, 10).report);
  });
});

/** The intervals of the calibration error of so many models that say from 0.5 to 1, right with the probability that is told. */
function calibrationIntervals(records: number, rightOf: (confidence: number) => number) {
  return Array.from({ length: 100 }, (_, seed) => {
    const random = seededRandom(seed);
    const confidences = Array.from({ length: records }, () => 0.5 + Math.ceil(random() * 20) / 40);
    const gold = confidences.map((confidence) => names[random() < rightOf(confidence) ? 1 : 0]);
    const labels = ProbabilisticLabels.fromRows(
      names,
      confidences.map((confidence) => [1 - confidence, confidence]),
    );
    const votes = LabelMatrix.fromColumns(names, { f: gold });
    const [{ intervals }] = createReport({ votes, gold, models: [{ name: 'mine', labels }] }).models;
    return intervals?.calibrationError ?? { low: 1, high: 0 };
  });
}

describe.each([200, 2000])('the interval of the calibration error on %d records', (records) => {
  it('begins at 0 in 95 of 100 calibrated models', () => {
    const intervals = calibrationIntervals(records, (confidence) => confidence);
    expect(intervals.filter(({ low }) => low > 0).length).toBeLessThanOrEqual(8);
  });

  it('holds the error of a model that is too sure by 0.2', () => {
    const intervals = calibrationIntervals(records, (confidence) => confidence - 0.2);
    expect(intervals.filter(({ low, high }) => low <= 0.2 && high >= 0.2).length).toBeGreaterThanOrEqual(92);
    expect(intervals.filter(({ low }) => low > 0).length).toBeGreaterThanOrEqual(95);
  });
});
