import {
  ABSTAIN,
  findPatterns,
  type IndexedPatterns,
  LabelwrightError,
  type ProbabilisticLabels,
} from '@labelwright/core';
import { goldPositions } from '../gold.ts';
import type { HtmlOptions, HtmlRecord } from './html-options.ts';

/** The label of a record whose highest probability is shared by several. */
export const TIED = -2;

/** What is known about every record of the data set, before some are chosen for the page. */
export interface BrowsedRecords {
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  readonly rows: number;
  readonly ids: readonly string[] | undefined;
  readonly indexed: IndexedPatterns;
  /** By row, `ABSTAIN` where unknown. */
  readonly gold: Int16Array | undefined;
  readonly model: { readonly name: string; readonly labels: ProbabilisticLabels } | undefined;
  /** By distribution of the model: the position of its label, `ABSTAIN` without votes, {@link TIED} for a tie. */
  readonly tops: Int16Array | undefined;
  readonly texts: readonly (HtmlRecord | undefined)[] | undefined;
}

/** Puts together what is known about the records; nothing without votes. */
export function browsedRecords(options: HtmlOptions): BrowsedRecords | undefined {
  const { votes, records } = options;
  if (votes === undefined) return undefined;
  const model = options.models?.at(-1);
  assertLength('records', records, votes.rows);
  if (model) assertLength(`labels of '${model.name}'`, model.labels.index, votes.rows);
  return {
    labels: votes.labels,
    functions: votes.functions,
    rows: votes.rows,
    ids: votes.ids,
    indexed: findPatterns(votes),
    gold: options.gold && goldPositions(votes.labels, options.gold, votes.rows),
    model,
    tops: model && topOfDistributions(model.labels),
    texts: records,
  };
}

/** The label that the model gives the record, as a position; `ABSTAIN` without votes, {@link TIED} for a tie. */
export function topOf({ model, tops }: BrowsedRecords, row: number): number {
  return model && tops ? tops[model.labels.index[row]] : ABSTAIN;
}

function topOfDistributions(predicted: ProbabilisticLabels): Int16Array {
  const { labels, index, rows } = predicted;
  const position = new Map(labels.map((label, k) => [label, k]));
  const tops = new Int16Array(predicted.covered.length).fill(ABSTAIN);
  const seen = new Uint8Array(tops.length);
  for (let i = 0; i < rows; i++) {
    if (seen[index[i]]) continue;
    seen[index[i]] = 1;
    const leaders = predicted.isCovered(i) ? predicted.leaders(i) : [];
    tops[index[i]] = leaders.length > 1 ? TIED : (position.get(leaders[0]) ?? ABSTAIN);
  }
  return tops;
}

function assertLength(name: string, list: ArrayLike<unknown> | undefined, rows: number): void {
  if (list === undefined || list.length === rows) return;
  throw new LabelwrightError(
    'mismatch',
    `found ${list.length} ${name}; expected ${rows}, as many as the votes`,
  );
}
