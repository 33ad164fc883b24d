import { LabelwrightError } from '@labelwright/core';
import type { Estimator, LabelModel } from '@labelwright/label-model';
import { readStatistics } from './statistics-file.ts';
import { mergeStatistics, type VoteStatistics } from './vote-statistics.ts';

/** A label model, and what it was fitted to. */
export interface FittedStatistics {
  readonly model: LabelModel;
  readonly statistics: VoteStatistics;
}

/**
 * Fits a label model to the statistics of any number of parts: the model that fitting to all their votes gives, to
 * the last bit, as long as the patterns are counted; otherwise one fitted to the sample.
 */
export async function fitStatistics(
  paths: readonly string[],
  estimator: Estimator,
): Promise<FittedStatistics> {
  const parts: VoteStatistics[] = [];
  for (const path of paths) parts.push(await readStatistics(path));
  const [first, ...others] = parts;
  if (first === undefined) {
    throw new LabelwrightError('invalid-option', 'found no statistics; expected at least one file');
  }
  const statistics = mergeStatistics([first, ...others]);
  return { model: estimator.fit(statistics.patterns()), statistics };
}

/** Says so where the model rests on a sample; empty where all patterns were counted. */
export function describeSampled(statistics: VoteStatistics): string {
  if (statistics.isExact) return '';
  const sampled = statistics.sample().length;
  return `more than ${statistics.cap} vote patterns: fitted to a random sample of ${sampled} of ${statistics.records} records`;
}
