/** Longer texts are cut on the page, in UTF-16 units. */
export const LONGEST_TEXT = 2000;

/**
 * The beginning of a text, as long as the page shows it; a character of two units stays whole.
 *
 * @example
 * ```ts import.meta.vitest
 * cutText('short'); // => 'short'
 * cutText('x'.repeat(5000)).length; // => 2000
 * ```
 */
export function cutText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const unit = text.charCodeAt(LONGEST_TEXT - 1);
  const inside = unit >= 0xd800 && unit <= 0xdbff;
  return text.slice(0, inside ? LONGEST_TEXT - 1 : LONGEST_TEXT);
}
