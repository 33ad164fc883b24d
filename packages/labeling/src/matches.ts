import { LabelwrightError, messageOf, oneOf } from '@labelwright/core';
import XRegExp from 'xregexp';
import { kindOf } from './assert-function.ts';
import { type Backtracking, findBacktracking } from './backtracking.ts';
import { setClues } from './clues.ts';
import { describedPredicate, placesOf } from './described-predicate.ts';
import { assertText } from './folding.ts';
import type { DescribedPredicate } from './labeling-function.ts';
import { lazy } from './lazy.ts';
import { patternClues } from './pattern-clues.ts';

/** How a pattern is read. */
export interface MatchOptions {
  /** Flags of a pattern given as a string: `i` no case, `x` free spacing, `s`, `m`, `u`, `n` … Default none. */
  readonly flags?: string | undefined;
  /** Whether a pattern that can backtrack exponentially is refused. Default `'refuse'`. */
  readonly backtracking?: 'refuse' | 'allow' | undefined;
}

/**
 * Holds when the pattern matches somewhere in the text.
 *
 * A string is read by XRegExp: named groups, Unicode scripts and categories, free spacing (`x`), comments, a
 * leading mode such as `(?i)`. A RegExp is taken as it is, without its position.
 *
 * @throws `invalid-definition` where the pattern has a mistake; `unsafe-pattern` where it can backtrack
 * exponentially, which would hang a run on the wrong text
 *
 * @example
 * ```ts import.meta.vitest
 * matches(/https?:/)('see http://example.com'); // => true
 * matches('(?ix) check \\s+ (?<what> my | our ) \\b')('Check my page'); // => true
 * matches('^\\p{Greek}+$')('λόγος'); // => true
 * ```
 */
export function matches(pattern: string | RegExp, options: MatchOptions = {}): DescribedPredicate<string> {
  const { flags, backtracking: allowed = 'refuse' } = options;
  assertOptions(pattern, flags, allowed);
  const compiled = compile(pattern, flags);
  const shown = typeof pattern === 'string' ? pattern : String(pattern);
  const backtracking = findBacktracking(compiled);
  if (backtracking?.growth === 'exponential' && allowed === 'refuse') refuse(shown, backtracking);
  const everywhere = new RegExp(compiled.source, `${compiled.flags}g`);
  const predicate = describedPredicate<string>(
    (text) => {
      assertText(text);
      return compiled.test(text);
    },
    {
      kind: 'matches',
      pattern: shown,
      source: compiled.source,
      flags: compiled.flags,
      ...(backtracking && { backtracking: backtracking.growth }),
    },
    (text) => placesOf(everywhere, text),
  );
  return setClues(
    predicate,
    lazy(() => patternClues(compiled)),
  );
}

const BACKTRACKING: readonly string[] = ['refuse', 'allow'];

/** Refuses what is no pattern, and flags beside a RegExp, which has its own. */
function assertOptions(pattern: unknown, flags: string | undefined, allowed: string): void {
  const native = pattern instanceof RegExp;
  if (typeof pattern !== 'string' && !native)
    throw invalid(`matches has ${kindOf(pattern)}; expected a pattern`);
  if (native && flags !== undefined)
    throw invalid(`found the flags '${flags}' beside the pattern ${pattern}; expected them in the pattern`);
  if (!BACKTRACKING.includes(allowed))
    throw invalid(`found the backtracking '${allowed}'; expected ${oneOf(BACKTRACKING)}`);
}

function invalid(message: string): LabelwrightError {
  return new LabelwrightError('invalid-definition', message);
}

function refuse(pattern: string, { parts, attack }: Backtracking): never {
  const example = attack
    ? `, for instance on ${JSON.stringify(`${attack.start}${attack.round.repeat(SHOWN)}…${attack.end}`)} with some thirty rounds`
    : '';
  throw new LabelwrightError(
    'unsafe-pattern',
    `the pattern ${pattern} can backtrack exponentially in ${parts.join(' and ')}${example}; expected repeated parts that cannot match the same text in two ways`,
  );
}

/** How many rounds of an attack a message shows. */
const SHOWN = 3;

/** A native pattern without the flags that make it remember a position. */
function compile(pattern: string | RegExp, flags: string | undefined): RegExp {
  try {
    const { source, flags: found } = typeof pattern === 'string' ? XRegExp(pattern, flags) : pattern;
    return new RegExp(source, found.replace(/[gy]/g, ''));
  } catch (thrown) {
    throw new LabelwrightError(
      'invalid-definition',
      `the pattern ${String(pattern)} is not one: ${messageOf(thrown)}`,
      { cause: thrown },
    );
  }
}
