import { type LabelMatrix, LabelwrightError } from '@labelwright/core';
import { assertShare } from '../assert-option.ts';
import { assertVotes } from '../assert-votes.ts';
import { describeValue } from '../describe-value.ts';
import { percent, percentRange } from '../figures.ts';
import type { Gold } from '../gold.ts';
import { summarize } from '../summarize.ts';

/** Every platform has it; this package is compiled without the types of any. */
declare const AbortController: new () => { readonly signal: unknown };

/** What a matcher found. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Whose precision is asked for, and what is known to be true. */
export interface PrecisionOptions {
  readonly gold: Gold<string>;
  /** The name of a function. Default: all votes together. */
  readonly of?: string | undefined;
}

/**
 * Matchers for labeling functions and their votes, for `expect.extend` of Vitest or Jest.
 *
 * @example
 * ```ts import.meta.vitest
 * const { expect } = await import('vitest');
 * const { LabelMatrix } = await import('@labelwright/core');
 * expect.extend(labelingMatchers);
 * const link = (text: string) => (text.includes('http') ? 'spam' : undefined);
 * expect(link).toVoteOn('http://a.example', 'spam');
 * expect(link).toAbstainOn('nice song');
 * const votes = LabelMatrix.fromColumns(['ham', 'spam'], { link: ['spam', undefined] });
 * expect(votes).toCover(0.5);
 * votes.vote(0, 'link'); // => 'spam'
 * ```
 */
export const labelingMatchers: LabelingMatcherObject = {
  toVoteOn: (received, record, label) =>
    judgeBallot(received, record, (vote) => ({
      pass: vote === label,
      message: () =>
        `the function voted ${named(vote)} on ${describeValue(record, 80)}; expected ${named(label)}`,
    })),
  toAbstainOn: (received, record) =>
    judgeBallot(received, record, (vote) => ({
      pass: vote === undefined,
      message: () =>
        `the function voted ${named(vote)} on ${describeValue(record, 80)}; expected it to abstain`,
    })),
  toCover: (received, least) => {
    assertShare('share', least);
    assertVotes(received);
    const { coverage, records } = summarize(received);
    return {
      pass: coverage >= least,
      message: () =>
        `the votes cover ${percent(coverage)} % of ${records} records; expected ${percent(least)} %`,
    };
  },
  toBePrecise: (received, least, options) => {
    assertShare('share', least);
    assertVotes(received);
    return judgePrecision(received, least, options);
  },
};

/** The matchers as `expect.extend` takes them. */
export type LabelingMatcherObject = {
  /** Holds when the labeling function votes the label on the record. */
  readonly toVoteOn: (
    received: unknown,
    record: unknown,
    label: string,
  ) => MatcherResult | Promise<MatcherResult>;
  /** Holds when the labeling function abstains on the record. */
  readonly toAbstainOn: (received: unknown, record: unknown) => MatcherResult | Promise<MatcherResult>;
  /** Holds when at least this share of the records has a vote. */
  readonly toCover: (received: unknown, least: number) => MatcherResult;
  /** Holds when at least this share of the votes is right with 95 % confidence: the low end of Wilson's interval reaches it. */
  readonly toBePrecise: (received: unknown, least: number, options: PrecisionOptions) => MatcherResult;
};

function judgeBallot(
  received: unknown,
  record: unknown,
  judge: (vote: string | undefined) => MatcherResult,
): MatcherResult | Promise<MatcherResult> {
  if (typeof received !== 'function') {
    throw new LabelwrightError('mismatch', `found ${describeValue(received)}; expected a labeling function`);
  }
  const ballot: unknown = received(record, new AbortController().signal);
  return ballot instanceof Promise
    ? ballot.then((settled) => judge(labelOf(settled)))
    : judge(labelOf(ballot));
}

/** The label of a ballot: the label itself, or that of a confident vote. */
function labelOf(ballot: unknown): string | undefined {
  if (ballot === undefined || typeof ballot === 'string') return ballot;
  const { label } = (ballot ?? {}) as { readonly label?: unknown };
  if (typeof label === 'string') return label;
  throw new LabelwrightError(
    'function-failed',
    `found the ballot ${describeValue(ballot)}; expected a label or undefined`,
  );
}

function judgePrecision(
  votes: LabelMatrix,
  least: number,
  { gold, of }: Partial<PrecisionOptions> = {},
): MatcherResult {
  if (gold === undefined) {
    throw new LabelwrightError('invalid-option', 'found no gold; expected the true labels in the options');
  }
  const chosen = of === undefined ? votes : votes.select([of]);
  const { correct = 0, incorrect = 0, precision, interval } = summarize(chosen, { gold }).gold ?? {};
  return {
    pass: interval !== undefined && interval.low >= least,
    message: () =>
      `${of ?? 'the votes'}: ${percent(precision)} % of ${correct + incorrect} votes on gold are right, ` +
      `95 % interval ${percentRange(interval)}; expected at least ${percent(least)} % with confidence`,
  };
}

function named(label: string | undefined): string {
  return label === undefined ? 'nothing' : `'${label}'`;
}
