import 'vitest';
import type { PrecisionOptions } from './matchers.ts';

/** The matchers as tests call them. */
export interface LabelingMatchers<Result = unknown> {
  /** Holds when the labeling function votes the label on the record. Await it where the function is asynchronous. */
  toVoteOn(record: unknown, label: string): Result;
  /** Holds when the labeling function abstains on the record. Await it where the function is asynchronous. */
  toAbstainOn(record: unknown): Result;
  /** Holds when at least this share of the records has a vote. */
  toCover(least: number): Result;
  /** Holds when at least this share of the votes is right with 95 % confidence: the low end of Wilson's interval reaches it. */
  toBePrecise(least: number, options: PrecisionOptions): Result;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: declarations that merge must have the same type parameters.
  interface Matchers<T = any> extends LabelingMatchers<T> {}
}
