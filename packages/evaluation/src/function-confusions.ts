import type { LabelMatrix } from '@labelwright/core';
import { assertVotes } from './assert-votes.ts';
import { eachTruth, type Gold, truthOf } from './gold.ts';
import { plainPatterns } from './plain-patterns.ts';

/** What each labeling function does on the records of each gold label. */
export interface FunctionConfusions<L extends string = string, F extends string = string> {
  readonly labels: readonly L[];
  readonly functions: readonly F[];
  /** The records of each gold label. */
  readonly records: Float64Array;
  /** Records by function, gold label and vote: `counts[(column * K + gold) * (K + 1) + vote]`; the last vote is to abstain. */
  readonly counts: Float64Array;
}

/**
 * Counts what each labeling function votes on the records of each gold label; divided by `records`, the rates that
 * a label model tries to learn.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', 'spam', undefined] });
 * [...confuseFunctions(votes, ['spam', 'ham', 'ham']).counts]; // => [0, 1, 1, 0, 1, 0]
 * ```
 */
export function confuseFunctions<L extends string, F extends string>(
  votes: LabelMatrix<L, F>,
  gold: Gold<NoInfer<L>>,
): FunctionConfusions<L, F> {
  assertVotes(votes);
  const { labels, functions } = votes;
  const K = labels.length;
  const truth = truthOf(labels, gold, votes.rows);
  const { patterns, patternOf } = plainPatterns(votes);
  const { offsets, columns } = patterns;
  const records = new Float64Array(K);
  const counts = new Float64Array(functions.length * K * (K + 1));
  for (let i = 0; i < patternOf.length; i++) {
    const p = patternOf[i];
    eachTruth(truth, i, (label, share) => {
      records[label] += share;
      for (let cell = offsets[p]; cell < offsets[p + 1]; cell++) {
        counts[(columns[cell] * K + label) * (K + 1) + patterns.votes[cell]] += share;
      }
    });
  }
  for (let place = 0; place < functions.length * K; place++) {
    let voted = 0;
    for (let k = 0; k < K; k++) voted += counts[place * (K + 1) + k];
    counts[place * (K + 1) + K] = records[place % K] - voted;
  }
  return { labels, functions, records, counts };
}
