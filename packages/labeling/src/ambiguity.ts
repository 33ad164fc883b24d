import type { CharSet } from 'refa';
import type { PositionAutomaton } from './position-automaton.ts';

/** A text that takes a loop round in two ways. */
export interface Pump {
  /** The characters that lead to its start. */
  readonly entry: readonly CharSet[];
  /** The characters of a round. */
  readonly round: readonly CharSet[];
}

/** How many steps the search may take before it gives up. */
const MOST_STEPS = 1_000_000;

/**
 * Finds a text that takes a loop round to where it was in two ways: n rounds of it can be matched in 2ⁿ ways, all
 * of which are tried before the pattern fails.
 *
 * The test for exponential ambiguity of Weber and Seidl (1991): in the automaton of pairs of positions, a pair of
 * equal positions and a pair of unequal ones lie on one cycle.
 *
 * @returns `undefined` where there is none, `'undecided'` where the search takes too long
 */
export function findPump(automaton: PositionAutomaton): Pump | 'undecided' | undefined {
  const pairs = new PairGraph(automaton);
  if (automaton.doubled) {
    const [from, to] = automaton.doubled.map((position) => pairs.equal(position));
    const back = pairs.search([to], (pair) => pair === from);
    return back ? pairs.pump([...back.slice(1), to]) : 'undecided';
  }
  for (let position = 0; position < automaton.characters.length; position++) {
    const start = pairs.equal(position);
    for (const way of pairs.splits(start)) {
      const back = pairs.search([way[way.length - 1]], (pair) => pair === start);
      if (back) return pairs.pump([...way, ...back.slice(1)]);
    }
    if (pairs.exhausted) return 'undecided';
  }
  return undefined;
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

  /** Holds once the search has taken too long. */
  get exhausted(): boolean {
    return this.#steps > MOST_STEPS;
  }

  equal(position: number): number {
    return position * this.#size + position;
  }

  /** The ways from a pair of equal positions to an unequal one behind it. */
  splits(start: number): number[][] {
    return this.#after(start)
      .filter((pair) => this.#one(pair) !== this.#other(pair))
      .map((pair) => [pair]);
  }

  /** The shortest way from one of the pairs to a wanted one, both included. */
  search(starts: readonly number[], wanted: (pair: number) => boolean): number[] | undefined {
    const from = new Map<number, number | undefined>(starts.map((start) => [start, undefined]));
    for (const pair of from.keys()) {
      if (wanted(pair)) return wayTo(pair, from);
      if (this.exhausted) return undefined;
      for (const next of this.#after(pair)) if (!from.has(next)) from.set(next, pair);
    }
    return undefined;
  }

  /** The text of a round, which leads from its last pair to its first and on to the last again. */
  pump(round: readonly number[]): Pump {
    const end = round[round.length - 1];
    const starts = [...this.#automaton.first].map((position) => this.equal(position));
    const entry = this.search(starts, (pair) => pair === end) ?? [];
    return { entry: entry.map((pair) => this.#text(pair)), round: round.map((pair) => this.#text(pair)) };
  }

  #one(pair: number): number {
    return Math.floor(pair / this.#size);
  }

  #other(pair: number): number {
    return pair % this.#size;
  }

  #text(pair: number): CharSet {
    const { characters } = this.#automaton;
    return characters[this.#one(pair)].intersect(characters[this.#other(pair)]);
  }

  #after(pair: number): readonly number[] {
    const known = this.#known.get(pair);
    if (known) return known;
    const { characters, follow } = this.#automaton;
    const next: number[] = [];
    for (const one of follow[this.#one(pair)]) {
      for (const other of follow[this.#other(pair)]) {
        if (one === other || !characters[one].isDisjointWith(characters[other]))
          next.push(one * this.#size + other);
      }
    }
    this.#steps += follow[this.#one(pair)].size * follow[this.#other(pair)].size;
    this.#known.set(pair, next);
    return next;
  }
}

function wayTo(end: number, from: ReadonlyMap<number, number | undefined>): number[] {
  const way: number[] = [];
  for (let pair: number | undefined = end; pair !== undefined; pair = from.get(pair)) way.unshift(pair);
  return way;
}
