import { fileError } from './file-error.ts';
import { addIntegerVotes, toLabel } from './integer-votes.ts';
import { readJson } from './json-file.ts';
import { isObject, kindOf } from './json-lines.ts';
import { VoteBatchBuilder } from './vote-batch-builder.ts';
import { findNames, labelFileNames, numberedFunctions } from './vote-names.ts';
import type { Names, VoteBatch, VoteOpener } from './vote-source.ts';

/**
 * Opens votes in the JSON of the WRENCH benchmark: `{"0": {"label", "weak_labels", "data"}, …}`.
 *
 * The names are given, or stand in a `label.json` or `dataset.json` beside it; else labels and functions are
 * numbered. The file is one JSON value and is kept in memory.
 */
export const openWrenchVotes: VoteOpener = async (path, given) => {
  const content = await readJson(path);
  if (!isObject(content)) {
    throw fileError(path, `: found ${kindOf(content)}; expected an object of records by id`);
  }
  const ids = Object.keys(content);
  if (ids.length === 0) throw fileError(path, ': found no records; expected at least one');
  const records = ids.map((id) => content[id]);
  const { labels, functions } = await findNames(path, given);
  const names = {
    labels: labels ?? (await labelFileNames(path)) ?? numberedLabels(records),
    functions: functions ?? numberedFunctions(votesOf(records[0]).length),
  };
  return { ...names, replaced: 0, batches: () => readWrench(path, ids, records, names) };
};

async function* readWrench(
  path: string,
  ids: readonly string[],
  records: readonly unknown[],
  names: Names,
): AsyncGenerator<VoteBatch> {
  const builder = new VoteBatchBuilder(names.labels, names.functions);
  for (const [i, id] of ids.entries()) {
    const record = records[i];
    const place = () => `${path}, record '${id}'`;
    if (!isObject(record)) throw fileError(place(), `: found ${kindOf(record)}; expected an object`);
    builder.begin(id, toLabel(place, record.label, names.labels));
    addIntegerVotes(place, record.weak_labels, names, builder);
    if (builder.full) yield builder.take((i + 1) / ids.length);
  }
  if (builder.rows > 0) yield builder.take(1);
}

/** At least two labels, and as many as the votes and the true labels mention. */
function numberedLabels(records: readonly unknown[]): string[] {
  let highest = 1;
  for (const record of records) {
    const label = isObject(record) ? record.label : undefined;
    for (const value of [label, ...votesOf(record)]) {
      if (typeof value === 'number' && value > highest) highest = value;
    }
  }
  return Array.from({ length: Math.floor(highest) + 1 }, (_, k) => String(k));
}

function votesOf(record: unknown): readonly unknown[] {
  return isObject(record) && Array.isArray(record.weak_labels) ? record.weak_labels : [];
}
