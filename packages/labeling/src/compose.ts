import { LabelwrightError } from '@labelwright/core';
import { assertFunction } from './assert-function.ts';
import { assertNow } from './is-promise.ts';
import { type Ballot, descriptionOf, type Feature, type LabelingFunction } from './labeling-function.ts';
import { createRule, type Rule, ruleParts } from './rule.ts';
import { planOfParts } from './rule-plan.ts';

/**
 * Takes the first vote, in the order of the functions.
 *
 * @example
 * ```ts import.meta.vitest
 * const link = (text: string) => (text.includes('http') ? 'spam' as const : undefined);
 * const short = (text: string) => (text.length < 20 ? 'ham' as const : undefined);
 * firstOf<string, 'ham' | 'spam'>(link, short)('http://a.b'); // => 'spam'
 * ```
 */
export function firstOf<R, L extends string>(...functions: readonly LabelingFunction<R, L>[]): Rule<R, L> {
  return composed('first-of', functions, (record) => {
    for (const vote of functions) {
      const ballot = vote(record) ?? undefined;
      if (ballot !== undefined) return ballot;
    }
    return undefined;
  });
}

/**
 * Takes the vote of a function, but abstains on records with an exception.
 *
 * @param exception - a labeling function that votes there, or a feature that is true there
 *
 * @example
 * ```ts import.meta.vitest
 * const song = (text: string) => (text.includes('song') ? 'ham' as const : undefined);
 * const link = (text: string) => text.includes('http');
 * unless(song, link)('my song: http://a.b'); // => undefined
 * ```
 */
export function unless<R, L extends string>(
  labelingFunction: LabelingFunction<R, L>,
  exception: Feature<R, unknown>,
): Rule<R, L> {
  assertFunction(exception, 'unless', 'an exception: a labeling function or a feature');
  const vote = (record: R): Ballot<L> => {
    const found = exception(record);
    assertNow(found, 'an exception');
    const excepted = found !== undefined && found !== null && found !== false;
    return excepted ? undefined : labelingFunction(record);
  };
  return composed('unless', [labelingFunction], vote, exception);
}

/**
 * Votes where all functions that vote agree, with the lowest of their confidences.
 *
 * @example
 * ```ts import.meta.vitest
 * const link = (text: string) => (text.includes('http') ? 'spam' as const : undefined);
 * const short = (text: string) => (text.length < 20 ? 'ham' as const : undefined);
 * unanimous<string, 'ham' | 'spam'>(link, short)('http://a.b'); // => undefined
 * ```
 */
export function unanimous<R, L extends string>(...functions: readonly LabelingFunction<R, L>[]): Rule<R, L> {
  return composed('unanimous', functions, (record) => {
    let lowest: Ballot<L>;
    for (const vote of functions) {
      const ballot = vote(record) ?? undefined;
      if (ballot === undefined) continue;
      if (lowest !== undefined && labelIn(ballot) !== labelIn(lowest)) return undefined;
      if (lowest === undefined || confidenceIn(ballot) < confidenceIn(lowest)) lowest = ballot;
    }
    return lowest;
  });
}

function composed<R, L extends string>(
  kind: string,
  functions: readonly LabelingFunction<R, L>[],
  vote: LabelingFunction<R, L>,
  exception?: Feature<R, unknown>,
): Rule<R, L> {
  if (functions.length === 0) {
    throw new LabelwrightError(
      'invalid-definition',
      `${kind} has no labeling functions; expected one or more`,
    );
  }
  for (const part of functions) assertFunction(part, kind, 'a labeling function');
  const parts = functions.map(descriptionOf);
  const notes = parts.flatMap(({ note }) => (note === undefined ? [] : [note]));
  const labels = new Set(parts.map(({ label }) => label));
  return createRule({
    vote,
    rule: {
      kind,
      parts,
      label: labels.size === 1 ? parts[0]?.label : undefined,
      note: notes.length > 0 ? notes.join(' ') : undefined,
      ...(exception && { exception: descriptionOf(exception) }),
    },
    textField: parts.find(({ field }) => field !== undefined)?.field,
    plan: planOfParts(functions, exception),
    cases: functions.flatMap((part) => ruleParts(part).cases ?? []),
    evidence: (record) =>
      vote(record) === undefined ? [] : functions.flatMap((part) => ruleParts(part).evidence?.(record) ?? []),
  });
}

function labelIn<L extends string>(ballot: NonNullable<Ballot<L>>): L {
  return typeof ballot === 'object' ? ballot.label : ballot;
}

function confidenceIn(ballot: NonNullable<Ballot<string>>): number {
  return typeof ballot === 'object' ? ballot.confidence : 1;
}
