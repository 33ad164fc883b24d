import type { LabelMatrix, VotePatterns } from '@labelwright/core';
import { toFitVotes } from './fit-votes.ts';
import type { LabelModel } from './label-model.ts';
import { findOutcomes } from './outcomes.ts';
import { scaledInverse, voteCovariance } from './vote-covariance.ts';

/** Two functions whose votes go together, or avoid each other, beyond what the label and all other functions explain. */
export interface PartialCorrelation<L extends string = string, F extends string = string> {
  readonly functions: readonly [F, F];
  /** The votes of the two that are tied most. */
  readonly votes: readonly [L, L];
  /** From -1 to 1: below 0 where they avoid each other. */
  readonly correlation: number;
}

/** Which partial correlations to report. */
export interface PartialCorrelationOptions {
  /** From which size on. Default .2. */
  readonly least?: number | undefined;
  /** From how many standard deviations of chance on. Default 4. */
  readonly deviations?: number | undefined;
}

/**
 * Finds the pairs of functions that depend on each other directly, from the inverse covariance of their votes
 * among records of one label (after Ratner, Hancock, Dunnmon, Sala, Pandey and Ré, 2019, and Varma, Sala, He,
 * Ratner and Ré, 2019). Strongest first.
 *
 * Where `findDependencies` also names the first and the last of a chain of copies, this names neighbours only.
 *
 * @example
 * ```ts import.meta.vitest
 * const { LabelMatrix } = await import('@labelwright/core');
 * const { majorityVote } = await import('./majority-vote.ts');
 * const rows = Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? ['yes', 'yes', undefined] : i % 3 === 1 ? [undefined, undefined, 'yes'] : ['no', 'no', undefined]));
 * const votes = LabelMatrix.fromRows(['no', 'yes'], ['one', 'copy', 'other'], rows);
 * partialCorrelations(votes, majorityVote().fit(votes))[0].functions; // => ['one', 'copy']
 * ```
 */
export function partialCorrelations<L extends string, F extends string>(
  votes: LabelMatrix<L, F> | VotePatterns<L, F>,
  model: LabelModel<L, F>,
  { least = 0.2, deviations = 4 }: PartialCorrelationOptions = {},
): PartialCorrelation<L, F>[] {
  const { patterns } = toFitVotes<L, F>(votes);
  const outcomes = findOutcomes(patterns);
  const found = voteCovariance(outcomes, patterns, model.predictPatterns(patterns));
  const scaled = scaledInverse(found);
  const { kept } = found;
  const noise = deviations / Math.sqrt(patterns.records);
  const strongest = new Map<number, PartialCorrelation<L, F>>();
  for (const [n, a] of kept.entries()) {
    for (let m = n + 1; m < kept.length; m++) {
      const [first, second] = [outcomes.columnOf[a], outcomes.columnOf[kept[m]]];
      const correlation = -scaled[n * kept.length + m];
      const pair = first * outcomes.functions + second;
      const known = Math.abs(strongest.get(pair)?.correlation ?? 0);
      if (first === second || Math.abs(correlation) < Math.max(least, noise, known)) continue;
      strongest.set(pair, {
        functions: [patterns.functions[first], patterns.functions[second]],
        votes: [patterns.labels[outcomes.labelOf[a]], patterns.labels[outcomes.labelOf[kept[m]]]],
        correlation: Math.min(1, Math.max(-1, correlation)),
      });
    }
  }
  return [...strongest.values()].sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}
