/** A part of a text without which a predicate does not hold. */
export interface Clue {
  /** `word`: stands there as a word of its own; `literal`: stands anywhere. Compared without case, or more loosely. */
  readonly kind: 'word' | 'literal';
  readonly text: string;
  /** Holds where the predicate is true of every ASCII text that has this word. */
  readonly enough?: boolean | undefined;
}

/** The predicates that hold only where one of some clues stands in the text. */
const known = new WeakMap<object, () => readonly Clue[] | undefined>();

/**
 * Says of a predicate of the language that it does nothing but look at a text, and holds only where one of the
 * clues stands; `undefined` where it may hold anywhere.
 */
export function setClues<P extends object>(predicate: P, find: () => readonly Clue[] | undefined): P {
  known.set(predicate, find);
  return predicate;
}

/** One of these stands in every text of which the predicate holds; `undefined` where nothing is known of it. */
export function cluesOf(predicate: object): readonly Clue[] | undefined {
  return known.get(predicate)?.();
}

/** Clues of a conjunction: the first part that has some, with nothing unknown before it, for that might throw. */
export function cluesOfAll(predicates: readonly object[]): readonly Clue[] | undefined {
  const [first] = predicates;
  return first && notEnough(cluesOf(first));
}

/** Clues of a disjunction: those of all parts. */
export function cluesOfAny(predicates: readonly object[]): readonly Clue[] | undefined {
  const all: Clue[] = [];
  for (const predicate of predicates) {
    const clues = cluesOf(predicate);
    if (clues === undefined) return undefined;
    all.push(...clues);
  }
  return notEnough(all);
}

function notEnough(clues: readonly Clue[] | undefined): readonly Clue[] | undefined {
  return clues?.map(({ kind, text }) => ({ kind, text }));
}
