import { ABSTAIN, assertNames, messageOf, oneOf } from '@labelwright/core';
import { lineError } from './file-error.ts';
import { firstLine } from './json-array.ts';
import { isObject, kindOf, readJsonLines } from './json-lines.ts';
import { strictReading } from './record-batch.ts';
import { VoteBatchBuilder } from './vote-batch-builder.ts';
import { assertGiven, nameList } from './vote-names.ts';
import type { Names, VoteBatch, VoteOpener } from './vote-source.ts';

/** The version of the votes format that this package writes. */
export const VOTES_VERSION = 1;

/** The first line of a file of votes: it names what the others mention. */
export function votesHeader(labels: readonly string[], functions: readonly string[]): string {
  return JSON.stringify({ labelwright: 'votes', version: VOTES_VERSION, labels, functions });
}

/** Reads the first line of a file of votes. */
export function parseVotesHeader(path: string, header: unknown): Names {
  if (!isObject(header) || header.labelwright !== 'votes') {
    throw lineError(path, 1, `found no header; expected {"labelwright":"votes",…}`);
  }
  if (header.version !== VOTES_VERSION) {
    throw lineError(path, 1, `found votes of version ${String(header.version)}; expected ${VOTES_VERSION}`);
  }
  const labels = nameList(path, 'labels', header.labels);
  const functions = nameList(path, 'functions', header.functions);
  try {
    assertNames('label', labels);
    assertNames('labeling function', functions);
  } catch (cause) {
    throw lineError(path, 1, messageOf(cause), cause);
  }
  return { labels, functions };
}

/** Opens votes in our JSON Lines: a header that names labels and functions, then one record per line. */
export const openJsonlVotes: VoteOpener = async (path, given) => {
  const { text, line } = await firstLine(path);
  const names = parseVotesHeader(path, parseJson(path, line, text));
  assertGiven(path, 'labels', given.labels, names.labels);
  assertGiven(path, 'labeling functions', given.functions, names.functions);
  return { ...names, replaced: 0, batches: () => readVoteLines(path, names) };
};

interface Positions extends Names {
  readonly labelOf: ReadonlyMap<unknown, number>;
  readonly columnOf: ReadonlyMap<string, number>;
}

async function* readVoteLines(path: string, { labels, functions }: Names): AsyncGenerator<VoteBatch> {
  const positions: Positions = {
    labels,
    functions,
    labelOf: new Map(labels.map((name, k) => [name, k])),
    columnOf: new Map(functions.map((name, j) => [name, j])),
  };
  const reading = strictReading();
  const builder = new VoteBatchBuilder(labels, functions);
  let row = -1; // The header comes first.
  for await (const { records, lines } of readJsonLines(path, reading)) {
    for (let i = 0; i < records.length; i++, row++) {
      if (row >= 0) addRecord(path, lines[i], records[i], row, positions, builder);
      if (builder.full) yield builder.take(reading.share);
    }
  }
  if (builder.rows > 0) yield builder.take(reading.share);
}

function addRecord(
  path: string,
  line: number,
  record: Record<string, unknown>,
  row: number,
  positions: Positions,
  builder: VoteBatchBuilder,
): void {
  const { votes, id = row } = record;
  if (!isObject(votes)) {
    throw lineError(
      path,
      line,
      `field 'votes' is ${kindOf(votes)}; expected an object of labels by function`,
    );
  }
  builder.begin(String(id));
  for (const name in votes) {
    const column = positions.columnOf.get(name);
    if (column === undefined) {
      throw lineError(path, line, `found a vote of '${name}'; expected ${oneOf(positions.functions)}`);
    }
    const vote = votes[name];
    const label = positions.labelOf.get(vote);
    if (label !== undefined) builder.vote(column, label);
    else if (vote !== null)
      addWeighted(path, line, name, vote, positions, (k, weight) => builder.vote(column, k, weight));
  }
}

function addWeighted(
  path: string,
  line: number,
  name: string,
  vote: unknown,
  { labels, labelOf }: Positions,
  add: (label: number, confidence: number) => void,
): void {
  const [label, confidence] = Array.isArray(vote) && vote.length === 2 ? vote : [vote, 1];
  const position = labelOf.get(label) ?? ABSTAIN;
  if (position === ABSTAIN) {
    throw lineError(path, line, `'${name}' voted ${JSON.stringify(label)}; expected ${oneOf(labels)}`);
  }
  if (!(typeof confidence === 'number' && confidence > 0 && confidence <= 1)) {
    const found = JSON.stringify(confidence);
    throw lineError(path, line, `'${name}' has the confidence ${found}; expected above 0 and at most 1`);
  }
  add(position, confidence);
}

/** Parses one line of JSON; an error names the line. */
export function parseJson(path: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw lineError(path, line, `not JSON (${messageOf(cause)}); expected one object per line`, cause);
  }
}
