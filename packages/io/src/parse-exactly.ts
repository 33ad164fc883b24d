/**
 * The value that JSON text stands for; whole numbers beyond 2^53, which numbers would round, are texts, as ids of 19
 * digits are.
 *
 * @example
 * ```ts import.meta.vitest
 * parseExactly('{"id":12345678901234567890,"stars":5}'); // => { id: '12345678901234567890', stars: 5 }
 * ```
 */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return isRounded(value) ? JSON.parse(text.replace(TOKENS, quoted)) : value;
}

/** Strings, and the whole numbers outside of them that are long. */
const TOKENS = /"(?:[^"\\]+|\\.)*"|(?<![\w.+-])-?\d{16,}(?![\w.])/g;

function quoted(token: string): string {
  return token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
}

/** Holds where some number may have been rounded. */
function isRounded(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  for (const name in value) if (isRounded((value as Readonly<Record<string, unknown>>)[name])) return true;
  return false;
}
