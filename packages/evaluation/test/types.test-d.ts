import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { describe, expectTypeOf, it } from 'vitest';
import { createReport, formatReport, judge, type Report, scoreLabels, summarize } from '../src/index.ts';

const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam'], short: ['ham'] });
const labels = ProbabilisticLabels.fromRows(['ham', 'spam'], [[0.1, 0.9]]);

describe('the types', () => {
  it('keep the names of labels and functions', () => {
    const summary = summarize(votes);
    expectTypeOf(summary.functions[0].name).toEqualTypeOf<'link' | 'short'>();
    expectTypeOf(summary.votesPerLabel).toEqualTypeOf<Readonly<Record<'ham' | 'spam', number>>>();
    expectTypeOf(createReport({ votes })).toEqualTypeOf<Report<'ham' | 'spam', 'link' | 'short'>>();
  });

  it('take a report of any task for rendering', () => {
    expectTypeOf(formatReport(createReport({ votes }))).toBeString();
  });

  it('refuse gold, a positive label, accuracies or models of another task', () => {
    // @ts-expect-error: hamm is not a label
    summarize(votes, { gold: ['hamm'] });
    // @ts-expect-error: lnik is not a function
    summarize(votes, { accuracies: { lnik: 0.5 } });
    // @ts-expect-error: hamm is not a label
    scoreLabels(labels, ['ham'], { positive: 'hamm' });
    // @ts-expect-error: hamm is not a label
    scoreLabels(labels, ['hamm']);
    const other = ProbabilisticLabels.fromRows(['a', 'b'], [[0.5, 0.5]]);
    // @ts-expect-error: the model is of another task
    createReport({ votes, models: [{ name: 'other', labels: other }] });
  });

  it('refuse a format that does not exist', () => {
    // @ts-expect-error: pdf is not a format
    formatReport(createReport({ votes }), { format: 'pdf' });
  });

  it('take the labels of hard predictions from the option', () => {
    expectTypeOf(judge(['ham'], ['ham'], { labels: ['ham', 'spam'] }).labels).toEqualTypeOf<
      readonly ('ham' | 'spam')[]
    >();
  });
});
