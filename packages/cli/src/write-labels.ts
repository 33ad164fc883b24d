import type { ProbabilisticLabels } from '@labelwright/core';
import { labelsWriter, type VoteSource } from '@labelwright/io';
import type { LabelModel } from '@labelwright/label-model';
import { assertNotAborted, type CommonOptions, type Context } from './context.ts';
import { startProgress } from './progress.ts';

/** Writes labels that come in parts: each is written before the next is asked for. */
export async function writeLabels(
  path: string,
  labels: readonly string[],
  parts: AsyncIterable<ProbabilisticLabels> | Iterable<ProbabilisticLabels>,
): Promise<void> {
  const writer = await labelsWriter(path, { labels });
  try {
    for await (const part of parts) await writer.write(part);
    await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

/** The labels that a model gives votes, as they are read. */
export async function* predicted(
  source: VoteSource,
  model: LabelModel,
  { quiet }: CommonOptions,
  { terminal, signal }: Context,
): AsyncGenerator<ProbabilisticLabels> {
  const progress = startProgress('predicting', terminal, quiet);
  let records = 0;
  try {
    for await (const { votes, share } of source.batches()) {
      assertNotAborted(signal);
      records += votes.rows;
      progress.update(records, share);
      yield model.predict(votes);
    }
  } finally {
    progress.stop();
  }
}
