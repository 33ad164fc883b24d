/**
 * The value that JSON text stands for; whole numbers beyond 2^53, which numbers would round, are texts, as ids of 19
 * digits are.
 *
 * @throws `SyntaxError` where the text is no JSON, or nested more than a thousand levels deep
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

/** No record is deeper by intent, and what hashes and copies records goes down with them. */
const DEEPEST = 1000;

/** Holds where some number may have been rounded. */
function isRounded(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= DEEPEST) throw new SyntaxError(`it is nested more than ${DEEPEST} levels deep`);
  for (const name in value)
    if (isRounded((value as Readonly<Record<string, unknown>>)[name], depth + 1)) return true;
  return false;
}
