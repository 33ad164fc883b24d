import { readRecords } from '@labelwright/io';
import type { LabelModel } from '@labelwright/label-model';
import type { LabelingModule } from '@labelwright/runner';
import { type ClosingLine, recordLines, requiredIds } from './record-line.ts';

/** How records are served. */
export interface ServeOptions {
  /** The field that names a record. Default `id`. */
  readonly id?: string | undefined;
  /** A label model whose probabilities are wanted, too. */
  readonly model?: LabelModel | undefined;
  /** Writes to whoever sent the records; settles when there is room for more. */
  readonly write: (text: string) => Promise<void>;
}

/** All that comes, or nothing: an empty partition is no fault. */
const ALL = [0, Number.MAX_SAFE_INTEGER] as const;

/**
 * Labels the records that come over the standard input as JSON Lines: one line for each, in their order, and a
 * closing line that counts them. A function that fails abstains, and the record's line says so.
 *
 * @throws LabelwrightError where a line is no record; no closing line is written then
 */
export async function serveRecords(module: LabelingModule, options: ServeOptions): Promise<ClosingLine> {
  let [records, faults] = [0, 0];
  for await (const batch of readRecords('-', { format: 'jsonl', range: ALL })) {
    const ids = requiredIds(batch, 'standard input', options.id);
    const placeOf = (row: number) => `standard input, line ${batch.lines[row]}`;
    const applied = await module.apply(batch.records, ids, { placeOf });
    const labels = options.model?.predict(applied.votes);
    await options.write(recordLines(applied, labels && ((row) => labels.distribution(row))));
    records += ids.length;
    faults += applied.faults.length;
  }
  const closing: ClosingLine = { labelwright: 'end', records, faults, hash: module.hash };
  await options.write(`${JSON.stringify(closing)}\n`);
  return closing;
}
