import { LabelwrightError } from '@labelwright/core';
import { type TokenOptions, tokens } from './tokens.ts';

/**
 * Lists the runs of `size` words of a text, joined by one space; a shorter text has none.
 *
 * @example
 * ```ts import.meta.vitest
 * ngrams('Check out my channel', 2); // => ['check out', 'out my', 'my channel']
 * ```
 */
export function ngrams(text: string, size: number, options: TokenOptions = {}): string[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new LabelwrightError(
      'invalid-option',
      `size of n-grams is ${size}; expected a whole number from 1`,
    );
  }
  const words = tokens(text, options);
  const runs = Math.max(0, words.length - size + 1);
  return Array.from({ length: runs }, (_, i) => words.slice(i, i + size).join(' '));
}
