import type { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expectTypeOf, it } from 'vitest';
import { estimator, majorityVote, mapEm } from '../src/index.ts';

declare const votes: LabelMatrix<'ham' | 'spam', 'link' | 'short'>;

describe('the types of a label model', () => {
  it('keep the labels and the names of the functions', () => {
    const model = mapEm().fit(votes);
    expectTypeOf(model.labels).toEqualTypeOf<readonly ('ham' | 'spam')[]>();
    expectTypeOf(model.accuracies.link).toEqualTypeOf<number | undefined>();
    expectTypeOf(model.predict(votes)).toEqualTypeOf<ProbabilisticLabels<'ham' | 'spam'>>();
    expectTypeOf(model.explain(votes, 0).reasons[0].function).toEqualTypeOf<'link' | 'short'>();
  });

  it('refuse gold, and labels to explain, that the task does not have', () => {
    // @ts-expect-error: eggs is not a label
    majorityVote().fit(votes, { gold: ['eggs'] });
    // @ts-expect-error: eggs is not a label
    mapEm().fit(votes).explain(votes, 0, { label: 'eggs' });
  });

  it('refuse an option of another estimator', () => {
    // @ts-expect-error: majority vote has no strength
    majorityVote({ strength: 3 });
    expectTypeOf(estimator('map-em', { strength: 3 }).name).toBeString();
  });
});
