import type { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { expect, expectTypeOf, it } from 'vitest';
import {
  compareLabels,
  findFlips,
  leaveOneOut,
  type Report,
  type Snapshot,
  suggestRules,
  takeSnapshot,
} from '../src/index.ts';
import '../src/vitest/index.ts';

declare const votes: LabelMatrix<'ham' | 'spam', 'link' | 'song'>;
declare const labels: ProbabilisticLabels<'ham' | 'spam'>;
declare const report: Report<'ham' | 'spam', 'link' | 'song'>;

it('keeps the names of labels and functions', () => {
  expectTypeOf(takeSnapshot({ report, votes, labels })).toEqualTypeOf<
    Snapshot<'ham' | 'spam', 'link' | 'song'>
  >();
  expectTypeOf(suggestRules({ votes, labels, texts: [] }).forUncovered[0].label).toEqualTypeOf<
    'ham' | 'spam'
  >();
  expectTypeOf(leaveOneOut(votes, { relabel: () => labels })[0].function).toEqualTypeOf<'link' | 'song'>();
  expectTypeOf(findFlips({ votes, labels }, { votes, labels }).flips[0].after).toEqualTypeOf<
    'ham' | 'spam' | undefined
  >();
});

it('refuses gold of other labels', () => {
  // @ts-expect-error: egg is no label of the task.
  compareLabels(labels, labels, ['egg']);
});

it('knows the matchers', () => {
  expectTypeOf(expect(votes).toCover).parameters.toEqualTypeOf<[least: number]>();
  // @ts-expect-error: precision needs gold.
  expect(votes).toBePrecise(0.8, {});
});
