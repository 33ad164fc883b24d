import type { Clue } from './clues.ts';
import { compose } from './folding.ts';
import { LiteralAutomaton, type WantedLiteral } from './literal-automaton.ts';
import { hashOf, type WantedWord, WordTable } from './word-table.ts';

/** The functions of a set that are asked about one field, and the clues of each. */
export interface ScanColumn {
  readonly column: number;
  readonly clues: readonly Clue[];
  /** Holds where a clue that is enough decides. */
  readonly decides: boolean;
}

/**
 * Finds which functions of a set a text concerns, in one pass over it for words and one for literals.
 *
 * Words are hashed, literals go through an automaton: docs/speed.md has the measurements behind the choice.
 */
export interface TextScan {
  /** Bits of the columns that are to be asked whatever the text. */
  readonly always: Uint32Array;
  /** Writes into `maybe` the columns that are to be asked, and into `sure` those that vote without. */
  readonly scan: (text: string, maybe: Uint32Array, sure: Uint32Array) => void;
}

/** Fewer functions with literals than these are asked one by one, which takes less time than the automaton. */
const LEAST_LITERAL_COLUMNS = 7;

/** Prepares the clues of some columns. */
export function textScan(columns: readonly ScanColumn[], total: number): TextScan {
  const always = new Uint32Array((total + 31) >>> 5);
  const table = wordTable(columns, always);
  const automaton = literalAutomaton(columns, always, total);
  const scan = (given: string, maybe: Uint32Array, sure: Uint32Array): void => {
    if (!table && !automaton) return;
    const { text, ascii } = compose(given);
    table?.scan(text, ascii, maybe, sure);
    automaton?.scan(given, maybe);
    if (text !== given) automaton?.scan(text, maybe);
  };
  return { always, scan };
}

function wordTable(columns: readonly ScanColumn[], always: Uint32Array): WordTable | undefined {
  const words: WantedWord[] = [];
  for (const { column, clues, decides } of columns) {
    for (const { kind, text: word, enough = false } of clues) {
      if (kind !== 'word') continue;
      if (hashOf(word) === 0) light(always, column);
      else words.push({ word, column, enough: enough && decides });
    }
  }
  return words.length > 0 ? new WordTable(words) : undefined;
}

function literalAutomaton(
  columns: readonly ScanColumn[],
  always: Uint32Array,
  total: number,
): LiteralAutomaton | undefined {
  const literals: WantedLiteral[] = columns.flatMap(({ column, clues }) =>
    clues.flatMap(({ kind, text }) => (kind === 'literal' ? [{ text, column }] : [])),
  );
  const wanted = new Set(literals.map(({ column }) => column));
  const automaton = wanted.size >= LEAST_LITERAL_COLUMNS ? LiteralAutomaton.of(literals, total) : undefined;
  if (automaton === undefined) for (const column of wanted) light(always, column);
  return automaton;
}

/** Lights the bit of a column. */
export function light(bits: Uint32Array, column: number): void {
  bits[column >>> 5] |= 1 << (column & 31);
}
