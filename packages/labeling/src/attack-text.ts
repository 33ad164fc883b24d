import { type AST, visitRegExpAST } from '@eslint-community/regexpp';
import { CharSet } from 'refa';
import type { ReadonlyFlags } from 'regexp-ast-analysis';
import type { Pump } from './ambiguity.ts';
import { charactersOf } from './characters.ts';

/** A text on which a pattern takes for ever: what leads to the loop, a round many times, and what makes it fail. */
export interface AttackText {
  readonly start: string;
  /** Each repetition at least doubles the time. */
  readonly round: string;
  readonly end: string;
}

/**
 * Makes up an attack on a loop; whether it works can depend on parts of the pattern that are not looked at.
 *
 * @returns `undefined` where assertions stand before the loop
 */
export function attackText(
  loop: AST.Quantifier,
  { entry, round }: Pump,
  flags: ReadonlyFlags,
): AttackText | undefined {
  const start = before(loop, flags);
  if (start === undefined) return undefined;
  const after = union(partsBehind(loop), flags);
  const pickPump = (characters: CharSet) => pick(characters.without(after)) || pick(characters);
  return {
    start: start + entry.map(pickPump).join(''),
    round: round.map(pickPump).join(''),
    end: foreign(loop, after, flags),
  };
}

/** What stands before a part, at its shortest. */
function before(part: AST.Node, flags: ReadonlyFlags): string | undefined {
  const { parent } = part;
  if (parent === null || parent.type === 'Pattern') return '';
  const outer = before(parent, flags);
  if (parent.type !== 'Alternative') return outer;
  const texts = parent.elements
    .slice(0, parent.elements.indexOf(part as AST.Element))
    .map((element) => shortest(element, flags));
  return [outer, ...texts].includes(undefined) ? undefined : [outer, ...texts].join('');
}

function shortest(element: AST.Element, flags: ReadonlyFlags): string | undefined {
  switch (element.type) {
    case 'Quantifier':
      return element.min === 0 ? '' : shortest(element.element, flags)?.repeat(element.min);
    case 'Group':
    case 'CapturingGroup': {
      const texts = element.alternatives[0].elements.map((part) => shortest(part, flags));
      return texts.includes(undefined) ? undefined : texts.join('');
    }
    case 'Assertion':
      return element.kind === 'start' ? '' : undefined;
    case 'Backreference':
      return undefined;
    default: {
      const characters = charactersOf(element, flags);
      return characters && pick(characters);
    }
  }
}

function partsBehind(loop: AST.Quantifier): AST.Element[] {
  const parts: AST.Element[] = [];
  let part: AST.Node = loop;
  for (let parent: AST.Node | null = part.parent; parent !== null; parent = part.parent) {
    if (parent.type === 'Alternative')
      parts.push(...parent.elements.slice(parent.elements.indexOf(part as AST.Element) + 1));
    part = parent;
  }
  return parts;
}

/** A character that nothing in the pattern matches, or else neither the loop nor what stands behind it. */
function foreign(loop: AST.Quantifier, after: CharSet, flags: ReadonlyFlags): string {
  let root: AST.Node = loop;
  while (root.parent !== null) root = root.parent;
  return pick(union([root], flags).negate()) || pick(union([loop], flags).union(after).negate());
}

/** All characters that some part matches. */
function union(parts: readonly AST.Node[], flags: ReadonlyFlags): CharSet {
  let characters = CharSet.empty(flags.unicode || flags.unicodeSets ? 0x10ffff : 0xffff);
  const learn = (node: AST.Node): void => {
    characters = characters.union(charactersOf(node, flags) ?? characters);
  };
  for (const part of parts) {
    visitRegExpAST(part, {
      onCharacterEnter: learn,
      onCharacterSetEnter: learn,
      onCharacterClassEnter: learn,
    });
  }
  return characters;
}

/** Characters that people can read come first. */
const READABLE = ['az', 'AZ', '09', '!~', '  '].map(([low, high]) => ({
  min: low.charCodeAt(0),
  max: high.charCodeAt(0),
}));

function pick(characters: CharSet): string {
  for (const range of READABLE) {
    const [found] = characters.intersect(range).ranges;
    if (found) return String.fromCodePoint(found.min);
  }
  return characters.isEmpty ? '' : String.fromCodePoint(characters.ranges[0].min);
}
