import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** The syntax of a pattern. */
export interface ParsedPattern {
  readonly pattern: AST.Pattern;
  readonly flags: AST.Flags;
}

/** The syntax of a pattern; `undefined` where the parser does not know it. */
export function parsePattern({ source, flags: letters }: RegExp): ParsedPattern | undefined {
  try {
    const parser = new RegExpParser();
    const flags = parser.parseFlags(letters);
    const { unicode, unicodeSets } = flags;
    return { pattern: parser.parsePattern(source, 0, source.length, { unicode, unicodeSets }), flags };
  } catch {
    return undefined;
  }
}
