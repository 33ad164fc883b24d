import { lineError } from './file-error.ts';
import { addIntegerVotes, assertLabels, toLabel } from './integer-votes.ts';
import { firstLine } from './json-array.ts';
import { isObject, kindOf, readJsonLines } from './json-lines.ts';
import { strictReading } from './record-batch.ts';
import { VoteBatchBuilder } from './vote-batch-builder.ts';
import { findNames, numberedFunctions } from './vote-names.ts';
import type { Names, VoteBatch, VoteOpener } from './vote-source.ts';
import { parseJson } from './votes-jsonl.ts';

/**
 * Opens votes as one integer per labeling function and record, in JSON Lines: `{"id", "label", "votes"}`.
 *
 * An integer is a label's position, -1 abstains. The names are given, or stand in a `dataset.json` beside it.
 */
export const openDatasetVotes: VoteOpener = async (path, given) => {
  const { labels, functions } = await findNames(path, given);
  const names = {
    labels: assertLabels(path, labels),
    functions: functions ?? numberedFunctions(await countFunctions(path)),
  };
  return { ...names, replaced: 0, batches: () => readIntegerLines(path, names) };
};

async function countFunctions(path: string): Promise<number> {
  const { text, line } = await firstLine(path);
  const record = parseJson(path, line, text);
  const votes = isObject(record) ? record.votes : undefined;
  if (Array.isArray(votes)) return votes.length;
  throw lineError(path, line, `field 'votes' is ${kindOf(votes)}; expected an array of integers`);
}

async function* readIntegerLines(path: string, names: Names): AsyncGenerator<VoteBatch> {
  const reading = strictReading();
  const builder = new VoteBatchBuilder(names.labels, names.functions);
  let row = 0;
  for await (const { records, lines } of readJsonLines(path, reading)) {
    for (let i = 0; i < records.length; i++, row++) {
      const { id, label, votes } = records[i];
      const place = () => `${path}, line ${lines[i]}`;
      builder.begin(String(id ?? row), toLabel(place, label, names.labels));
      addIntegerVotes(place, votes, names, builder);
      if (builder.full) yield builder.take(reading.share);
    }
  }
  if (builder.rows > 0) yield builder.take(reading.share);
}
