import { ABSTAIN, oneOf } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { assertLabels, toLabel } from './integer-votes.ts';
import { readRecords } from './read-records.ts';
import { VoteBatchBuilder } from './vote-batch-builder.ts';
import { assertGiven, findNames } from './vote-names.ts';
import type { Names, VoteBatch, VoteNames, VoteOpener } from './vote-source.ts';
import { sortedNames } from './votes-crowd.ts';

/** Columns that hold no votes. */
const ID = 'id';
const GOLD: readonly string[] = ['label', 'gold'];
const OTHER: ReadonlySet<string> = new Set([ID, ...GOLD, 'text']);

/**
 * Opens a table of votes, CSV or Parquet: one row per record and one column per labeling function, which holds
 * a label's name or position; empty, `null` or -1 abstains.
 *
 * The columns `id`, `label` or `gold`, and `text` hold no votes. Labels are those given or in the `dataset.json`
 * beside it; without either the names that occur, sorted.
 */
export const openTableVotes: VoteOpener = async (path, given) => {
  const columns = await columnsOf(path);
  const functions = given.functions ?? columns.filter((name) => !OTHER.has(name));
  const absent = functions.find((name) => !columns.includes(name));
  if (absent !== undefined) {
    throw fileError(path, `: found no column '${absent}'; expected ${oneOf(columns)}`);
  }
  const { labels } = await findNames(path, { labels: given.labels });
  const names = { labels: labels ?? (await collectLabels(path, functions)), functions };
  return { ...names, replaced: 0, batches: () => readTable(path, names) };
};

/** Refuses names given by the user that differ from those of the file. */
export function assertNamesGiven(path: string, given: VoteNames, found: Names): void {
  assertGiven(path, 'labels', given.labels, found.labels);
  assertGiven(path, 'labeling functions', given.functions, found.functions);
}

async function columnsOf(path: string): Promise<string[]> {
  for await (const { records } of readRecords(path)) return Object.keys(records[0]);
  return [];
}

async function* readTable(path: string, names: Names): AsyncGenerator<VoteBatch> {
  const builder = new VoteBatchBuilder(names.labels, names.functions);
  const labelOf = new Map<unknown, number>(names.labels.map((name, k) => [name, k]));
  let row = 0;
  for await (const { records, lines, share } of readRecords(path)) {
    for (let i = 0; i < records.length; i++, row++) {
      addRow(() => `${path}, line ${lines[i]}`, records[i], row, { ...names, labelOf }, builder);
      if (builder.full) yield builder.take(share);
    }
  }
  if (builder.rows > 0) yield builder.take(1);
}

function addRow(
  place: () => string,
  record: Record<string, unknown>,
  row: number,
  { labels, functions, labelOf }: Names & { readonly labelOf: ReadonlyMap<unknown, number> },
  builder: VoteBatchBuilder,
): void {
  builder.begin(String(record.id ?? row), toLabel(place, record.label ?? record.gold, labels));
  for (let j = 0; j < functions.length; j++) {
    const value = record[functions[j]];
    const label = labelOf.get(value) ?? positionOf(() => `${place()}, '${functions[j]}'`, value, labels);
    if (label !== ABSTAIN) builder.vote(j, label);
  }
}

function positionOf(place: () => string, value: unknown, labels: readonly string[]): number {
  const label = toLabel(place, value, labels);
  return label === undefined ? ABSTAIN : labels.indexOf(label);
}

async function collectLabels(path: string, functions: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for await (const { records } of readRecords(path)) {
    for (const record of records) {
      for (const name of functions) {
        const label = toLabel(() => path, record[name], undefined);
        if (label !== undefined && label !== String(ABSTAIN)) found.add(label);
      }
    }
  }
  const names = sortedNames([...found]);
  const numbered = names.length === 0 || names.every((name) => /^\d+$/.test(name));
  return numbered ? assertLabels(path, undefined) : names;
}
