import { withoutCase } from './letters.ts';

/** A literal to find, and who wants to know. */
export interface WantedLiteral {
  /** In UTF-16 units, compared without case; not empty. */
  readonly text: string;
  readonly column: number;
}

/** The most units of a literal that are looked at: the rest seldom tells more, and would cost memory. */
const MOST_UNITS = 8;

/** The most cells of an automaton: 16 MB. */
const MOST_CELLS = 2 ** 22;

/**
 * Finds which of many literals stand in a text, whatever their number: the automaton of Aho and Corasick, with
 * every failure resolved beforehand, so that a unit of text costs a look-up.
 *
 * Aho and Corasick, "Efficient string matching: an aid to bibliographic search", 1975.
 */
export class LiteralAutomaton {
  /** The symbol of each unit plus 1; 0 not known yet. Units that are in no literal share symbol 0. */
  readonly #symbols = new Uint16Array(0x10000);
  readonly #symbolOf: ReadonlyMap<number, number>;
  readonly #width: number;
  /** `next[state + symbol]`; states count in steps of the width. */
  readonly #next: Int32Array;
  /** The bits of the columns that a state has found, one row of words per state that has any. */
  readonly #found: readonly (Uint32Array | undefined)[];

  private constructor(
    symbols: ReadonlyMap<number, number>,
    width: number,
    next: Int32Array,
    found: readonly (Uint32Array | undefined)[],
  ) {
    this.#symbolOf = symbols;
    this.#width = width;
    this.#next = next;
    this.#found = found;
  }

  /** @returns `undefined` where it would be too large */
  static of(literals: readonly WantedLiteral[], columns: number): LiteralAutomaton | undefined {
    const cut = literals.map(({ text, column }) => ({
      units: Array.from({ length: Math.min(text.length, MOST_UNITS) }, (_, n) =>
        withoutCase(text.charCodeAt(n)),
      ),
      column,
    }));
    const symbols = new Map<number, number>();
    for (const { units } of cut)
      for (const unit of units) if (!symbols.has(unit)) symbols.set(unit, symbols.size + 1);
    const width = symbols.size + 1;
    const trie = growTrie(cut, symbols, width, columns);
    if (trie === undefined) return undefined;
    resolveFailures(trie, width);
    return new LiteralAutomaton(symbols, width, trie.next, trie.found);
  }

  /** Writes into `maybe` a bit for each column of which the text has a literal. */
  scan(text: string, maybe: Uint32Array): void {
    const symbols = this.#symbols;
    const next = this.#next;
    const { length } = text;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      const symbol = symbols[unit] || this.#learn(unit);
      state = next[state + symbol - 1];
      // States that have found something are below 0, so that most units cost no second look-up.
      if (state < 0) {
        state = ~state;
        this.#report(state, maybe);
      }
    }
  }

  #report(state: number, maybe: Uint32Array): void {
    const found = this.#found[state / this.#width];
    if (found === undefined) return;
    for (let n = 0; n < found.length; n++) maybe[n] |= found[n];
  }

  #learn(unit: number): number {
    this.#symbols[unit] = (this.#symbolOf.get(withoutCase(unit)) ?? 0) + 1;
    return this.#symbols[unit];
  }
}

interface Trie {
  readonly next: Int32Array;
  readonly found: (Uint32Array | undefined)[];
  readonly states: number;
}

function growTrie(
  literals: readonly { readonly units: readonly number[]; readonly column: number }[],
  symbols: ReadonlyMap<number, number>,
  width: number,
  columns: number,
): Trie | undefined {
  const most = literals.reduce((sum, { units }) => sum + units.length, 1);
  if (most * width > MOST_CELLS) return undefined;
  const next = new Int32Array(most * width);
  const found: (Uint32Array | undefined)[] = [undefined];
  let states = 1;
  for (const { units, column } of literals) {
    let state = 0;
    for (const unit of units) {
      const cell = state * width + (symbols.get(unit) ?? 0);
      if (next[cell] === 0) next[cell] = states++;
      state = next[cell];
    }
    const bits = found[state] ?? new Uint32Array((columns + 31) >>> 5);
    bits[column >>> 5] |= 1 << (column & 31);
    found[state] = bits;
  }
  return { next, found, states };
}

/** Breadth first: writes where each state goes when the trie has no branch, and what it has found by then. */
function resolveFailures({ next, found, states }: Trie, width: number): void {
  const failure = new Int32Array(states);
  const queue = new Int32Array(states);
  let end = 1;
  for (let head = 0; head < end; head++) {
    const state = queue[head];
    for (let symbol = 0; symbol < width; symbol++) {
      const cell = state * width + symbol;
      const child = next[cell];
      const other = state === 0 ? 0 : next[failure[state] * width + symbol];
      if (child === 0) {
        next[cell] = other;
        continue;
      }
      failure[child] = other;
      found[child] = merged(found[child], found[other]);
      queue[end++] = child;
    }
  }
  for (let cell = 0; cell < next.length; cell++) {
    const to = next[cell];
    next[cell] = found[to] === undefined ? to * width : ~(to * width);
  }
}

function merged(a: Uint32Array | undefined, b: Uint32Array | undefined): Uint32Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.map((bits, n) => bits | b[n]);
}
