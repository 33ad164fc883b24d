import type { PositionAutomaton } from './position-automaton.ts';

/** How many steps the search may take before it gives up. */
const MOST_STEPS = 2_000_000;

/**
 * Holds when some text takes a loop round to where it was in two ways: then a text of n rounds can be matched in
 * 2ⁿ ways, all of which are tried before the pattern fails.
 *
 * The test for exponential ambiguity of Weber and Seidl (1991): in the automaton of pairs of positions, a pair of
 * equal positions and a pair of unequal ones lie on one cycle.
 */
export function isExponentiallyAmbiguous(automaton: PositionAutomaton): boolean {
  const pairs = new PairGraph(automaton);
  const size = automaton.characters.length;
  for (let position = 0; position < size; position++) {
    const start = position * size + position;
    const split = pairs.reachable(start, true);
    if (split === undefined) return false;
    for (const pair of split) {
      if (pairs.reachable(pair, false)?.has(start)) return true;
    }
  }
  return false;
}

/** Pairs of positions that the same text can lead to; pair = one * size + other. */
class PairGraph {
  readonly #automaton: PositionAutomaton;
  readonly #size: number;
  readonly #known = new Map<number, readonly number[]>();
  #steps = 0;

  constructor(automaton: PositionAutomaton) {
    this.#automaton = automaton;
    this.#size = automaton.characters.length;
  }

  /**
   * The pairs that can be reached from a pair.
   *
   * @param split - only the first unequal pairs on each way
   * @returns `undefined` when the search takes too long
   */
  reachable(start: number, split: boolean): Set<number> | undefined {
    const seen = new Set([start]);
    const found = new Set<number>();
    const waiting = [start];
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      for (const next of this.#after(pair)) {
        if (++this.#steps > MOST_STEPS) return undefined;
        if (seen.has(next)) {
          found.add(next);
          continue;
        }
        seen.add(next);
        found.add(next);
        const unequal = Math.floor(next / this.#size) !== next % this.#size;
        if (!(split && unequal)) waiting.push(next);
      }
    }
    if (!split) return found;
    return new Set([...found].filter((pair) => Math.floor(pair / this.#size) !== pair % this.#size));
  }

  #after(pair: number): readonly number[] {
    const known = this.#known.get(pair);
    if (known) return known;
    const { characters, follow } = this.#automaton;
    const next: number[] = [];
    for (const one of follow[Math.floor(pair / this.#size)]) {
      for (const other of follow[pair % this.#size]) {
        if (one === other || !characters[one].isDisjointWith(characters[other]))
          next.push(one * this.#size + other);
      }
    }
    this.#steps += next.length;
    this.#known.set(pair, next);
    return next;
  }
}
