import type { ErrorCode } from '@labelwright/core';
import type { Fault } from '@labelwright/labeling';
import type { KnownVotes } from './with-known.ts';

/** What a labeling thread is started with. */
export interface ThreadData {
  /** The address of the bundled module. */
  readonly url: string;
  /** The file as the user named it, for messages. */
  readonly path: string;
  /** What is applied: the labeling functions, or the slicing functions as if they were such. Default the former. */
  readonly part?: 'slices' | undefined;
  /** `[row, column + 1, evidence]` of the call under way in the batch; 0 in second place when idle. */
  readonly heartbeat: SharedArrayBuffer;
}

/** What a thread is started with that waits for its module. */
export interface SpareData {
  /** The addresses of packages to load meanwhile. */
  readonly imports: readonly string[];
  readonly heartbeat: SharedArrayBuffer;
}

/** What the thread knows of the module once it is loaded. */
export interface ModuleDescription {
  readonly labels: readonly string[];
  readonly functions: readonly string[];
  /** The field of a record that people read, where the task names one. */
  readonly text: string | undefined;
  /** Holds when the set has asynchronous or batch functions. */
  readonly async: boolean;
  /** By column, the only field that the function looks at; `undefined` where it may look at any. */
  readonly fields: readonly (string | undefined)[];
  /** By column, whether the votes take less time to find than to keep. */
  readonly quick: readonly boolean[];
  /** The names of the slicing functions that the module exports beside its labeling functions. */
  readonly slices: readonly string[];
}

/** What calls of asynchronous functions came to. */
export interface CallTotals {
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
}

/** A fault as it crosses threads: its cause stays behind, its message says it. */
export type PlainFault = Omit<Fault, 'cause'>;

/** A place in a record that made a function vote, in UTF-16 units; `end` is behind the last one. */
export interface PlainEvidence {
  /** The position of the record among those of the request. */
  readonly row: number;
  readonly function: string;
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/** The outcome of one example beside a rule. */
export interface ExampleOutcome {
  readonly function: string;
  readonly record: string;
  readonly expected: string;
  readonly found: string;
  readonly passed: boolean;
}

/** What the main thread asks of the labeling thread. */
export type Request =
  | {
      readonly kind: 'apply';
      readonly records: readonly unknown[];
      readonly ids: readonly string[];
      /** Calls not to make, as `row * functions + column`: they did not come back before. */
      readonly skip: readonly number[];
      /** Columns of functions that are switched off: they did not come back too often. */
      readonly off: readonly number[];
      readonly tolerant: boolean;
      readonly timeLimit: number;
      readonly concurrency: number;
      /** The records whose evidence is asked for, by position. */
      readonly evidenceOf: readonly number[];
      /** Votes from earlier runs: their calls are not made. */
      readonly known: KnownVotes | undefined;
      /** What the calls may cost together. */
      readonly budget: number | undefined;
    }
  | { readonly kind: 'examples' };

/** What the labeling thread answers. */
export type Reply =
  | { readonly kind: 'ready'; readonly module: ModuleDescription }
  | {
      readonly kind: 'votes';
      readonly votes: Int8Array | Int16Array;
      readonly confidences: Float32Array | undefined;
      readonly faults: readonly PlainFault[];
      readonly evidence: readonly PlainEvidence[];
      /** How long each function took, in milliseconds. */
      readonly times: Float64Array;
      readonly calls: CallTotals;
      /** Cells whose calls the budget did not allow. */
      readonly unaffordable: readonly number[];
    }
  | { readonly kind: 'examples'; readonly outcomes: readonly ExampleOutcome[] }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly stack: string;
      /** The record at fault, by position, where it was one. */
      readonly row: number | undefined;
    };
