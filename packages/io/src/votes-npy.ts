import { ABSTAIN } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { labelPosition } from './integer-votes.ts';
import { type IntegerMatrix, parseNpy } from './npy.ts';
import { readWhole } from './read-bytes.ts';
import { VoteBatchBuilder } from './vote-batch-builder.ts';
import { findNames, labelFileNames, numberedFunctions } from './vote-names.ts';
import type { Names, VoteBatch, VoteOpener } from './vote-source.ts';

/**
 * Opens votes in a NumPy array of integers, records × functions: a label's position, or -1 to abstain.
 *
 * The names are given, or stand in a `dataset.json` or `label.json` beside it; else labels and functions are
 * numbered. The array is kept in memory.
 */
export const openNpyVotes: VoteOpener = async (path, given) => {
  const matrix = parseNpy(path, await readWhole(path));
  if (matrix.rows === 0) throw fileError(path, ': found no records; expected at least one');
  const { labels, functions } = await findNames(path, given);
  const names = {
    labels: labels ?? (await labelFileNames(path)) ?? numberedLabels(matrix),
    functions: functions ?? numberedFunctions(matrix.columns),
  };
  if (names.functions.length !== matrix.columns) {
    const expected = `${names.functions.length}, one for each labeling function`;
    throw fileError(path, `: found ${matrix.columns} columns; expected ${expected}`);
  }
  return { ...names, replaced: 0, batches: () => readMatrix(path, matrix, names) };
};

async function* readMatrix(path: string, matrix: IntegerMatrix, names: Names): AsyncGenerator<VoteBatch> {
  const builder = new VoteBatchBuilder(names.labels, names.functions);
  for (let i = 0; i < matrix.rows; i++) {
    const place = () => `${path}, row ${i + 1}`;
    builder.begin(String(i));
    for (let j = 0; j < matrix.columns; j++) {
      const vote = matrix.at(i, j);
      if (vote !== ABSTAIN) builder.vote(j, labelPosition(place, names, j, vote));
    }
    if (builder.full) yield builder.take((i + 1) / matrix.rows);
  }
  if (builder.rows > 0) yield builder.take(1);
}

/** At least two labels, and as many as the votes mention. */
function numberedLabels(matrix: IntegerMatrix): string[] {
  let highest = 1;
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < matrix.columns; j++) highest = Math.max(highest, matrix.at(i, j));
  }
  return Array.from({ length: highest + 1 }, (_, k) => String(k));
}
