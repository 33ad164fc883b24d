import { assertText } from './text-source.ts';

/** A run of letters, marks, digits and underscores, in any script; the mark of an emoji begins none. */
const WORD = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*/gu;

/** How a text becomes tokens. */
export interface TokenOptions {
  /** Keeps capitals instead of folding to lower case. Default false. */
  readonly caseSensitive?: boolean | undefined;
}

/**
 * Splits a text into its words: runs of letters, marks, digits and underscores in any script.
 *
 * Words are folded to lower case and composed (NFC). A script without spaces gives one token per run.
 *
 * @example
 * ```ts import.meta.vitest
 * tokens('Café Müller, 3 stars!'); // => ['café', 'müller', '3', 'stars']
 * tokens('Café', { caseSensitive: true }); // => ['Café']
 * ```
 */
export function tokens(text: string, options: TokenOptions = {}): string[] {
  assertText(text);
  const composed = text.normalize('NFC');
  return (options.caseSensitive ? composed : composed.toLowerCase()).match(WORD) ?? [];
}

/** A word and where it stands in the text as given. */
export interface TokenSpan {
  /** In lower case, composed. */
  readonly token: string;
  readonly start: number;
  readonly end: number;
}

/** The words of the text as it is, with their places: lengths may differ once composed. */
export function tokenSpans(text: string): TokenSpan[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    token: match[0].normalize('NFC').toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
