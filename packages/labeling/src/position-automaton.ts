import type { AST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import { Chars, type ReadonlyFlags } from 'regexp-ast-analysis';
import { charactersOf } from './characters.ts';

/** The characters of a repeated part as states, and which may come after which (Glushkov 1961). */
export interface PositionAutomaton {
  /** What each position matches. */
  readonly characters: readonly CharSet[];
  /** The positions that may follow each position, the next round of the loop included. */
  readonly follow: readonly ReadonlySet<number>[];
  /** The positions that a round can begin with. */
  readonly first: ReadonlySet<number>;
  /** Two positions of which one can follow the other in two ways, where there are such. */
  readonly doubled: readonly [number, number] | undefined;
  /** Holds unless the loop has lookarounds, which are taken to hold, or references, which are taken for their groups. */
  readonly exact: boolean;
}

/** What must hold between two characters: bits of `BOUNDARY`, `INSIDE` and `NEVER`. */
type Condition = number;

/** They are a word's end or start: `\b`. */
const BOUNDARY = 1;
/** They are none: `\B`. */
const INSIDE = 2;
/** Nothing can stand there: `^` and `$` of a whole text. */
const NEVER = 4;

interface Edge {
  readonly position: number;
  readonly condition: Condition;
}

/** A part of the pattern: in which ways it can be empty, and the positions it can begin and end with. */
interface Part {
  readonly empty: readonly Condition[];
  readonly first: readonly Edge[];
  readonly last: readonly Edge[];
}

const NOTHING: Part = { empty: [0], first: [], last: [] };

/** A part of the syntax that has no positions, or too many. */
class NotRegular extends Error {}

/** So many rounds are as good as no end. */
export const MANY = 10;

/** The most positions that are looked at. */
const MOST_POSITIONS = 300;

/** Builds the automaton of a loop; `undefined` where it is very long. */
export function loopAutomaton(loop: AST.Quantifier, flags: ReadonlyFlags): PositionAutomaton | undefined {
  try {
    return new Builder(loop, flags);
  } catch (thrown) {
    if (thrown instanceof NotRegular) return undefined;
    throw thrown;
  }
}

class Builder implements PositionAutomaton {
  readonly characters: CharSet[] = [];
  readonly follow: Set<number>[] = [];
  readonly first: ReadonlySet<number>;
  doubled: readonly [number, number] | undefined;
  exact = true;
  readonly #flags: ReadonlyFlags;
  readonly #word: CharSet;
  readonly #hasBoundaries: boolean;
  readonly #referred = new Set<AST.CapturingGroup>();

  constructor({ element, min, raw }: AST.Quantifier, flags: ReadonlyFlags) {
    this.#flags = flags;
    this.#word = Chars.word(flags);
    this.#hasBoundaries = /\\b/i.test(raw);
    const body = this.#part(element);
    this.first = new Set(body.first.map(({ position }) => position));
    this.#connect(body, body);
    // Of many rounds that must be made, any may be the empty ones.
    if (min >= MANY && body.empty.length > 0) this.#connect(body, body);
  }

  #connect({ last }: Part, { first }: Part): void {
    for (const from of last) {
      for (const to of first) {
        if (this.#holds(from.condition | to.condition, from.position, to.position))
          this.#follow(from.position, to.position);
      }
    }
  }

  #follow(from: number, to: number): void {
    if (this.follow[from].has(to)) this.doubled ??= [from, to];
    else this.follow[from].add(to);
  }

  #holds(condition: Condition, from: number, to: number): boolean {
    if ((condition & NEVER) !== 0) return false;
    if (condition === 0) return true;
    const same = this.#isWord(from) === this.#isWord(to);
    return same ? (condition & BOUNDARY) === 0 : (condition & INSIDE) === 0;
  }

  /** Where boundaries matter, positions hold either word characters or others. */
  #isWord(position: number): boolean {
    return !this.characters[position].isDisjointWith(this.#word);
  }

  #part(element: AST.Element): Part {
    switch (element.type) {
      case 'Quantifier':
        return this.#repeated(element);
      case 'Group':
      case 'CapturingGroup':
        return eitherOf(element.alternatives.map(({ elements }) => this.#sequence(elements)));
      case 'Assertion':
        return { ...NOTHING, empty: [this.#conditionOf(element)] };
      case 'Backreference':
        return this.#reference(element);
      default:
        return this.#character(this.#characters(element));
    }
  }

  #reference({ resolved }: AST.Backreference): Part {
    this.exact = false;
    const groups = [resolved].flat().filter((group) => !this.#referred.has(group));
    for (const group of groups) this.#referred.add(group);
    const part = groups.length === 0 ? NOTHING : eitherOf(groups.map((group) => this.#part(group)));
    for (const group of groups) this.#referred.delete(group);
    return part;
  }

  #conditionOf(assertion: AST.Assertion): Condition {
    if (assertion.kind === 'word') return assertion.negate ? INSIDE : BOUNDARY;
    const atEdge = assertion.kind === 'start' || assertion.kind === 'end';
    if (atEdge && !this.#flags.multiline) return NEVER;
    this.exact = false;
    return 0;
  }

  /** The copies that must be there, and then those that may: each in the one before, or a loop. */
  #repeated({ element, min, max }: AST.Quantifier): Part {
    const copies = (count: number) => Array.from({ length: count }, () => this.#part(element));
    if (max === Number.POSITIVE_INFINITY) {
      const needed = copies(Math.max(min - 1, 0));
      const loop = this.#part(element);
      this.#connect(loop, loop);
      return this.#inOrder([...needed, min === 0 ? optional(loop) : loop]);
    }
    const needed = copies(min);
    const spare = copies(max - min).reduceRight(
      (rest, copy) => optional(this.#inOrder([copy, rest])),
      NOTHING,
    );
    return this.#inOrder([...needed, spare]);
  }

  #sequence(elements: readonly AST.Element[]): Part {
    return this.#inOrder(elements.map((element) => this.#part(element)));
  }

  #inOrder(parts: readonly Part[]): Part {
    return parts.reduce((before, after) => {
      this.#connect(before, after);
      return {
        empty: few(before.empty.flatMap((one) => after.empty.map((other) => one | other))),
        first: few([...before.first, ...across(before.empty, after.first)]),
        last: few([...across(after.empty, before.last), ...after.last]),
      };
    }, NOTHING);
  }

  #characters(element: AST.Element): CharSet {
    const characters = charactersOf(element, this.#flags);
    if (characters === undefined) throw new NotRegular();
    return characters;
  }

  #character(characters: CharSet): Part {
    if (!this.#hasBoundaries) return this.#position(characters);
    const halves = [characters.intersect(this.#word), characters.without(this.#word)];
    return eitherOf(halves.filter(({ isEmpty }) => !isEmpty).map((half) => this.#position(half)));
  }

  #position(characters: CharSet): Part {
    const position = this.characters.length;
    if (position >= MOST_POSITIONS) throw new NotRegular();
    this.characters.push(characters);
    this.follow.push(new Set());
    const edges = [{ position, condition: 0 }];
    return { empty: [], first: edges, last: edges };
  }
}

function eitherOf(parts: readonly Part[]): Part {
  return {
    empty: few(parts.flatMap(({ empty }) => empty)),
    first: few(parts.flatMap(({ first }) => first)),
    last: few(parts.flatMap(({ last }) => last)),
  };
}

/** Left out, it is empty in one way: a round that matches nothing is given up. */
function optional(part: Part): Part {
  return { ...part, empty: [0] };
}

function across(empty: readonly Condition[], edges: readonly Edge[]): Edge[] {
  return empty.flatMap((way) => edges.map((edge) => ({ ...edge, condition: edge.condition | way })));
}

/** No more than two of a kind: two ways are as bad as many. */
function few<T extends Condition | Edge>(ways: readonly T[]): T[] {
  const counts = new Map<number, number>();
  return ways.filter((way) => {
    const key = typeof way === 'number' ? way : way.position * 8 + way.condition;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= 2;
  });
}
