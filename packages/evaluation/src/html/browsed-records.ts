import {
  ABSTAIN,
  findPatterns,
  type IndexedPatterns,
  LabelwrightError,
  type ProbabilisticLabels,
} from '@labelwright/core';
import { goldPositions, topPositions } from '../gold.ts';
import type { HtmlOptions, HtmlRecord } from './html-options.ts';

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
  /** By distribution of the model: the position of its label, `ABSTAIN` without votes, -2 for a tie. */
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
    tops: model && topPositions(model.labels),
    texts: records,
  };
}

/** The label that the model gives the record, as a position; `ABSTAIN` without votes, -2 for a tie. */
export function topOf({ model, tops }: BrowsedRecords, row: number): number {
  return model && tops ? tops[model.labels.index[row]] : ABSTAIN;
}

function assertLength(name: string, list: ArrayLike<unknown> | undefined, rows: number): void {
  if (list === undefined || list.length === rows) return;
  throw new LabelwrightError(
    'mismatch',
    `found ${list.length} ${name}; expected ${rows}, as many as the votes`,
  );
}
