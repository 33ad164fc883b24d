import { LabelwrightError } from '@labelwright/core';
import { type RecordRange, readJson } from '@labelwright/io';
import { loadLabelModel } from '@labelwright/label-model';
import type { LabelingModule } from '@labelwright/runner';
import { applyShard, splitFile } from './apply-shard.ts';
import { scorePatterns } from './score-patterns.ts';
import { serveRecords } from './serve-records.ts';

/** What a worker is to do: one of `stdio`, `score`, `split` and `shard`. */
export interface WorkerOptions {
  /** Label the records that come over the standard input. */
  readonly stdio?: boolean | undefined;
  /** Give the vote patterns that come over the standard input their probabilities. Needs `model`. */
  readonly score?: boolean | undefined;
  /** A file of records to label, or to split. */
  readonly shard?: string | undefined;
  /** The part of the file: `from:to`. Default: all of it. */
  readonly range?: string | undefined;
  /** Into how many ranges to split the file, instead of labeling it. */
  readonly split?: number | undefined;
  /** The folder for votes and statistics. Needed with `shard`. */
  readonly output?: string | undefined;
  /** The field that names a record. Default `id`. */
  readonly id?: string | undefined;
  /** A fitted label model, `.json`. */
  readonly model?: string | undefined;
  /** How many vote patterns are counted, and how many records are sampled. */
  readonly cap?: number | undefined;
  readonly sample?: number | undefined;
}

/** What a worker works with. */
export interface WorkerMeans {
  /** Opens the labeling module, tolerant of faults. */
  readonly open: () => Promise<LabelingModule>;
  /** Writes to the standard output. */
  readonly write: (text: string) => Promise<void>;
}

/**
 * Does the work of one worker on a cluster.
 *
 * @throws LabelwrightError `invalid-option` where the options do not say what to do
 */
export async function runWorker(options: WorkerOptions, { open, write }: WorkerMeans): Promise<void> {
  const { stdio, score, shard, split, output, id } = options;
  if ([stdio, score, shard !== undefined].filter(Boolean).length !== 1) {
    throw new LabelwrightError('invalid-option', 'expected one of --stdio, --score and --shard');
  }
  const model =
    options.model === undefined ? undefined : loadLabelModel(await readJson(options.model, 'a label model'));
  if (score) {
    if (!model) throw new LabelwrightError('invalid-option', 'found no --model to score with');
    await scorePatterns(model, write);
    return;
  }
  if (shard !== undefined && split !== undefined) {
    const ranges = await splitFile(shard, split);
    await write(ranges.map(([from, to]) => `${from}:${to}\n`).join(''));
    return;
  }
  if (shard !== undefined && output === undefined) {
    throw new LabelwrightError(
      'invalid-option',
      'found no --output; expected a folder for votes and statistics',
    );
  }
  const range = options.range === undefined ? undefined : parseRange(options.range);
  const module = await open();
  try {
    if (shard === undefined || output === undefined) {
      await serveRecords(module, { id, model, write });
    } else {
      const { cap, sample } = options;
      const outcome = await applyShard(module, { input: shard, range, output, id, cap, sample });
      await write(`${JSON.stringify(outcome)}\n`);
    }
  } finally {
    await module.close();
  }
}

function parseRange(text: string): RecordRange {
  const [, from, to] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined && Number(from) <= Number(to)) return [Number(from), Number(to)];
  throw new LabelwrightError(
    'invalid-option',
    `found the range '${text}'; expected two whole numbers: 0:100000`,
  );
}
