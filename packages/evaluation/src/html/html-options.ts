import type { LabelMatrix } from '@labelwright/core';
import type { Gold } from '../gold.ts';
import type { ModelLabels } from '../model-report.ts';
import type { Slice } from '../slices.ts';

/** What a person may read of a record. */
export interface HtmlRecord {
  /** The texts by the name of their field, the one to read first at the front. */
  readonly fields: Readonly<Record<string, string>>;
  /** How long each text was that was cut before it came here. */
  readonly lengths?: Readonly<Record<string, number>> | undefined;
  /** The places that made functions vote. */
  readonly evidence?: readonly HtmlEvidence[] | undefined;
}

/** A place in a text that made a labeling function vote, in UTF-16 units; `end` is behind the last one. */
export interface HtmlEvidence {
  readonly function: string;
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/** Why a record has its label, as a sum; what `explain` of a label model gives. */
export interface HtmlExplanation {
  readonly label: string;
  readonly against: string | undefined;
  readonly unit: 'log-odds' | 'share';
  readonly prior: number;
  readonly reasons: readonly {
    readonly function: string;
    /** `undefined` where the function abstained. */
    readonly vote: string | undefined;
    readonly weight: number;
  }[];
}

/** What the HTML report can show besides the figures; without votes it has no records and no pairs. */
export interface HtmlOptions<L extends string = string, F extends string = string> {
  readonly votes?: LabelMatrix<L, F> | undefined;
  readonly gold?: Gold<NoInfer<L>> | undefined;
  /** As for the report; the records show the labels of the last one. */
  readonly models?: readonly ModelLabels<NoInfer<L>, NoInfer<F>>[] | undefined;
  /** What to read of each record, in the order of the votes; `undefined` where it is not at hand. */
  readonly records?: readonly (HtmlRecord | undefined)[] | undefined;
  /** As for the report: the records can be filtered by them. */
  readonly slices?: Readonly<Record<string, readonly Slice[]>> | undefined;
  /** Why the record in this row has its label; asked for one record of each frequent vote pattern. */
  readonly explain?: ((row: number) => HtmlExplanation) | undefined;
  /**
   * How many bytes the file may have, about. Where all records would not fit, it holds a random sample of them and
   * says so. Default 14,000,000.
   */
  readonly maxBytes?: number | undefined;
  /** Of the random sample. Default 0. */
  readonly seed?: number | undefined;
}
