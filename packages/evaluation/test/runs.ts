import { LabelMatrix, ProbabilisticLabels } from '@labelwright/core';
import { createReport, type Snapshot, takeSnapshot } from '../src/index.ts';

/** A run of three labeling functions on a hundred records, with labels by majority. */
export interface Run {
  readonly votes: LabelMatrix<'ham' | 'spam'>;
  readonly labels: ProbabilisticLabels<'ham' | 'spam'>;
  readonly gold: readonly ('ham' | 'spam')[];
  readonly snapshot: Snapshot;
}

type Columns = Record<string, (i: number) => 'ham' | 'spam' | undefined>;

/** Link votes on every second record, song on every fourth, short on the first ten. */
export const columns: Columns = {
  link: (i) => (i % 2 === 0 ? 'spam' : undefined),
  song: (i) => (i % 4 === 1 ? 'ham' : undefined),
  short: (i) => (i < 10 ? 'ham' : undefined),
};

export function runOf(votesBy: Columns = columns, records = 100): Run {
  const rows = Array.from({ length: records }, (_, i) => i);
  const votes = LabelMatrix.fromColumns<'ham' | 'spam', string>(
    ['ham', 'spam'],
    Object.fromEntries(Object.entries(votesBy).map(([name, vote]) => [name, rows.map(vote)])),
    rows.map((i) => `r${i}`),
  );
  const labels = ProbabilisticLabels.fromRows<'ham' | 'spam'>(
    ['ham', 'spam'],
    rows.map((i) => {
      const cast = votes.votesOn(i);
      const spam = cast.filter(({ label }) => label === 'spam').length;
      return cast.length === 0 ? [0, 0] : [1 - spam / cast.length, spam / cast.length];
    }),
    votes.ids,
  );
  const gold = rows.map((i) => (i % 2 === 0 ? 'spam' : 'ham'));
  const accuracies = Object.fromEntries(votes.functions.map((name) => [name, 0.8]));
  const report = createReport({
    title: 'a run',
    votes,
    gold,
    models: [{ name: 'majority', labels, accuracies }],
  });
  return { votes, labels, gold, snapshot: takeSnapshot({ report, votes, labels }) };
}
