import type { AST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import { type ReadonlyFlags, toCharSet } from 'regexp-ast-analysis';

/** The characters that a part of a pattern matches; `undefined` for strings, which there are with the flag `v`. */
export function charactersOf(part: AST.Node, flags: ReadonlyFlags): CharSet | undefined {
  try {
    return toCharSet(part as AST.Character, flags);
  } catch {
    return undefined;
  }
}
