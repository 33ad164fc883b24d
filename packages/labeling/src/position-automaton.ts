import type { AST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import { type ReadonlyFlags, toCharSet } from 'regexp-ast-analysis';

/** The characters of a repeated part as states, and which may come after which (Glushkov 1961). */
export interface PositionAutomaton {
  /** What each position matches. */
  readonly characters: readonly CharSet[];
  /** The positions that may follow each position, the next round of the loop included. */
  readonly follow: readonly ReadonlySet<number>[];
}

/** A part of the pattern: whether it can be empty, and the positions it can begin and end with. */
interface Part {
  readonly empty: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const NOTHING: Part = { empty: true, first: [], last: [] };

/** A part of the syntax whose meaning depends on what stands around it, or too much of it. */
class NotRegular extends Error {}

/** The most positions that are looked at. */
const MOST_POSITIONS = 300;

/** Builds the automaton of a loop; `undefined` where it holds assertions or references, or is very long. */
export function loopAutomaton(loop: AST.Quantifier, flags: ReadonlyFlags): PositionAutomaton | undefined {
  const builder = new Builder(flags);
  try {
    const body = builder.part(loop.element);
    builder.connect(body.last, body.first);
  } catch (thrown) {
    if (thrown instanceof NotRegular) return undefined;
    throw thrown;
  }
  return builder;
}

class Builder implements PositionAutomaton {
  readonly characters: CharSet[] = [];
  readonly follow: Set<number>[] = [];
  readonly #flags: ReadonlyFlags;

  constructor(flags: ReadonlyFlags) {
    this.#flags = flags;
  }

  connect(from: readonly number[], to: readonly number[]): void {
    for (const position of from) for (const next of to) this.follow[position].add(next);
  }

  part(element: AST.Element): Part {
    if (element.type === 'Quantifier') return this.#quantifier(element);
    if (element.type === 'Group' || element.type === 'CapturingGroup')
      return this.#group(element.alternatives);
    if (element.type === 'Assertion' || element.type === 'Backreference') throw new NotRegular();
    return this.#character(element);
  }

  #quantifier({ element, min, max }: AST.Quantifier): Part {
    if (max === 0) return NOTHING;
    const part = this.part(element);
    if (max > 1) this.connect(part.last, part.first);
    return min === 0 ? { ...part, empty: true } : part;
  }

  #group(alternatives: readonly AST.Alternative[]): Part {
    const parts = alternatives.map(({ elements }) => this.#sequence(elements));
    return {
      empty: parts.some((part) => part.empty),
      first: parts.flatMap((part) => part.first),
      last: parts.flatMap((part) => part.last),
    };
  }

  #sequence(elements: readonly AST.Element[]): Part {
    return elements.reduce((before, element) => {
      const after = this.part(element);
      this.connect(before.last, after.first);
      return {
        empty: before.empty && after.empty,
        first: before.empty ? [...before.first, ...after.first] : before.first,
        last: after.empty ? [...before.last, ...after.last] : after.last,
      };
    }, NOTHING);
  }

  #character(
    element: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass,
  ): Part {
    const position = this.characters.length;
    if (position >= MOST_POSITIONS) throw new NotRegular();
    this.characters.push(toCharSet(element as AST.Character, this.#flags));
    this.follow.push(new Set());
    return { empty: false, first: [position], last: [position] };
  }
}
