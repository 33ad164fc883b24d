import type { AST } from '@eslint-community/regexpp';
import type { ReadonlyFlags } from 'regexp-ast-analysis';
import { charactersOf } from './characters.ts';

/** In how many ways a part takes a text from one place to another: `ways[from * size + to]`. */
type Ways = Float64Array;

/**
 * Counts the ways in which a part of a pattern takes a text, or some of it, from the place where it has most: all of
 * them are tried before the pattern fails. Lookarounds are taken to hold, references and edges of texts not to.
 *
 * @param text - code points
 */
export function countWays(part: AST.Element, text: readonly number[], flags: ReadonlyFlags): number {
  const size = text.length + 1;
  const ways = new Counter(text, flags).of(part);
  const sums = Array.from({ length: size }, (_, from) =>
    ways.subarray(from * size, (from + 1) * size).reduce((sum, count) => sum + count, 0),
  );
  return Math.max(...sums);
}

class Counter {
  readonly #text: readonly number[];
  readonly #flags: ReadonlyFlags;
  readonly #size: number;

  constructor(text: readonly number[], flags: ReadonlyFlags) {
    this.#text = text;
    this.#flags = flags;
    this.#size = text.length + 1;
  }

  of(element: AST.Element): Ways {
    switch (element.type) {
      case 'Quantifier':
        return this.#repeated(element);
      case 'Group':
      case 'CapturingGroup':
        return element.alternatives.map(({ elements }) => this.#sequence(elements)).reduce(sumOf);
      case 'Assertion':
        return element.kind === 'lookahead' || element.kind === 'lookbehind'
          ? this.#nothing()
          : this.#never();
      case 'Backreference':
        return this.#never();
      default:
        return this.#character(element);
    }
  }

  /** The copies that must be there, and then those that may, none of which is empty. */
  #repeated({ element, min, max }: AST.Quantifier): Ways {
    const one = this.of(element);
    const spare = one.slice();
    for (let place = 0; place < this.#size; place++) spare[place * this.#size + place] = 0;
    let ways = this.#nothing();
    for (let n = 0; n < Math.min(max - min, this.#text.length); n++)
      ways = sumOf(this.#nothing(), this.#product(spare, ways));
    for (let n = 0; n < Math.min(min, this.#size); n++) ways = this.#product(one, ways);
    return ways;
  }

  #sequence(elements: readonly AST.Element[]): Ways {
    return elements.reduce((ways, element) => this.#product(ways, this.of(element)), this.#nothing());
  }

  #character(element: AST.Element): Ways {
    const characters = charactersOf(element, this.#flags);
    const ways = this.#never();
    this.#text.forEach((character, place) => {
      if (characters?.has(character)) ways[place * this.#size + place + 1] = 1;
    });
    return ways;
  }

  #never(): Ways {
    return new Float64Array(this.#size * this.#size);
  }

  /** One way from each place to itself. */
  #nothing(): Ways {
    const ways = this.#never();
    for (let place = 0; place < this.#size; place++) ways[place * this.#size + place] = 1;
    return ways;
  }

  #product(before: Ways, after: Ways): Ways {
    const size = this.#size;
    const ways = this.#never();
    for (let from = 0; from < size; from++) {
      for (let middle = from; middle < size; middle++) {
        const count = before[from * size + middle];
        if (count === 0) continue;
        for (let to = middle; to < size; to++) ways[from * size + to] += count * after[middle * size + to];
      }
    }
    return ways;
  }
}

function sumOf(one: Ways, other: Ways): Ways {
  return one.map((count, cell) => count + other[cell]);
}
