import { ABSTAIN, LabelwrightError, oneOf } from '@labelwright/core';
import { fileError } from './file-error.ts';
import { kindOf } from './json-lines.ts';
import type { VoteBatchBuilder } from './vote-batch-builder.ts';
import type { Names } from './vote-source.ts';

/** Adds the votes of a record that gives them as label positions, one per function. */
export function addIntegerVotes(
  place: () => string,
  votes: unknown,
  names: Names,
  builder: VoteBatchBuilder,
): void {
  const M = names.functions.length;
  if (!Array.isArray(votes)) {
    throw fileError(place(), `: the votes are ${kindOf(votes)}; expected an array of integers`);
  }
  if (votes.length !== M) {
    const message = `: found ${votes.length} votes; expected ${M}, one for each labeling function`;
    throw fileError(place(), message);
  }
  for (let j = 0; j < M; j++) {
    const vote: unknown = votes[j];
    if (vote === ABSTAIN) continue;
    builder.vote(j, labelPosition(place, names, j, vote));
  }
}

/** The label position that a function voted; an error where it is none. */
export function labelPosition(place: () => string, names: Names, column: number, vote: unknown): number {
  const K = names.labels.length;
  if (typeof vote === 'number' && Number.isInteger(vote) && vote >= 0 && vote < K) return vote;
  const found = `'${names.functions[column]}' voted ${JSON.stringify(vote)}`;
  throw fileError(place(), `: ${found}; expected ${ABSTAIN} to abstain or 0 to ${K - 1}`);
}

/**
 * The label that a file means: a name, or a position among the labels; `undefined` for `null`, an empty text
 * and -1.
 *
 * Without labels to choose from, the value itself as text.
 */
export function toLabel(
  place: () => string,
  value: unknown,
  labels: readonly string[] | undefined,
): string | undefined {
  if (value === undefined || value === null || value === '' || value === ABSTAIN) return undefined;
  if (labels === undefined) return String(value);
  if (typeof value === 'string' && labels.includes(value)) return value;
  if (value === String(ABSTAIN)) return undefined;
  const position = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const label = typeof position === 'number' ? labels[position] : undefined;
  if (label !== undefined) return label;
  throw fileError(place(), `: found the label ${JSON.stringify(value)}; expected ${oneOf(labels)}`);
}

/** Refuses to number labels that have no names. */
export function assertLabels(path: string, labels: readonly string[] | undefined): readonly string[] {
  if (labels !== undefined) return labels;
  throw new LabelwrightError(
    'invalid-option',
    `${path}: found labels as numbers without names; expected the option 'labels', or 'classes' in a dataset.json beside it`,
  );
}
