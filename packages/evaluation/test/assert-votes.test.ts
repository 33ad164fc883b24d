import { ProbabilisticLabels } from '@labelwright/core';
import { describe, expect, it } from 'vitest';
import {
  compareLabels,
  confuseFunctions,
  createReport,
  dataDrift,
  findFlips,
  judge,
  keptCurve,
  krippendorffAlpha,
  leaveOneOut,
  patternDrift,
  residualCorrelations,
  scoreLabels,
  scoreSlices,
  slicesByPattern,
  slicesByVote,
  suggestRules,
  summarize,
  suspectGold,
  thresholdCurve,
} from '../src/index.ts';

/** What somebody without types may give. */
const none = {} as never;

describe('what is no votes and no labels', () => {
  it.each<[string, () => unknown]>([
    ['createReport', () => createReport(none)],
    ['createReport, of rows', () => createReport({ votes: [['ham']] as never })],
    ['summarize', () => summarize(none)],
    ['krippendorffAlpha', () => krippendorffAlpha(none)],
    ['confuseFunctions', () => confuseFunctions(none, [])],
    ['residualCorrelations', () => residualCorrelations(none, [])],
    ['dataDrift', () => dataDrift(none, none)],
    ['patternDrift', () => patternDrift(none, none)],
    ['findFlips', () => findFlips(none, none)],
    ['leaveOneOut', () => leaveOneOut(none, none)],
    ['slicesByVote', () => slicesByVote(none, none)],
    ['slicesByPattern', () => slicesByPattern(none)],
    ['suggestRules', () => suggestRules(none)],
  ])('is refused by %s where votes are expected', (_, run) => {
    expect(run).toThrow('expected votes, as applyTo gives them');
  });

  it.each<[string, () => unknown]>([
    ['judge', () => judge(none, [])],
    ['scoreLabels', () => scoreLabels(none, [])],
    ['scoreSlices', () => scoreSlices(none, [], [])],
    ['compareLabels', () => compareLabels(none, [], [])],
    ['keptCurve', () => keptCurve(none, [])],
    ['suspectGold', () => suspectGold(none, [])],
    ['thresholdCurve', () => thresholdCurve(none, [])],
  ])('is refused by %s where labels are expected', (_, run) => {
    expect(run).toThrow('found {}; expected distributions, as a label model predicts them');
  });
});

describe('how labels are judged', () => {
  const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.5, 0.5]]);

  it('is one of the ways there are', () => {
    expect(() => scoreLabels(labels, ['ham'], { ties: 'last' as never })).toThrow(
      'found the ties "last"; expected one of expected, abstain, random, first',
    );
    expect(() => scoreLabels(labels, ['ham'], { unlabelled: 'right' as never })).toThrow(
      'found the unlabelled "right"; expected one of ignore, wrong',
    );
  });

  it('takes a whole number of points', () => {
    expect(() => keptCurve(labels, ['ham'], -1)).toThrow('found the most -1; expected a whole number from 1');
    expect(() => thresholdCurve(labels, ['ham'], { most: 0 })).toThrow('expected a whole number from 1');
  });
});
