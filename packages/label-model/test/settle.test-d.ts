import type { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expectTypeOf, it } from 'vitest';
import { decide, mapEm, nextQuestions, settle, trust } from '../src/index.ts';

declare const votes: LabelMatrix<'ham' | 'spam', 'link' | 'short'>;
declare const labels: ProbabilisticLabels<'ham' | 'spam'>;

describe('the types of answers and decisions', () => {
  it('keep the labels and the names of the functions', () => {
    const model = settle(votes, mapEm().fit(votes), [{ row: 0, label: 'spam' }]);
    expectTypeOf(model.functions).toEqualTypeOf<readonly ('link' | 'short')[]>();
    expectTypeOf(nextQuestions(votes, model, 1)[0].votes[0].function).toEqualTypeOf<'link' | 'short'>();
    expectTypeOf(decide(labels, { for: 'accuracy' }).labels).toEqualTypeOf<
      readonly ('ham' | 'spam' | undefined)[]
    >();
    expectTypeOf(trust(votes, mapEm()).functions[0].function).toEqualTypeOf<'link' | 'short'>();
  });

  it('refuse labels that the task does not have, and options of another purpose', () => {
    // @ts-expect-error: eggs is not a label
    settle(votes, mapEm().fit(votes), [{ row: 0, label: 'eggs' }]);
    // @ts-expect-error: eggs is not a label
    decide(labels, { for: 'f1', label: 'eggs' });
    // @ts-expect-error: a precision needs a label
    decide(labels, { for: 'precision', least: 0.9 });
  });
});
